package dev.lamina.device;

/** Bounds of rounding errors (Higham, Accuracy and Stability of Numerical Algorithms, 2002, chapter 3). */
final class Rounding {
  /** The unit roundoff of float64, in which references are computed. */
  static final double UNIT64 = 0x1p-53;

  private Rounding() {}

  static double unit(ElementType type) {
    return type == ElementType.FLOAT32 ? 0x1p-24 : UNIT64;
  }

  /**
   * {@code gamma_n = n u / (1 - n u)}, the relative error of n roundings in any order, plus the same of the float64
   * reference that the result is compared with. Times the sum of magnitudes it bounds the error of a sum of n terms.
   */
  static double gamma(ElementType type, long roundings) {
    return gamma(unit(type), roundings) + gamma(UNIT64, roundings);
  }

  private static double gamma(double unit, long roundings) {
    return roundings * unit / (1 - roundings * unit);
  }
}
