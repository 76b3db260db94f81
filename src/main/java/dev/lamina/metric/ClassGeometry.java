package dev.lamina.metric;

import java.util.Arrays;

/**
 * What the class means say about a layer. Everything here is arithmetic on K x K matrices; the number of features never
 * appears. Features may have been divided by any number: ratios are the same, and traces are those of what was
 * measured.
 *
 * <p>One rule says what is undefined: two vectors agree where they differ by no more than the rounding of the means
 * that they are made of. A computed mean is off by half a unit in its last place and a few of the deviations that were
 * summed: {@code r_k = eps (|mu_k| + 8 s_k)} with the mean square deviation {@code s_k^2} bounds that.
 *
 * @param counts {@code n_k}
 * @param gram K x K, {@code <mu_i, mu_j>}
 * @param distances K x K, {@code |mu_i - mu_j|^2}, of differences
 * @param unitDistances K x K, {@code | mu_i/|mu_i| - mu_j/|mu_j| |^2}, of differences; NaN for a zero mean
 * @param centredGram K x K, {@code <m_i, m_j>} with {@code m_k = mu_k - mu_G} and the sample mean {@code mu_G}
 * @param scatter {@code sum over class k of |h - mu_k|^2}
 */
record ClassGeometry(long[] counts, double[] gram, double[] distances, double[] unitDistances, double[] centredGram,
    double[] scatter) {

  private static final double EPSILON = Math.ulp(1.0);

  /** Units in the last place of the deviations that a mean of them may be off. */
  private static final double SUMMED = 8;

  int classes() {
    return counts.length;
  }

  long samples() {
    return Arrays.stream(counts).sum();
  }

  /** {@code Tr S_W = (1/N) sum |h - mu_y|^2}. */
  double traceWithin() {
    return Arrays.stream(scatter).sum() / samples();
  }

  /** Whether all features were numbers: one that is not shows in every sum that it takes part in. */
  boolean isFinite() {
    return Double.isFinite(totalVariance());
  }

  /** {@code Tr S_B = (1/K) sum |mu_k - mu_G|^2}, unweighted. */
  double traceBetween() {
    return SmallMatrix.trace(centredGram, classes()) / classes();
  }

  /** {@code (1/N) sum |h - mu_G|^2}: within plus the between trace weighted by class size. */
  double totalVariance() {
    double between = 0;
    for (int k = 0; k < classes(); k++) {
      between += counts[k] * centred(k, k);
    }
    return traceWithin() + between / samples();
  }

  /** Whether all class means agree to rounding, so that nothing lies between the classes; so for a single class. */
  boolean isBetweenZero() {
    for (int i = 0; i < classes(); i++) {
      for (int j = 0; j < i; j++) {
        if (!agree(i, j)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean agree(int i, int j) {
    return Math.sqrt(distances[i + j * classes()]) <= rounding(i) + rounding(j);
  }

  /** How far a class mean may be off. */
  private double rounding(int k) {
    return EPSILON * (Math.sqrt(gram[k + k * classes()]) + deviationOf(k));
  }

  private double deviationOf(int k) {
    return SUMMED * Math.sqrt(scatter[k] / counts[k]);
  }

  /** {@code C = Tr S_W / Tr S_B}; NaN where nothing lies between the classes. */
  double compression() {
    return isBetweenZero() ? Double.NaN : traceWithin() / traceBetween();
  }

  /**
   * {@code D = 1 - max over pairs of cos(mu_i, mu_j)}, signed, uncentred: half the least squared distance of the means
   * over their norms, which keeps its digits where the means are nearly parallel. NaN for a mean that is zero to
   * rounding or a single class.
   */
  double discrimination() {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < classes(); i++) {
      for (int j = 0; j < i; j++) {
        least = Math.min(least, unitDistances[i + j * classes()] / 2);
      }
      if (Math.sqrt(gram[i + i * classes()]) < EPSILON * deviationOf(i)) {
        return Double.NaN;
      }
    }
    return classes() == 1 ? Double.NaN : least;
  }

  /** Population standard deviation of {@code |m_k|} over their mean; NaN where nothing lies between the classes. */
  double equinorm() {
    if (isBetweenZero()) {
      return Double.NaN;
    }
    double[] norms = new double[classes()];
    for (int k = 0; k < norms.length; k++) {
      norms[k] = Math.sqrt(Math.max(0, centred(k, k)));
    }
    return deviation(norms) / mean(norms);
  }

  /**
   * Population standard deviation of the pairwise cosines of {@code m_k}; NaN if one is zero to rounding or there is no
   * pair.
   */
  double equiangularDeviation() {
    return isBetweenZero() ? Double.NaN : deviation(cosines());
  }

  /**
   * Mean over pairs of {@code |cos(m_i, m_j) + 1/(K-1)|}; NaN if an {@code m_k} is zero to rounding or there is no
   * pair.
   */
  double maxAngleDeviation() {
    if (isBetweenZero()) {
      return Double.NaN;
    }
    return mean(Arrays.stream(cosines()).map(cosine -> Math.abs(cosine + 1.0 / (classes() - 1))).toArray());
  }

  /** {@link #simplexDistance} of the Gram matrix of the centred means. */
  double nc2() {
    return isBetweenZero() ? Double.NaN : simplexDistance(centredGram, classes());
  }

  /**
   * {@code (Var_i + Var_j) / (2 |mu_i - mu_j|^2)} averaged over pairs, {@code Var_k} the mean squared distance to the
   * mean; NaN if two means agree to rounding or for a single class.
   */
  double cdnv() {
    double sum = 0;
    for (int i = 0; i < classes(); i++) {
      for (int j = 0; j < i; j++) {
        double variance = scatter[i] / counts[i] + scatter[j] / counts[j];
        sum += agree(i, j) ? Double.NaN : variance / (2 * distances[i + j * classes()]);
      }
    }
    return sum / pairs();
  }

  /**
   * {@code | A/|A|_F - (I - 11^T/K) / sqrt(K-1) |_F}: how far a K x K matrix is from the Gram matrix of a simplex
   * equiangular tight frame; NaN for a zero matrix or K = 1 (Zhu et al. 2021).
   */
  static double simplexDistance(double[] a, int classes) {
    double norm = SmallMatrix.norm(a);
    double[] difference = new double[a.length];
    for (int j = 0; j < classes; j++) {
      for (int i = 0; i < classes; i++) {
        double simplex = ((i == j ? 1 : 0) - 1.0 / classes) / Math.sqrt(classes - 1.0);
        difference[i + j * classes] = a[i + j * classes] / norm - simplex;
      }
    }
    return classes == 1 ? Double.NaN : SmallMatrix.norm(difference);
  }

  /** Cosines of all unordered pairs of {@code m_k}; NaN where one is zero to rounding. */
  private double[] cosines() {
    double[] norms = new double[classes()];
    double rounding = 0;
    for (int k = 0; k < norms.length; k++) {
      rounding = Math.max(rounding, rounding(k));
    }
    for (int k = 0; k < norms.length; k++) {
      double norm = Math.sqrt(centred(k, k));
      norms[k] = norm > rounding(k) + rounding ? norm : Double.NaN;
    }
    double[] cosines = new double[pairs()];
    int pair = 0;
    for (int i = 0; i < norms.length; i++) {
      for (int j = 0; j < i; j++) {
        cosines[pair++] = centred(i, j) / (norms[i] * norms[j]);
      }
    }
    return cosines;
  }

  private int pairs() {
    return classes() * (classes() - 1) / 2;
  }

  private double centred(int i, int j) {
    return centredGram[i + j * classes()];
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(mean(Arrays.stream(values).map(value -> (value - mean) * (value - mean)).toArray()));
  }
}
