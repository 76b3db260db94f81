package dev.lamina.metric;

/**
 * A power law {@code p(lambda) ~ lambda^-alpha}, {@code lambda >= x_min}, fitted to the squares of singular values as
 * Clauset, Shalizi and Newman (2009) do. With the n values from {@code x_min} on,
 * <pre>
 *   alpha    = 1 + n / sum log(lambda_i / x_min)
 *   distance = sup |F_n(lambda) - F(lambda)|,  F(lambda) = 1 - (lambda / x_min)^(1 - alpha)
 * </pre>
 * where {@code F_n}, the share of the n values that are at most lambda, counts on both sides of its steps. Of all
 * candidates, {@code x_min} is the one of the smallest distance; of several such, the smallest.
 *
 * <p>All of it is computed from {@code log(lambda / lambda_1)}, so that no scale overflows.
 *
 * @param alpha the exponent; NaN like the others if there is no candidate
 * @param distance the Kolmogorov-Smirnov distance
 * @param values n; {@code x_min} is the square of singular value number n
 */
record PowerLaw(double alpha, double distance, double values) {

  /** A tail of fewer values says nothing. */
  static final int FEWEST = 10;

  private static final PowerLaw NONE = new PowerLaw(Double.NaN, Double.NaN, Double.NaN);

  /**
   * The fit to {@code lambda_i = sigma_i^2}. Candidates are the values from {@value #FEWEST} of which on there is a
   * tail, without those that are zero to rounding (at most {@code rounding * lambda_1}) and those whose tail is one
   * value to rounding (its mean {@code log(lambda_i / x_min)} is at most {@code rounding}).
   *
   * @param sigma largest first
   * @param rounding of {@code lambda / lambda_1}
   */
  static PowerLaw of(double[] sigma, double rounding) {
    double[] logs = logs(sigma, rounding);
    PowerLaw best = NONE;
    for (int n = logs.length; n >= FEWEST; n--) {
      // Of equal values the last is the candidate: all of them are in its tail.
      if (n == logs.length || logs[n] < logs[n - 1]) {
        PowerLaw fit = fit(logs, n, rounding);
        best = fit.distance < best.distance || Double.isNaN(best.distance) ? fit : best;
      }
    }
    return best;
  }

  /** {@code log(lambda_i / lambda_1)}, as many as are not zero to rounding. */
  private static double[] logs(double[] sigma, double rounding) {
    int count = 0;
    while (count < sigma.length && sigma[count] / sigma[0] > Math.sqrt(rounding)) {
      count++;
    }
    double[] logs = new double[count];
    for (int i = 0; i < count; i++) {
      logs[i] = 2 * Math.log(sigma[i] / sigma[0]);
    }
    return logs;
  }

  private static PowerLaw fit(double[] logs, int n, double rounding) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += logs[i] - logs[n - 1];
    }
    if (!(sum > n * rounding)) {
      return NONE;
    }
    double slope = n / sum;
    double distance = 0;
    for (int i = 0; i < n; i++) {
      double above = Math.exp(-slope * (logs[i] - logs[n - 1]));
      distance = Math.max(distance, Math.max(Math.abs(above - (double) i / n), Math.abs(above - (i + 1.0) / n)));
    }
    return new PowerLaw(1 + slope, distance, n);
  }
}
