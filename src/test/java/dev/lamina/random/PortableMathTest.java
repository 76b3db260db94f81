package dev.lamina.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortableMathTest {
  private static final double TWO_PI_HIGH = 0x1.921fb54442d18p+2;
  private static final double TWO_PI_LOW = 0x1.1a62633145c07p-52;
  private static final int ARGUMENTS = 1_000_000;

  @Test
  void logAgreesWithStrictMath() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < ARGUMENTS; i++) {
      double u = ((random.nextLong() >>> 11) + 1) * 0x1p-53;
      close(StrictMath.log(u), PortableMath.log(u), "log " + u);
      double small = u * Math.scalb(1.0, -random.nextInt(900));
      close(StrictMath.log(small), PortableMath.log(small), "log " + small);
      double nearOne = 1.0 - random.nextInt(1 << 20) * 0x1p-53;
      close(StrictMath.log(nearOne), PortableMath.log(nearOne), "log " + nearOne);
    }
    assertEquals(0.0, PortableMath.log(1.0));
    close(StrictMath.log(0x1p-53), PortableMath.log(0x1p-53), "the smallest uniform");
  }

  /** The reference reduces in double-double: 2 pi u = high + low, sin(high + low) = sin high + low cos high. */
  @Test
  void sineAndCosineAgreeWithStrictMath() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < ARGUMENTS; i++) {
      double u = (random.nextLong() >>> 11) * 0x1p-53;
      check(u);
      // Next to a multiple of 1/8, where the result is tiny or the kernels meet.
      check(((long) (i & 7) << 50) * 0x1p-53 + random.nextInt(1 << 16) * 0x1p-53);
    }
  }

  private static void check(double u) {
    double high = TWO_PI_HIGH * u;
    double low = Math.fma(TWO_PI_HIGH, u, -high) + TWO_PI_LOW * u;
    double sin = StrictMath.sin(high);
    double cos = StrictMath.cos(high);
    close(sin + low * cos, PortableMath.sinTwoPi(u), "sin 2 pi " + u);
    close(cos - low * sin, PortableMath.cosTwoPi(u), "cos 2 pi " + u);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void quarterTurnsAreExact(int quarter) {
    double u = quarter * 0.25;
    assertEquals(new double[] {0, 1, 0, -1}[quarter], PortableMath.sinTwoPi(u), 0.0);
    assertEquals(new double[] {1, 0, -1, 0}[quarter], PortableMath.cosTwoPi(u), 0.0);
  }

  private static void close(double expected, double actual, String what) {
    assertTrue(
        Math.abs(expected - actual) <= 2 * Math.ulp(expected),
        () -> what + ": expected " + expected + ", got " + actual);
  }
}
