package dev.lamina.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.Activation;
import dev.lamina.device.ElementType;
import dev.lamina.device.MemoryPlan;
import dev.lamina.network.Architecture;
import dev.lamina.network.Initialization;
import dev.lamina.network.Network;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.Test;

/**
 * Training with factored gradients is training with layerwise ones, rounded otherwise; GradientTest has one step of
 * both.
 */
class LinearTailTest {
  private static final Architecture LINEAR = Architecture.builder(9, 3).hidden(4, 7).outputScale(1.5).build();
  private static final Architecture HYBRID =
      Architecture.builder(9, 3).hidden(4, 7).nonlinear(2, Activation.TANH, true).build();

  static List<Arguments> runs() {
    return List.of(
        Arguments.of("full batch", LINEAR, 0, new double[] {0, 0}),
        Arguments.of("weight decay", LINEAR, 0, new double[] {0, 1e-2}),
        Arguments.of("momentum", LINEAR, 0, new double[] {0.9, 1e-3}),
        Arguments.of("hybrid", HYBRID, 0, new double[] {0.5, 1e-3}),
        Arguments.of("hybrid, mini-batches, the last one narrower than K", HYBRID, 7, new double[] {0.9, 1e-3}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void bothWaysTrainAlike(String name, Architecture architecture, int batch, double[] rule) {
    SmallData data = SmallData.of(23, 9, 3);
    for (boolean nesterov : new boolean[] {false, true}) {
      Settings settings = Settings.of(15, 0.05, 0.02).batch(batch, true)
          .rule(rule[0], rule[1], nesterov && rule[0] > 0);
      try (Session factored = session(data, architecture, settings.gradients(Gradients.FACTORED));
          Session layerwise = session(data, architecture, settings.gradients(Gradients.LAYERWISE))) {
        Map<String, double[]> before = factored.state();
        assertEquals(layerwise.run().get(1).loss(), factored.run().get(1).loss(), 1e-12);
        Map<String, double[]> expected = layerwise.state();
        factored.state().forEach((parameter, values) -> {
          assertArrayEquals(expected.get(parameter), values, 1e-12, parameter);
          assertTrue(!parameter.endsWith("weight") || !Arrays.equals(before.get(parameter), values),
              parameter + " moves");
        });
        double[] a = new double[7 * 23 * 2];
        double[] b = a.clone();
        factored.device.read(factored.trainer.features().hidden(4), a);
        layerwise.device.read(layerwise.trainer.features().hidden(4), b);
        assertArrayEquals(b, a, 1e-12, "features");
      }
    }
  }

  private static Session session(SmallData data, Architecture architecture, Settings settings) {
    return Session.on(data.x(), data.labels(), architecture, settings.build(), 4, 5)
        .initialize(Initialization.ORTHOGONAL, new long[] {4, 5}, 0.8, 0.8);
  }

  /** Neither features nor deltas of the tail have a column for each sample. */
  @Test
  void needsLessMemoryAndOnlyWhereItPays() {
    assertTrue(bytes(LINEAR, 40, Gradients.FACTORED) < bytes(LINEAR, 40, Gradients.LAYERWISE) / 3);
    assertEquals(bytes(LINEAR, 3, Gradients.LAYERWISE), bytes(LINEAR, 3, Gradients.FACTORED), "no more samples than K");
    Architecture classifier = Architecture.builder(9, 3).hidden(2, 7).nonlinear(2, Activation.RELU, false).build();
    assertEquals(bytes(classifier, 40, Gradients.LAYERWISE), bytes(classifier, 40, Gradients.FACTORED), "one layer");
    Architecture biased = Architecture.builder(9, 3).hidden(4, 7).bias(true).build();
    assertEquals(bytes(biased, 40, Gradients.LAYERWISE), bytes(biased, 40, Gradients.FACTORED), "not plain");
  }

  private static long bytes(Architecture architecture, int samples, Gradients gradients) {
    MemoryPlan plan = new MemoryPlan();
    Trainer.plan(plan, Network.plan(plan, architecture, ElementType.FLOAT64, 2),
        Settings.of(1, 0.1, 0.1).gradients(gradients).build(), new DataShape(samples, 1, 0), false);
    Map<MemoryPlan.Purpose, Long> bytes = plan.bytesByPurpose();
    return bytes.get(MemoryPlan.Purpose.ACTIVATIONS) + bytes.get(MemoryPlan.Purpose.DELTAS)
        + bytes.getOrDefault(MemoryPlan.Purpose.GRADIENTS, 0L);
  }
}
