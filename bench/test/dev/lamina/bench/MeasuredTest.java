package dev.lamina.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rates and ceilings of made-up timings. */
class MeasuredTest {
  private static final Workload.Opener NONE = (device, name) -> {
    throw new UnsupportedOperationException();
  };

  private static Timing timing(String name, Work work, Double... samples) {
    return new Timing(new Workload(name, work, 1, 0, NONE), List.of(samples));
  }

  @Test
  void medians() {
    assertEquals(2, timing("odd", Work.time(), 9.0, 1.0, 2.0).seconds());
    assertEquals(3, timing("even", Work.time(), 9.0, 1.0, 2.0, 4.0).seconds());
  }

  @Test
  void eachWorkHasTheCeilingOfItsUnitAndPrecision() {
    Measured measured = new Measured();
    measured.add(timing("ceiling/copy", Work.copy(50), 0.5));
    measured.add(timing("ceiling/gemm-fp64", Work.product(10, 10, 10, Precision.FP64), 1.0));
    assertEquals(200, measured.ceiling(Work.moments(2, 3)));
    assertEquals(2000, measured.ceiling(Work.orthogonal(3)));
    assertTrue(Double.isNaN(measured.ceiling(Work.product(1, 1, 1, Precision.FP32))));
    assertTrue(Double.isNaN(measured.ceiling(Work.time())));
    assertTrue(BenchTable.row(timing("half", Work.copy(50), 1.0), measured).contains("50.0 %"));
  }

  @Test
  void leastSecondsOfARun() {
    Measured measured = new Measured();
    measured.add(timing("ceiling/copy", Work.copy(50), 0.5));
    assertEquals(1.5, measured.leastSeconds(new Workload("three copies", Work.copy(50), 3, 0, NONE)));
    assertEquals(0, measured.leastSeconds(new Workload("start", Work.time(), 1, 0, NONE)));
  }
}
