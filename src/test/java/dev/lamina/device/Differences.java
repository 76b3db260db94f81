package dev.lamina.device;

import java.util.function.ToDoubleFunction;

/**
 * Central differences of a function of a matrix, {@code (f(x + h) - f(x - h)) / 2h} with h = 1e-5. The truncation error
 * {@code h^2 f'''/6} and the rounding error {@code u |f| / h} are both about 1e-10 or less for functions and
 * derivatives near 1.
 */
final class Differences {
  private static final double STEP = 1e-5;
  /** What a derivative may differ by, times the magnitude of the function and its derivatives. */
  static final double BOUND = 1e-8;

  private Differences() {}

  /** The gradient with respect to every entry; {@code x} is as it was on return. */
  static Host gradient(Host x, ToDoubleFunction<Host> function) {
    Host gradient = x.copy();
    for (int i = 0; i < x.values().length; i++) {
      Host above = x.copy();
      Host below = x.copy();
      above.values()[i] += STEP;
      below.values()[i] -= STEP;
      gradient.values()[i] = (function.applyAsDouble(above) - function.applyAsDouble(below)) / (2 * STEP);
    }
    return gradient;
  }
}
