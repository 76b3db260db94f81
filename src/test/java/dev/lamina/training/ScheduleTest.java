package dev.lamina.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void constant() {
    assertEquals(0.3, new Schedule.Constant().rate(0.3, 0));
    assertEquals(0.3, new Schedule.Constant().rate(0.3, 1_000_000));
  }

  /** Values of PyTorch's {@code CosineAnnealingWarmRestarts(T_0=6, eta_min=0.0002)} from 0.02. */
  @Test
  void cosineFallsOncePerEpochAndRestarts() {
    Schedule cosine = new Schedule.Cosine(6, 0.0002);
    double[] expected = {0.02, 0.018673651497465946, 0.015050000000000001, 0.0101, 0.00515, 0.0015263485025340546};
    for (int e = 0; e < 12; e++) {
      assertEquals(expected[e % 6], cosine.rate(0.02, e), 1e-16);
    }
  }

  @Test
  void stepMultipliesByItsFactor() {
    Schedule step = new Schedule.Step(30, 0.1);
    assertEquals(0.2, step.rate(0.2, 29));
    assertEquals(0.02, step.rate(0.2, 30), 1e-17);
    assertEquals(0.002, step.rate(0.2, 60), 1e-17);
  }

  @Test
  void warmUpRisesToWhereTheNextBegins() {
    Schedule schedule = new Schedule.WarmUp(4, new Schedule.Step(2, 0.5));
    double[] expected = {0.2, 0.4, 0.6, 0.8, 1, 1, 0.5, 0.5, 0.25};
    for (int e = 0; e < expected.length; e++) {
      assertEquals(expected[e], schedule.rate(1, e), 1e-15, "epoch " + e);
    }
  }

  @Test
  void refusesWhatMakesNoRate() {
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Cosine(0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Cosine(10, -1));
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Step(0, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Step(5, 0));
    assertThrows(IllegalArgumentException.class, () -> new Schedule.WarmUp(0, new Schedule.Constant()));
  }
}
