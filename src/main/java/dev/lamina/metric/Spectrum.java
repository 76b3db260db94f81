package dev.lamina.metric;

/**
 * Scalar measures of the singular values {@code sigma} of a matrix. A matrix without a positive singular value has rank
 * 0 by every measure, and one whose singular values are NaN has rank NaN.
 */
final class Spectrum {

  /** The share of the nuclear norm that the numerical rank keeps (docs/theory.md, "Numerical rank"). */
  public static final double NUMERICAL_RANK_SHARE = 0.95;

  private Spectrum() {}

  /** {@code sum sigma_i}. */
  public static double nuclearNorm(double[] sigma) {
    double sum = 0;
    for (double value : sigma) {
      sum += value;
    }
    return sum;
  }

  /** {@link #numericalRank(double[], double)} at the paper's 95 %. */
  public static double numericalRank(double[] sigma) {
    return numericalRank(sigma, NUMERICAL_RANK_SHARE);
  }

  /**
   * The fewest singular values whose sum reaches a share of the nuclear norm (of the norm, not of the squared energy):
   * {@code min {r : sum_{i <= r} sigma_i >= share * sum_i sigma_i}} (docs/theory.md, "Numerical rank").
   *
   * @param sigma largest first
   * @param share above 0, at most 1
   */
  public static double numericalRank(double[] sigma, double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("a share of the nuclear norm lies in (0, 1], not " + share);
    }
    double total = nuclearNorm(sigma);
    if (!(total > 0)) {
      return total;
    }
    double sum = 0;
    for (int i = 0; i < sigma.length; i++) {
      sum += sigma[i];
      if (sum / total >= share) {
        return i + 1;
      }
    }
    return sigma.length;
  }

  /** {@code exp(-sum p_i log p_i)} with {@code p_i = sigma_i / sum sigma} (Roy and Vetterli 2007). */
  public static double effectiveRank(double[] sigma) {
    double total = nuclearNorm(sigma);
    if (!(total > 0)) {
      return total;
    }
    double entropy = 0;
    for (double value : sigma) {
      double p = value / total;
      if (p > 0) {
        entropy -= p * Math.log(p);
      }
    }
    return Math.exp(entropy);
  }

  /**
   * {@code sum sigma_i^2 / sigma_1^2 = |A|_F^2 / |A|_2^2}.
   *
   * @param sigma largest first
   */
  public static double stableRank(double[] sigma) {
    if (sigma.length == 0 || sigma[0] == 0) {
      return 0;
    }
    double sum = 0;
    for (double value : sigma) {
      double ratio = value / sigma[0];
      sum += ratio * ratio;
    }
    return sum;
  }

  /**
   * The singular values of a matrix from the eigenvalues of its Gram matrix; negative ones are rounding and count as 0.
   *
   * @param eigenvalues smallest first
   * @return largest first
   */
  static double[] ofGram(double[] eigenvalues) {
    double[] sigma = new double[eigenvalues.length];
    for (int i = 0; i < sigma.length; i++) {
      sigma[i] = Math.sqrt(Math.max(0, eigenvalues[sigma.length - 1 - i]));
    }
    return sigma;
  }
}
