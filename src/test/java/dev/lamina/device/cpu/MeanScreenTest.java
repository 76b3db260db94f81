package dev.lamina.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.device.Arena;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Float32 products settle what their error bounds prove and leave open every other sample. Rounding seldom comes near
 * the bounds, so that results alone would not tell one that is too small.
 */
class MeanScreenTest {

  /**
   * {@code n u / (1 - n u)} with n = d + 8 and u = 2^-24 (Higham, section 3.1, for a sum of d and some roundings more).
   */
  private static double gamma(int d) {
    double product = (d + 8) * 0x1p-24;
    return product / (1 - product);
  }

  private static int screen(double[] x, double[]... means) {
    int d = x.length;
    MemoryPlan plan = new MemoryPlan();
    Slot sample = plan.add(Purpose.DATA, "x", ElementType.FLOAT32, d, 1, 1);
    Slot slot = plan.add(Purpose.DATA, "means", ElementType.FLOAT64, d, means.length, 1);
    int[] nearest = {-2};
    try (CpuDevice device = new CpuDevice(1); Arena arena = device.allocate(plan); Scratch scratch = new Scratch()) {
      Matrix features = arena.matrix(sample);
      device.write(x, features);
      device.write(Arrays.stream(means).flatMapToDouble(Arrays::stream).toArray(), arena.matrix(slot));
      CentredMeans centred = CentredMeans.of(Values.of(arena.matrix(slot))[0], d, means.length, scratch);
      new MeanScreen(d, centred, scratch).screen((Values.Floats) Values.of(features)[0], 0, 1, nearest);
    }
    return nearest[0];
  }

  private static double[] vector(int d, double first, double second) {
    double[] vector = new double[d];
    vector[0] = first;
    vector[1] = second;
    return vector;
  }

  /**
   * Means a and -a, a sample at t towards a and R = 1000 aside: the score of a leads by 2 a t, and each score may be
   * wrong by gamma a R.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 16, 129, 1031})
  void aLeadWithinBothErrorsIsLeftOpen(int d) {
    double a = 0.25;
    double aside = 1000;
    double errors = gamma(d) * aside;
    assertEquals(-1, screen(vector(d, 0.9 * errors, aside), vector(d, a, 0), vector(d, -a, 0)));
    assertEquals(-1, screen(vector(d, -0.9 * errors, aside), vector(d, a, 0), vector(d, -a, 0)));
    assertEquals(0, screen(vector(d, 1.3 * errors, aside), vector(d, a, 0), vector(d, -a, 0)));
    assertEquals(1, screen(vector(d, -1.3 * errors, aside), vector(d, a, 0), vector(d, -a, 0)));
  }

  /**
   * Means c + a and c - a with c = 2^20 aside and a sample at t = 2^-18 from the origin, where products are next to
   * nothing: the score of a leads by 2 a t, but {@code a^T c} of float64 numbers may be wrong by some 2^-50 c^2.
   */
  @Test
  void theErrorOfTheCentreCountsWhereTheSampleIsSmall() {
    int d = 16;
    double far = 0x1p20;
    assertEquals(-1, screen(vector(d, 0x1p-18, 0), vector(d, 0.25, far), vector(d, -0.25, far)));
    assertEquals(0, screen(vector(d, 0x1p-18, 0), vector(d, 0.25, 0), vector(d, -0.25, 0)));
  }

  @Test
  void whatIsNoNumberIsLeftOpen() {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e38}) {
      assertEquals(-1, screen(vector(3, value, 1e38), vector(3, 1e30, 0), vector(3, -1e30, 0)), value + "");
    }
  }
}
