package dev.lamina.metric;

/**
 * Counts, means and within-class scatter of the samples so far, to which those of more samples are added (Chan, Golub
 * and LeVeque 1979): with {@code delta = mu_b - mu_a}, {@code mu = mu_a + delta n_b/n} and
 * {@code S = S_a + S_b + |delta|^2 n_a n_b / n}.
 */
final class RunningMoments {

  private final int dimension;
  private final long[] counts;
  private final double[] means;
  private final double[] scatter;

  /** No samples of {@code classes} classes yet, in {@code dimension} dimensions. */
  RunningMoments(int dimension, int classes) {
    this.dimension = dimension;
    counts = new long[classes];
    means = new double[Math.multiplyExact(dimension, classes)];
    scatter = new double[classes];
  }

  /**
   * Adds samples of class {@code k}.
   *
   * @param count how many, at least 1
   * @param partMeans where their mean begins at {@code at}
   * @param partScatter their squared distances to it
   */
  void add(int k, long count, double[] partMeans, int at, double partScatter) {
    long total = counts[k] + count;
    double weight = (double) count / total;
    double distance = 0;
    int to = k * dimension;
    if (counts[k] == 0) {
      System.arraycopy(partMeans, at, means, to, dimension);
    } else {
      for (int i = 0; i < dimension; i++) {
        double delta = partMeans[at + i] - means[to + i];
        means[to + i] += delta * weight;
        distance += delta * delta;
      }
    }
    scatter[k] += partScatter + distance * weight * counts[k];
    counts[k] = total;
  }

  /** Multiplies all samples so far by a power of two. */
  void scale(int exponent) {
    for (int i = 0; i < means.length; i++) {
      means[i] = Math.scalb(means[i], exponent);
    }
    for (int k = 0; k < scatter.length; k++) {
      scatter[k] = Math.scalb(scatter[k], 2 * exponent);
    }
  }

  /** The mean of all samples so far, d values. */
  double[] mean() {
    long samples = 0;
    double[] mean = new double[dimension];
    for (int k = 0; k < counts.length; k++) {
      samples += counts[k];
      double weight = samples == 0 ? 0 : (double) counts[k] / samples;
      for (int i = 0; i < dimension && weight > 0; i++) {
        mean[i] += (means[i + k * dimension] - mean[i]) * weight;
      }
    }
    return mean;
  }

  /** d x K, column-major; not a copy. */
  double[] means() {
    return means;
  }

  /** K values; not a copy. */
  double[] scatter() {
    return scatter;
  }
}
