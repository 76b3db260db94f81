package dev.lamina.metric;

import java.util.Arrays;

/**
 * What the inner products of the class means say about a layer. Everything here is arithmetic on K x K matrices;
 * the number of features never appears.
 *
 * @param counts {@code n_k}
 * @param gram K x K, {@code <mu_i, mu_j>}
 * @param centredGram K x K, {@code <m_i, m_j>} with {@code m_k = mu_k - mu_G} and the sample mean {@code mu_G}
 * @param scatter {@code sum over class k of |h - mu_k|^2}
 */
record ClassGeometry(long[] counts, double[] gram, double[] centredGram, double[] scatter) {

  private static final double EPSILON = Math.ulp(1.0);

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

  /** Whether the class means agree to the rounding of their centring, so that nothing lies between the classes. */
  boolean isBetweenZero() {
    double largest = 0;
    for (int k = 0; k < classes(); k++) {
      largest = Math.max(largest, gram[k + k * classes()]);
    }
    double rounding = classes() * EPSILON;
    return traceBetween() <= rounding * rounding * largest;
  }

  /** {@code C = Tr S_W / Tr S_B}; NaN where nothing lies between the classes. */
  double compression() {
    return isBetweenZero() ? Double.NaN : traceWithin() / traceBetween();
  }

  /** {@code D = 1 - max over pairs of cos(mu_i, mu_j)}, signed, uncentred; NaN for a zero mean or a single class. */
  double discrimination() {
    return 1 - Arrays.stream(cosines(gram)).reduce(Math::max).orElse(Double.NaN);
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

  /** Population standard deviation of the pairwise cosines of {@code m_k}; NaN if one is zero or there is no pair. */
  double equiangularDeviation() {
    return isBetweenZero() ? Double.NaN : deviation(cosines(centredGram));
  }

  /** Mean over pairs of {@code |cos(m_i, m_j) + 1/(K-1)|}; NaN if an {@code m_k} is zero or there is no pair. */
  double maxAngleDeviation() {
    if (isBetweenZero()) {
      return Double.NaN;
    }
    return mean(Arrays.stream(cosines(centredGram)).map(cosine -> Math.abs(cosine + 1.0 / (classes() - 1))).toArray());
  }

  /** {@link #simplexDistance} of the Gram matrix of the centred means. */
  double nc2() {
    return isBetweenZero() ? Double.NaN : simplexDistance(centredGram, classes());
  }

  /**
   * {@code (Var_i + Var_j) / (2 |mu_i - mu_j|^2)} averaged over pairs, {@code Var_k} the mean squared distance to the
   * mean; NaN for equal means or a single class.
   */
  double cdnv() {
    double sum = 0;
    for (int i = 0; i < classes(); i++) {
      for (int j = 0; j < i; j++) {
        double distance = centred(i, i) + centred(j, j) - 2 * centred(i, j);
        double rounding = 4 * EPSILON * (centred(i, i) + centred(j, j));
        double variance = scatter[i] / counts[i] + scatter[j] / counts[j];
        sum += distance <= rounding ? Double.NaN : variance / (2 * distance);
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

  /** Cosines of all unordered pairs; NaN where a vector is zero. */
  private double[] cosines(double[] products) {
    int classes = classes();
    double[] cosines = new double[pairs()];
    int pair = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = 0; j < i; j++) {
        double norms = Math.sqrt(products[i + i * classes]) * Math.sqrt(products[j + j * classes]);
        cosines[pair++] = products[i + j * classes] / norms;
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
