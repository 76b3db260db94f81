package dev.lamina.reproduce;

import java.util.Arrays;

/**
 * A quantity over many draws of data and weights, by an implementation apart from Lamina.
 *
 * @param count how many draws
 * @param deciles the nine values below which a tenth, two tenths, ... of them lie
 */
public record Draws(int count, double... deciles) {

  /** Twice the chance that the limit is passed by draws that are alike, {@code exp(-2 c^2)} for each side (Smirnov). */
  private static final double SURPRISE = 1e-3;

  /** Checks that there are nine deciles. */
  public Draws {
    if (count < 1 || deciles.length != 9) {
      throw new IllegalArgumentException("draws have nine deciles, not " + deciles.length);
    }
  }

  /**
   * The largest difference of two distributions at the deciles {@code q_k}: {@code k/10} lies between the shares of
   * ours below {@code q_k} and up to it, or so far from them. Shares that jump where values repeat are thus given the
   * benefit.
   */
  double distance(double[] ours) {
    double largest = 0;
    for (int k = 1; k <= deciles.length; k++) {
      double decile = deciles[k - 1];
      double tenths = k / 10.0;
      double below = Arrays.stream(ours).filter(value -> value < decile).count() / (double) ours.length;
      double upTo = Arrays.stream(ours).filter(value -> value <= decile).count() / (double) ours.length;
      largest = Math.max(largest, Math.max(below - tenths, tenths - upTo));
    }
    return largest;
  }

  /**
   * The distance that {@code n} draws of the same distribution pass once in a thousand times or less:
   * {@code c sqrt((n + m) / (n m))} with {@code 2 exp(-2 c^2) = 1/1000}.
   */
  double limit(int n) {
    double c = Math.sqrt(Math.log(2 / SURPRISE) / 2);
    return c * Math.sqrt((n + (double) count) / (n * (double) count));
  }
}
