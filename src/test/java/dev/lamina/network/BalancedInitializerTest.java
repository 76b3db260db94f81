package dev.lamina.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.ElementType;
import dev.lamina.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalancedInitializerTest {
  private static final double SCALE = 0.4;

  /** Wide, tall, narrowing and widening networks, one of a single layer, and one as narrow as can be. */
  @ParameterizedTest
  @ValueSource(strings = {"8 8 8 3", "12 7 9 3", "3 10 6 5", "9 4", "6 2 2", "5 20 20 20 4"})
  void isBalancedAndFactorsItsTarget(String widths) {
    Architecture architecture = architecture(widths);
    int depth = architecture.depth();
    int inputs = architecture.inputs();
    int classes = architecture.classes();
    try (Fixture f = Fixture.initialized(architecture, ElementType.FLOAT64, Initialization.BALANCED, SCALE, 21, 22)) {
      for (int e = 0; e < 2; e++) {
        double[][] product = f.weight(1, e);
        for (int l = 1; l < depth; l++) {
          double[][] w = f.weight(l, e);
          double[][] next = f.weight(l + 1, e);
          double[][] inner = Dense.times(Dense.transpose(next), next);
          double[][] outer = Dense.times(w, Dense.transpose(w));
          assertEquals(0, Dense.distance(inner, outer), 1e-14, "layers " + l + " and " + (l + 1));
          product = Dense.times(next, product);
        }
        double[] normals = new double[classes * inputs];
        new RandomStream(21 + e, 1).normals(0, normals, 0, normals.length);
        double[][] target = new double[classes][inputs];
        for (int i = 0; i < classes; i++) {
          for (int j = 0; j < inputs; j++) {
            target[i][j] = SCALE * normals[j * classes + i];
          }
        }
        assertEquals(0, Dense.distance(product, target), 1e-13, "the end-to-end matrix");
      }
    }
  }

  @Test
  void refusesALayerThatIsTooNarrow() {
    String message = assertThrows(IllegalArgumentException.class, () -> {
      Fixture.initialized(architecture("6 2 6 3"), ElementType.FLOAT64, Initialization.BALANCED, 1, 1).close();
    }).getMessage();
    assertTrue(message.contains("singular values, 3; layer 1 has width 2"), message);
  }

  private static Architecture architecture(String widths) {
    String[] parts = widths.split(" ");
    List<LayerSpec> layers = new ArrayList<>();
    for (int l = 1; l < parts.length; l++) {
      layers.add(LayerSpec.linear(Integer.parseInt(parts[l - 1]), Integer.parseInt(parts[l])));
    }
    return new Architecture(layers, 1);
  }
}
