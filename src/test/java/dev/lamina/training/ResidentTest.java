package dev.lamina.training;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.network.Architecture;
import dev.lamina.network.Initialization;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** When the members of an ensemble train by themselves, each from step to step; that it changes nothing is tested elsewhere. */
class ResidentTest {
  private static final SmallData DATA = SmallData.of(20, 24, 3);
  private static final Architecture SMALL = Architecture.builder(24, 3).hidden(3, 24).build();
  private static final int MANY = Math.max(2, Runtime.getRuntime().availableProcessors());

  private static boolean isResident(TrainingSettings settings, int members) {
    long[] seeds = LongStream.range(0, members).toArray();
    double[] scales = new double[members];
    Arrays.fill(scales, 0.5);
    try (Session session = Session.on(DATA.x(), DATA.labels(), SMALL, settings, seeds)
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

  /** Members that visit the samples in one order share the counter of their steps. */
  @Test
  void notWhereMembersShareAnOrder() {
    assertFalse(isResident(settings(MANY).batch(5, false).build(), MANY));
  }
}
