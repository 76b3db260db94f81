package dev.lamina.device;

/**
 * Powers of two that bring numbers near 1, where their squares and the squares of those neither overflow nor underflow.
 */
public final class Exponents {

  /** What makes a number below the normal ones normal. */
  private static final int LIFT = 54;

  private Exponents() {}

  /**
   * e with {@code 1 <= 2^-e magnitude < 2}; 0 for a magnitude that is zero or not finite, which no factor brings near
   * 1.
   *
   * @param magnitude not negative
   */
  public static int of(double magnitude) {
    if (!(magnitude > 0 && magnitude < Double.POSITIVE_INFINITY)) {
      return 0;
    }
    return magnitude < Double.MIN_NORMAL
        ? Math.getExponent(Math.scalb(magnitude, LIFT)) - LIFT
        : Math.getExponent(magnitude);
  }
}
