package dev.lamina.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Scalar measures of the singular values {@code sigma} of a matrix. A matrix without a positive singular value has rank
 * 0 by every measure, and one whose singular values are NaN has rank NaN.
 */
final class Spectrum {

  /** The share of the nuclear norm that the numerical rank keeps (docs/theory.md, "Numerical rank"). */
  public static final double NUMERICAL_RANK_SHARE = 0.95;

  /** The ranks that alpha-ReQ is fitted over, and how few of them are too few for a slope. */
  private static final int FIRST_RANK = 4;
  private static final int LAST_RANK = 100;
  private static final int FEWEST = 3;

  /** Eigenvalues at most this times the largest are rounding. */
  private static final double ROUNDING = 1e-12;

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
   * {@code sum lambda_i / lambda_1} of eigenvalues of a covariance (He and Ozay 2022); NaN if all are 0.
   *
   * @param lambda largest first
   */
  static double sumOverLargest(double[] lambda) {
    return lambda.length > 0 && lambda[0] > 0 ? nuclearNorm(lambda) / lambda[0] : Double.NaN;
  }

  /**
   * The exponent of alpha-ReQ (Agrawal et al. 2022), as its authors' code has it: minus the slope of
   * {@code log lambda_i} on {@code log i} over ranks 4 to 100, by least squares with weights {@code 1/i}. Ranks end
   * before the first eigenvalue that is at most {@value #ROUNDING} of the largest; NaN with fewer than 3 of them.
   *
   * @param lambda largest first
   */
  static double decay(double[] lambda) {
    int last = 0;
    while (last < Math.min(LAST_RANK, lambda.length) && lambda[last] > ROUNDING * lambda[0]) {
      last++;
    }
    if (last - FIRST_RANK + 1 < FEWEST) {
      return Double.NaN;
    }
    double weights = 0;
    double meanX = 0;
    double meanY = 0;
    for (int rank = FIRST_RANK; rank <= last; rank++) {
      weights += 1.0 / rank;
      meanX += Math.log(rank) / rank;
      meanY += Math.log(lambda[rank - 1] / lambda[0]) / rank;
    }
    meanX /= weights;
    meanY /= weights;
    double xy = 0;
    double xx = 0;
    for (int rank = FIRST_RANK; rank <= last; rank++) {
      double x = Math.log(rank) - meanX;
      xy += x * (Math.log(lambda[rank - 1] / lambda[0]) - meanY) / rank;
      xx += x * x / rank;
    }
    return -xy / xx;
  }

  /** Eigenvalues, smallest first, the other way round; negative ones are rounding and count as 0. */
  static double[] descending(double[] eigenvalues) {
    return IntStream.range(0, eigenvalues.length)
        .mapToDouble(i -> Math.max(0, eigenvalues[eigenvalues.length - 1 - i])).toArray();
  }

  /**
   * The singular values of a matrix from the eigenvalues of its Gram matrix; negative ones are rounding and count as 0.
   *
   * @param eigenvalues smallest first
   * @return largest first
   */
  static double[] ofGram(double[] eigenvalues) {
    return Arrays.stream(descending(eigenvalues)).map(Math::sqrt).toArray();
  }
}
