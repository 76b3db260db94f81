package dev.lamina.metric;

/**
 * A straight line by least squares, {@code y = intercept + slope x}.
 *
 * @param slope per unit of x
 * @param intercept at x = 0
 * @param r2 the share of the variance of y that the line explains; NaN for constant y, which has none
 */
public record Fit(double slope, double intercept, double r2) {

  /** Two points are a line whatever they are. */
  static final int MIN_POINTS = 3;

  /**
   * Fits a line; all NaN for fewer than three points, or a value of y that is not finite.
   *
   * @throws IllegalArgumentException if the lengths differ
   */
  public static Fit line(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException("a fit needs as many x as y, not " + x.length + " and " + y.length);
    }
    if (x.length < MIN_POINTS) {
      return new Fit(Double.NaN, Double.NaN, Double.NaN);
    }
    double meanX = mean(x);
    double meanY = mean(y);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      xy += (x[i] - meanX) * (y[i] - meanY);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    double slope = xy / xx;
    return Double.isFinite(slope)
        ? new Fit(slope, meanY - slope * meanX, yy == 0 ? Double.NaN : xy * xy / (xx * yy))
        : new Fit(Double.NaN, Double.NaN, Double.NaN);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
