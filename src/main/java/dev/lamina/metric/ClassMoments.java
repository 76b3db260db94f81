package dev.lamina.metric;

import dev.lamina.device.Exponents;
import java.util.Arrays;

/**
 * Counts, means and within-class scatter of labelled features, which combine exactly: the moments of two parts of the
 * data make the moments of the whole, so that batches, devices and machines can each measure their share.
 *
 * @param counts {@code n_k}, K values; 0 for a class that this part does not have
 * @param means d x K, column-major, {@code mu_k}; what stands for a class without samples is ignored
 * @param scatter {@code sum over class k of |h - mu_k|^2}, K values
 */
record ClassMoments(long[] counts, double[] means, double[] scatter) {

  /** @throws IllegalArgumentException if the lengths do not fit, or a count is negative */
  public ClassMoments {
    int classes = counts.length;
    if (classes == 0 || scatter.length != classes || means.length % classes != 0) {
      throw new IllegalArgumentException("K classes in d dimensions have K counts, d K means and K scatters, not "
          + classes + ", " + means.length + " and " + scatter.length);
    }
    if (Arrays.stream(counts).anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException("a class cannot have fewer than 0 samples: " + Arrays.toString(counts));
    }
    counts = counts.clone();
    means = means.clone();
    scatter = scatter.clone();
  }

  /** What {@link dev.lamina.device.Device#classMoments} computed for samples ordered by class. */
  public static ClassMoments of(int[] offsets, double[] means, double[] scatter) {
    long[] counts = new long[offsets.length - 1];
    for (int k = 0; k < counts.length; k++) {
      counts[k] = offsets[k + 1] - offsets[k];
    }
    return new ClassMoments(counts, means, scatter);
  }

  @Override
  public long[] counts() {
    return counts.clone();
  }

  @Override
  public double[] means() {
    return means.clone();
  }

  @Override
  public double[] scatter() {
    return scatter.clone();
  }

  public int classes() {
    return counts.length;
  }

  public int dimension() {
    return means.length / counts.length;
  }

  /**
   * The moments of both parts together (Chan, Golub and LeVeque 1979): with {@code delta = mu_b - mu_a},
   * {@code mu = mu_a + delta n_b/n} and {@code S = S_a + S_b + |delta|^2 n_a n_b / n}.
   *
   * @throws IllegalArgumentException if classes or dimensions differ
   */
  public ClassMoments merge(ClassMoments other) {
    if (other.classes() != classes() || other.dimension() != dimension()) {
      throw new IllegalArgumentException("moments of " + classes() + " classes in " + dimension()
          + " dimensions do not merge with those of " + other.classes() + " in " + other.dimension());
    }
    int d = dimension();
    long[] mergedCounts = new long[classes()];
    double[] mergedMeans = new double[means.length];
    double[] mergedScatter = new double[classes()];
    for (int k = 0; k < classes(); k++) {
      long n = counts[k] + other.counts[k];
      // The mean of a part without samples means nothing, and must not reach the sum even as 0 times NaN.
      double weight = n == 0 ? 0 : (double) other.counts[k] / n;
      double distance = 0;
      for (int i = k * d; i < (k + 1) * d; i++) {
        double delta = weight == 1 ? 0 : other.means[i] - means[i];
        mergedMeans[i] = weight == 0 ? means[i] : weight == 1 ? other.means[i] : means[i] + delta * weight;
        distance += weight == 0 ? 0 : delta * delta;
      }
      mergedCounts[k] = n;
      mergedScatter[k] = scatter[k] + other.scatter[k] + distance * weight * counts[k];
    }
    return new ClassMoments(mergedCounts, mergedMeans, mergedScatter);
  }

  /** {@code Tr S_W = (1/N) sum |h - mu_y|^2}. */
  public double traceWithin() {
    return Math.scalb(geometry().traceWithin(), 2 * exponent());
  }

  /** {@code Tr S_B = (1/K) sum |mu_k - mu_G|^2}, with the sample mean {@code mu_G}. */
  public double traceBetween() {
    return Math.scalb(geometry().traceBetween(), 2 * exponent());
  }

  /** {@code Tr S_W / Tr S_B}; NaN where nothing lies between the classes. */
  public double compression() {
    return geometry().compression();
  }

  /** {@code 1 - max over pairs of cos(mu_i, mu_j)}; NaN for a zero mean or a single class. */
  public double discrimination() {
    return geometry().discrimination();
  }

  /** The class-distance normalised variance, averaged over pairs; NaN if two means agree or for a single class. */
  public double cdnv() {
    return geometry().cdnv();
  }

  /** Of the power of two over which means and deviations have squares that float64 holds. */
  private int exponent() {
    double deviation = Math.sqrt(Arrays.stream(scatter).max().orElse(0));
    return Exponents.of(Math.max(deviation, Arrays.stream(means).map(Math::abs).max().orElse(0)));
  }

  /**
   * The geometry of the moments over {@code 2^exponent}.
   *
   * @throws IllegalStateException if a class has no samples, and so no mean
   */
  ClassGeometry geometry() {
    int classes = classes();
    if (Arrays.stream(counts).anyMatch(count -> count == 0)) {
      throw new IllegalStateException(
          "a class has no samples yet, so it has no mean: counts " + Arrays.toString(counts));
    }
    int exponent = exponent();
    int d = dimension();
    double samples = Arrays.stream(counts).sum();
    double[] scaled = scaled(means, exponent);
    double[] centred = new double[scaled.length];
    double[] units = new double[scaled.length];
    for (int i = 0; i < d; i++) {
      // Of differences to the first mean, which a common offset costs no digits.
      double apart = 0;
      for (int k = 1; k < classes; k++) {
        apart += (scaled[i + k * d] - scaled[i]) * (counts[k] / samples);
      }
      for (int k = 0; k < classes; k++) {
        centred[i + k * d] = scaled[i + k * d] - scaled[i] - apart;
      }
    }
    for (int k = 0; k < classes; k++) {
      double[] column = Arrays.copyOfRange(scaled, k * d, (k + 1) * d);
      double[] near = scaled(column, Exponents.of(Arrays.stream(column).map(Math::abs).max().orElse(0)));
      double norm = SmallMatrix.norm(near);
      for (int i = 0; i < d; i++) {
        units[i + k * d] = near[i] / norm;
      }
    }
    return new ClassGeometry(counts, gram(scaled, d, classes), distances(scaled, d, classes),
        distances(units, d, classes), gram(centred, d, classes), scaled(scatter, 2 * exponent));
  }

  private static double[] scaled(double[] values, int exponent) {
    return Arrays.stream(values).map(value -> Math.scalb(value, -exponent)).toArray();
  }

  private static double[] gram(double[] x, int rows, int columns) {
    return pairs(rows, columns, (a, b) -> x[a] * x[b]);
  }

  private static double[] distances(double[] x, int rows, int columns) {
    return pairs(rows, columns, (a, b) -> (x[a] - x[b]) * (x[a] - x[b]));
  }

  /** Sums over the rows of all pairs of columns, of terms that two places in the matrix give. */
  private static double[] pairs(int rows, int columns, Term term) {
    double[] sums = new double[columns * columns];
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < columns; i++) {
        double sum = 0;
        for (int k = 0; k < rows; k++) {
          sum += term.of(k + i * rows, k + j * rows);
        }
        sums[i + j * columns] = sum;
      }
    }
    return sums;
  }

  @FunctionalInterface
  private interface Term {
    double of(int a, int b);
  }
}
