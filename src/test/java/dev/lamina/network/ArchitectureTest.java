package dev.lamina.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.Activation;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void buildsNonlinearLayersThenLinearOnesThenTheClassifier() {
    Architecture hybrid =
        Architecture.builder(24, 4).hidden(5, 32).nonlinear(2, Activation.RELU, true).outputScale(100).build();
    LayerSpec shaped = new LayerSpec(32, 32, false, true, Activation.RELU);
    assertEquals(List.of(new LayerSpec(24, 32, false, true, Activation.RELU), shaped, LayerSpec.linear(32, 32),
        LayerSpec.linear(32, 32), LayerSpec.linear(32, 32), LayerSpec.linear(32, 4)), hybrid.layers());
    assertEquals(100, hybrid.outputScale());
    assertEquals(6, hybrid.depth());
    assertEquals(24, hybrid.inputs());
    assertEquals(4, hybrid.classes());
    assertEquals(24, hybrid.width(0));
    assertEquals(32, hybrid.width(1));
    assertEquals(4, hybrid.width(6));
    assertEquals(32, hybrid.widest());
    assertTrue(hybrid.hasBatchNorm());
    assertFalse(hybrid.isLinear());
    assertEquals(24 * 32 + 4 * 32 * 32 + 32 * 4 + 2 * 2 * 32, hybrid.parameters());
  }

  @Test
  void withoutHiddenLayersThereIsTheClassifierAlone() {
    Architecture classifier = Architecture.builder(7, 3).bias(true).build();
    assertEquals(List.of(new LayerSpec(7, 3, true, false, Activation.IDENTITY)), classifier.layers());
    assertFalse(classifier.isLinear(), "a bias makes the map affine");
    assertTrue(Architecture.builder(7, 3).hidden(2, 5).build().isLinear());
  }

  @Test
  void refusesLayersThatDoNotFit() {
    assertMessage("layer 2 takes 6 inputs, but layer 1 has 5 outputs",
        () -> new Architecture(List.of(LayerSpec.linear(4, 5), LayerSpec.linear(6, 3)), 1));
    assertMessage("needs at least 1 layer", () -> new Architecture(List.of(), 1));
    assertMessage("layer 1, the classifier, can have neither",
        () -> new Architecture(List.of(new LayerSpec(4, 3, false, false, Activation.TANH)), 1));
    assertMessage("at least 2 classes, not 1", () -> Architecture.builder(4, 1).build());
    assertMessage("not -1.0", () -> Architecture.builder(4, 2).outputScale(-1).build());
    assertMessage("not NaN", () -> Architecture.builder(4, 2).outputScale(Double.NaN).build());
    assertMessage("of 2 hidden layers, 0 to 2 can be nonlinear, not 3",
        () -> Architecture.builder(4, 2).hidden(2, 4).nonlinear(3, Activation.RELU, false).build());
    assertMessage("not 0 and 3", () -> LayerSpec.linear(0, 3));
    assertMessage("layer 3 of a network of layers 1 to 2",
        () -> Architecture.builder(4, 2).hidden(1, 4).build().layer(3));
  }

  private static void assertMessage(String part, Runnable action) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    assertTrue(message.contains(part), message);
  }
}
