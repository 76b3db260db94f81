package dev.lamina.data;

import dev.lamina.random.RandomStream;

/**
 * Synthetic data sets: N samples of d features in float64, K classes of N/K samples in equal blocks (samples 0 ..
 * N/K - 1 are of class 0). Equal arguments give equal bits on every machine: random numbers are addressed by index, and
 * every sum has a fixed order.
 *
 * <p>A seed's random streams 0x44000000 to 0x44000003 belong to this class.
 */
public final class SyntheticData {
  private static final int STREAM_BASIS = 0x44000000;
  private static final int STREAM_NOISE = 0x44000001;
  private static final int STREAM_CENTRES = 0x44000002;
  private static final int STREAM_UNIFORM = 0x44000003;

  private SyntheticData() {}

  /**
   * The nearly orthonormal samples of the paper's theory: {@code X = Q_N + noise G / |G|_F}, where Q_N are the first N
   * columns of the orthogonal factor of a d x d Gaussian matrix (Haar: R has a positive diagonal) and G is a Gaussian
   * d x N matrix. As these columns depend on the first N of the d x d matrix only, no more are made.
   *
   * @param noise Frobenius norm of the whole perturbation, not of a sample's; the authors take 1, and 0 gives exactly
   *     orthonormal samples
   * @throws DataException if d is below N, N is not a multiple of K, K is below 2, or the noise is negative or infinite
   */
  public static Dataset nearOrthonormal(long seed, int d, int n, int classes, double noise) {
    String where = "near-orthonormal data";
    int[] labels = labels(where, d, n, classes);
    requireScale(where, "noise", noise);
    if (d < n) {
      throw new DataException(
          where, n + " samples in " + d + " dimensions cannot be orthonormal",
          "the dimension to be at least the number of samples",
          "raise the dimension to " + n + " or take fewer samples");
    }
    double[] basis = normals(seed, STREAM_BASIS, where, d, n);
    Orthonormal.columns(basis, d, n);
    double[] x = normals(seed, STREAM_NOISE, where, n, d);
    double squares = 0;
    for (double value : x) {
      squares += value * value;
    }
    double scale = noise / Math.sqrt(squares);
    for (int sample = 0; sample < n; sample++) {
      for (int i = 0; i < d; i++) {
        x[sample * d + i] = basis[i * n + sample] + scale * x[sample * d + i];
      }
    }
    return new Dataset("near-orthonormal", Tensor.of("features", x, n, d), labels, classes);
  }

  /**
   * A mixture of Gaussians: sample = centre of its class + noise. A centre's entries are N(0, separation^2 / d), the
   * noise's N(0, noise^2 / d), so that a centre has norm about {@code separation} and a sample's noise about
   * {@code noise}.
   *
   * @throws DataException if N is not a multiple of K, K is below 2, or a scale is negative or not finite
   */
  public static Dataset gaussian(long seed, int d, int n, int classes, double separation, double noise) {
    String where = "gaussian data";
    int[] labels = labels(where, d, n, classes);
    requireScale(where, "separation", separation);
    requireScale(where, "noise", noise);
    double[] centres = normals(seed, STREAM_CENTRES, where, classes, d);
    double[] x = normals(seed, STREAM_NOISE, where, n, d);
    double centreScale = separation / Math.sqrt(d);
    double noiseScale = noise / Math.sqrt(d);
    for (int sample = 0; sample < n; sample++) {
      int centre = labels[sample] * d;
      for (int i = 0; i < d; i++) {
        x[sample * d + i] = centreScale * centres[centre + i] + noiseScale * x[sample * d + i];
      }
    }
    return new Dataset("gaussian", Tensor.of("features", x, n, d), labels, classes);
  }

  /**
   * Samples without structure: entries uniform in [-a, a), a = scale sqrt(3 / d), so that a sample's norm is about
   * {@code scale}; the labels say nothing about them.
   *
   * @throws DataException if N is not a multiple of K, K is below 2, or the scale is negative or not finite
   */
  public static Dataset uniform(long seed, int d, int n, int classes, double scale) {
    String where = "uniform data";
    int[] labels = labels(where, d, n, classes);
    requireScale(where, "scale", scale);
    double[] x = (double[]) Tensor.Kind.FLOAT64.allocate(n * d, where);
    new RandomStream(seed, STREAM_UNIFORM).uniforms(0, x, 0, x.length);
    double a = scale * Math.sqrt(3.0 / d);
    for (int i = 0; i < x.length; i++) {
      x[i] = a * (2 * x[i] - 1);
    }
    return new Dataset("uniform", Tensor.of("features", x, n, d), labels, classes);
  }

  private static double[] normals(long seed, int stream, String where, int rows, int columns) {
    double[] values = (double[]) Tensor.Kind.FLOAT64.allocate(rows * columns, where);
    new RandomStream(seed, stream).normals(0, values, 0, values.length);
    return values;
  }

  static int[] labels(String where, int d, int n, int classes) {
    if (d < 1 || n < 1 || classes < 2 || n % classes != 0) {
      throw new DataException(
          where, "dimension " + d + ", " + n + " samples and " + classes + " classes",
          "a positive dimension, and samples that are a multiple of at least 2 classes",
          "choose as many samples for every class");
    }
    if ((long) d * n > Integer.MAX_VALUE || (long) d * classes > Integer.MAX_VALUE) {
      throw new DataException(
          where, (long) d * n + " values", "at most " + Integer.MAX_VALUE, "take fewer samples or dimensions");
    }
    int[] labels = new int[n];
    for (int sample = 0; sample < n; sample++) {
      labels[sample] = sample / (n / classes);
    }
    return labels;
  }

  static void requireScale(String where, String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new DataException(where, name + " " + value, "a finite number of at least 0", "choose such a " + name);
    }
  }
}
