package dev.lamina.reproduce;

import java.util.Arrays;

/**
 * Numbers over the seeds; all NaN if one of them is not finite, so that a failed seed cannot hide.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param min the least
 * @param max the greatest
 */
public record Spread(double median, double min, double max) {

  /** The spread of numbers, one for each seed. */
  public static Spread of(double... values) {
    if (values.length == 0 || !Arrays.stream(values).allMatch(Double::isFinite)) {
      return new Spread(Double.NaN, Double.NaN, Double.NaN);
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** The middle one, or the mean of the two in the middle; NaN if one is not finite. */
  public static double median(double... values) {
    return of(values).median;
  }
}
