package dev.lamina.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.Activation;
import dev.lamina.device.Loss;
import dev.lamina.network.Architecture;
import dev.lamina.network.Initialization;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** When the members of an ensemble train by themselves, each from step to step, and that it changes nothing. */
class ResidentTest {
  private static final SmallData DATA = SmallData.of(20, 24, 3);
  private static final Architecture SMALL = Architecture.builder(24, 3).hidden(3, 24).build();
  private static final int MANY = Math.max(2, Runtime.getRuntime().availableProcessors());

  private static boolean isResident(TrainingSettings settings, int members) {
    long[] seeds = LongStream.range(0, members).toArray();
    double[] scales = new double[members];
    Arrays.fill(scales, 0.5);
    try (Session session = Session.resident(DATA.x(), DATA.labels(), SMALL, settings, seeds)
        .initialize(Initialization.ORTHOGONAL, seeds, scales)) {
      return session.trainer.isResident();
    }
  }

  private static Settings settings(int members) {
    double[] rates = new double[members];
    Arrays.fill(rates, 0.05);
    return Settings.of(5, rates);
  }

  @Test
  void fullBatchesOfManySmallMembers() {
    assertTrue(isResident(settings(MANY).build(), MANY));
    assertTrue(isResident(settings(MANY).rule(0.9, 1e-4, false).stop(1e-3, 2).build(), MANY), "with a stop rule");
  }

  @Test
  void trainsAsStepByStep() {
    Architecture biased =
        Architecture.builder(24, 3).hidden(2, 7).nonlinear(2, Activation.TANH, false).bias(true).build();
    TrainingSettings momentum = settings(MANY).loss(Loss.CROSS_ENTROPY).rule(0.9, 1e-3, false).build();
    assertSame(SMALL, settings(MANY).stop(0.5, 2).build());
    assertSame(biased, momentum);
  }

  private static void assertSame(Architecture architecture, TrainingSettings settings) {
    long[] seeds = LongStream.range(0, MANY).toArray();
    double[] scales = new double[MANY];
    Arrays.fill(scales, 0.5);
    try (Session resident = Session.resident(DATA.x(), DATA.labels(), architecture, settings, seeds)
            .initialize(Initialization.ORTHOGONAL, seeds, scales);
        Session steps = Session.on(DATA.x(), DATA.labels(), architecture, settings, seeds)
            .initialize(Initialization.ORTHOGONAL, seeds, scales)) {
      assertTrue(resident.trainer.isResident());
      List<List<Double>> expected = steps.stepLosses();
      List<List<Double>> losses = resident.stepLosses();
      for (int e = 0; e < MANY; e++) {
        assertEquals(expected.get(e).size(), losses.get(e).size(), "steps of member " + e);
        for (int i = 0; i < losses.get(e).size(); i++) {
          assertEquals(expected.get(e).get(i), losses.get(e).get(i), 1e-12 * expected.get(e).get(0), "step " + i);
        }
      }
      Map<String, double[]> weights = resident.state();
      steps.state().forEach((name, values) -> assertArrayEquals(values, weights.get(name), 1e-11, name));
    }
  }

  /** Members that visit the samples in one order share the counter of their steps. */
  @Test
  void notWhereMembersShareAnOrder() {
    assertFalse(isResident(settings(MANY).batch(5, false).build(), MANY));
  }
}
