package dev.lamina.reproduce;

import java.util.stream.IntStream;

/** Arithmetic seed by seed. */
public final class Seeds {

  private Seeds() {}

  /** {@code above / below}, seed by seed. */
  public static double[] quotients(double[] above, double[] below) {
    return IntStream.range(0, above.length).mapToDouble(i -> above[i] / below[i]).toArray();
  }

  static double[] differences(double[] upper, double[] lower) {
    return IntStream.range(0, upper.length).mapToDouble(i -> upper[i] - lower[i]).toArray();
  }
}
