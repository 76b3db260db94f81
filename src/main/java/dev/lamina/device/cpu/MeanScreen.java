package dev.lamina.device.cpu;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sdot;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;

/**
 * Nearest means that float32 products prove: the samples are read once, as they lie, neither converted nor centred.
 *
 * <p>With {@code a_k = mu_k - c}, sample x prefers mean k to mean l by {@code s_k - s_l}, where
 * {@code s_k = a_k^T x - a_k^T c - |a_k|^2 / 2}. The product {@code a_k^T x} of float32 numbers is wrong by at most
 * {@code gamma |a_k| |x|}, in whatever order it was summed (Higham, Accuracy and Stability, section 3.1); the rest is
 * float64. A sample whose best mean leads every other by more than both errors is settled, and every other is not.
 */
final class MeanScreen {

  /** Samples of one product, in float32 numbers: they fill a quarter of a second-level cache. */
  private static final int PANEL = 1 << 16;

  private static final double UNIT = 0x1p-24;

  private final int d;
  private final CentredMeans means;
  private final FloatPointer factors;
  private final FloatPointer products;
  private final float[] panel;
  private final double[] errors;
  private final double centreNorm;
  private final int width;

  MeanScreen(int d, CentredMeans means, Scratch scratch) {
    this.d = d;
    this.means = means;
    width = Scratch.columns(d, 256, PANEL);
    int classes = means.classes();
    factors = scratch.floats(3, (long) d * classes);
    products = scratch.floats(4, (long) width * classes);
    panel = new float[width * classes];
    errors = new double[classes];
    double square = 0;
    for (int i = 0; i < d; i++) {
      square += means.centre()[i] * means.centre()[i];
    }
    centreNorm = Math.sqrt(square);
    float[] rounded = new float[d * classes];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) means.block().buffer().get(i);
    }
    factors.put(rounded, 0, rounded.length);
  }

  /** Samples that {@link #screen} takes at most. */
  int width() {
    return width;
  }

  /**
   * Sets {@code nearest[j]} to the mean nearest to sample {@code start + j}, or to -1 if this precision cannot tell.
   */
  void screen(Values.Floats x, int start, int count, int[] nearest) {
    int classes = means.classes();
    FloatPointer samples = x.pointer((long) start * d);
    cblas_sgemm(CblasColMajor, CblasTrans, CblasNoTrans, classes, count, d, 1, factors, Math.max(1, d), samples,
        Math.max(1, d), 0, products, classes);
    products.get(panel, 0, count * classes);
    bound(largestNorm(samples, count * d));
    for (int j = 0; j < count; j++) {
      nearest[j] = decide(j * classes);
    }
  }

  /** A bound of every sample's norm: that of all together, which one call computes. */
  private static double largestNorm(FloatPointer samples, int length) {
    double sum = cblas_sdot(length, samples, 1, samples, 1);
    return Math.sqrt((sum + 2.0 * length * Float.MIN_VALUE) / (1 - gamma(length)));
  }

  /** {@code n u / (1 - n u)}, or NaN where that bounds nothing. */
  private static double gamma(int n) {
    double product = (n + 8) * UNIT;
    return product < 0.5 ? product / (1 - product) : Double.NaN;
  }

  /** How far each score may be off, and distances that decide ties. */
  private void bound(double norm) {
    double distance = norm + centreNorm;
    for (int k = 0; k < errors.length; k++) {
      // Numbers below the normal ones round by an absolute amount: of factors, and of each product.
      double size = Math.sqrt(means.squares()[k]) + Math.sqrt(d) * Float.MIN_NORMAL;
      errors[k] = gamma(d) * size * norm + d * (double) Float.MIN_VALUE
          + (d + 8) * 0x1p-50 * (distance * distance + size * size);
    }
  }

  /** NaN and infinity, from samples or from overflow, decide nothing. */
  private int decide(int at) {
    int best = 0;
    double most = panel[at] - means.levels()[0];
    for (int k = 1; k < errors.length; k++) {
      double score = panel[at + k] - means.levels()[k];
      if (score > most) {
        best = k;
        most = score;
      }
    }
    for (int k = 0; k < errors.length; k++) {
      double lead = most - (panel[at + k] - means.levels()[k]);
      if (k != best && !(lead > errors[k] + errors[best] && lead < Double.POSITIVE_INFINITY)) {
        return -1;
      }
    }
    return best;
  }
}
