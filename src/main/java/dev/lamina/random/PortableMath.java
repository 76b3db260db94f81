package dev.lamina.random;

/**
 * Logarithm, sine and cosine from IEEE 754 double additions, subtractions, multiplications and divisions in a fixed
 * order, and nothing else. A device that follows the standard and does not contract a product and a sum into a fused
 * multiply-add gives the same bits; library functions, which may differ in the last bit, would not.
 *
 * <p>Error: below 2 units in the last place (tested against {@link StrictMath}).
 */
final class PortableMath {
  /** ln 2 to 40 bits, so that its product with an exponent is exact, and the rest. */
  private static final double LN2_HIGH = 0x1.62e42fefa4p-1;

  private static final double LN2_LOW = -0x1.8432a1b0e2634p-43;
  private static final double SQRT2 = 0x1.6a09e667f3bcdp+0;
  private static final double TWO_PI = 0x1.921fb54442d18p+2;

  private PortableMath() {}

  /**
   * Natural logarithm. With x = m 2^e, m in [sqrt(1/2), sqrt(2)), f = m - 1 (exact) and s = f / (2 + f):
   * {@code ln m = 2 artanh s = 2s + s r} with {@code r = 2 s^2/3 + 2 s^4/5 + ... + 2 s^22/23}; as {@code 2s = f - s f},
   * {@code ln x = e ln 2 + f - s (f - r)}. The series ends where its next term is below 2^-58 of the sum
   * (s^2 is at most 0.0295).
   *
   * @param x a normal positive number; the result for others is unspecified
   */
  public static double log(double x) {
    long bits = Double.doubleToRawLongBits(x);
    int e = (int) (bits >>> 52) - 1023;
    double m = Double.longBitsToDouble(bits & 0x000FFFFFFFFFFFFFL | 0x3FF0000000000000L);
    if (m >= SQRT2) {
      m *= 0.5;
      e += 1;
    }
    double f = m - 1.0;
    double s = f / (2.0 + f);
    double z = s * s;
    double r = 2.0 / 23;
    r = 2.0 / 21 + z * r;
    r = 2.0 / 19 + z * r;
    r = 2.0 / 17 + z * r;
    r = 2.0 / 15 + z * r;
    r = 2.0 / 13 + z * r;
    r = 2.0 / 11 + z * r;
    r = 2.0 / 9 + z * r;
    r = 2.0 / 7 + z * r;
    r = 2.0 / 5 + z * r;
    r = 2.0 / 3 + z * r;
    r = z * r;
    return e * LN2_HIGH + (f + (e * LN2_LOW - s * (f - r)));
  }

  /**
   * sin(2 pi u). The turn u is reduced exactly, before pi comes in: {@code u = q/4 + t}, |t| at most 1/8.
   *
   * @param u in [0, 1), a multiple of 2^-53; the result for others is unspecified
   */
  public static double sinTwoPi(double u) {
    int quarter = (int) (4.0 * u + 0.5);
    double x = TWO_PI * (u - 0.25 * quarter);
    double y = (quarter & 1) == 0 ? sinKernel(x) : cosKernel(x);
    return (quarter & 2) == 0 ? y : -y;
  }

  /**
   * cos(2 pi u), reduced as in {@link #sinTwoPi}.
   *
   * @param u in [0, 1), a multiple of 2^-53; the result for others is unspecified
   */
  public static double cosTwoPi(double u) {
    int quarter = (int) (4.0 * u + 0.5);
    double x = TWO_PI * (u - 0.25 * quarter);
    double y = (quarter & 1) == 0 ? cosKernel(x) : sinKernel(x);
    return (quarter + 1 & 2) == 0 ? y : -y;
  }

  /** Taylor's series of sin to x^17/17!; the next term is below 2^-62 of the sum for |x| at most pi/4. */
  private static double sinKernel(double x) {
    double z = x * x;
    double p = 1.0 / 355687428096000.0;
    p = -1.0 / 1307674368000.0 + z * p;
    p = 1.0 / 6227020800.0 + z * p;
    p = -1.0 / 39916800.0 + z * p;
    p = 1.0 / 362880.0 + z * p;
    p = -1.0 / 5040.0 + z * p;
    p = 1.0 / 120.0 + z * p;
    p = -1.0 / 6.0 + z * p;
    return x + x * (z * p);
  }

  /** Taylor's series of cos to x^16/16!; the next term is below 2^-58 for |x| at most pi/4. */
  private static double cosKernel(double x) {
    double z = x * x;
    double p = 1.0 / 20922789888000.0;
    p = -1.0 / 87178291200.0 + z * p;
    p = 1.0 / 479001600.0 + z * p;
    p = -1.0 / 3628800.0 + z * p;
    p = 1.0 / 40320.0 + z * p;
    p = -1.0 / 720.0 + z * p;
    p = 1.0 / 24.0 + z * p;
    return 1.0 - (0.5 * z - z * (z * p));
  }
}
