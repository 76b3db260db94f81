package dev.lamina.bench;

import dev.lamina.device.Precision;
import dev.lamina.network.Architecture;
import dev.lamina.network.LayerSpec;
import dev.lamina.training.Gradients;

/**
 * How much one operation of a benchmark has to do at least. All counting of bytes and flops happens here; what an
 * implementation does beyond it lowers its rate.
 *
 * @param unit what {@code amount} counts, and with it the ceiling that the rate is held against
 * @param precision of the products, whose ceiling a count of flops is held against; a device rounds accordingly
 */
record Work(double amount, Unit unit, Precision precision) {

  /** What is counted. */
  enum Unit {
    /** Bytes read and written; the ceiling is a large copy. */
    BYTES,
    /** Floating-point operations, a multiplication and an addition being two; the ceiling is a large product. */
    FLOPS,
    /** Time alone is of interest. */
    NONE
  }

  /** A copy reads and writes its bytes: twice as many. */
  static Work copy(long bytes) {
    return new Work(2.0 * bytes, Unit.BYTES, Precision.FP32);
  }

  /** A product {@code m x k} by {@code k x n}: {@code 2 m n k}. */
  static Work product(int m, int n, int k, Precision precision) {
    return new Work(2.0 * m * n * k, Unit.FLOPS, precision);
  }

  /**
   * Moments and traces of float32 features must read them: {@code 4 d N}, once. What is done with the means is not
   * counted.
   */
  static Work moments(int dimension, int samples) {
    return new Work(4.0 * dimension * samples, Unit.BYTES, Precision.FP32);
  }

  /**
   * All metrics of features, in float64: their products with the K - 1 directions between the classes, for NC1, and
   * with the K class means, for the nearest one: {@code 2 d N (2 K - 1)}, summed over the layers.
   */
  static Work metrics(long dimensions, int samples, int classes) {
    return new Work(2.0 * dimensions * samples * (2 * classes - 1), Unit.FLOPS, Precision.FP64);
  }

  /**
   * A training step, layer by layer: {@code 2 N d_l d_{l-1}} for each of the forward pass, the update, and the deltas
   * of every layer but the first, which has none to hand on. In {@linkplain Gradients#FACTORED factors}, the plain
   * linear layers s+1..L at the end take {@code 2 K d_l d_{l-1}} for each of map, moment and update, but for the
   * classifier, whose map is the identity, and {@code 2 N K d_s} for each of output, first moment and, if there are
   * layers below, delta. Element by element work, evaluations and metrics are not counted.
   *
   * @param samples N of the step
   */
  static Work step(Architecture network, int samples, int members, Gradients gradients, Precision precision) {
    int tail = network.depth();
    while (gradients == Gradients.FACTORED && tail > 0 && network.layer(tail).isPlain()) {
      tail--;
    }
    double flops = 0;
    for (int l = 1; l <= network.depth(); l++) {
      LayerSpec layer = network.layer(l);
      double weights = (double) layer.inputs() * layer.outputs();
      if (l <= tail) {
        flops += 2 * samples * weights * (l == 1 ? 2 : 3);
      } else if (l < network.depth()) {
        flops += 2 * network.classes() * weights * 3;
      }
    }
    if (tail < network.depth()) {
      flops += 2.0 * samples * network.classes() * network.width(tail) * (tail == 0 ? 2 : 3);
    }
    return new Work(members * flops, Unit.FLOPS, precision);
  }

  /**
   * Singular values by the Gram matrix, in float64: one triangle of it, {@code m n (n + 1)}, and its reduction to
   * tridiagonal form, {@code 4/3 n^3}.
   */
  static Work gramSpectrum(int rows, int columns, int members) {
    double n = columns;
    return new Work(members * (rows * n * (n + 1) + 4.0 / 3 * n * n * n), Unit.FLOPS, Precision.FP64);
  }

  /**
   * Singular values directly, in float64: the reduction to bidiagonal form, {@code 4 m n^2 - 4/3 n^3}, or after a QR
   * decomposition {@code 2 m n^2 + 2 n^3} if that is less (Golub and Van Loan, section 5.4).
   */
  static Work directSpectrum(int rows, int columns, int members) {
    double n = columns;
    double flops = Math.min(4.0 * rows * n * n - 4.0 / 3 * n * n * n, 2.0 * rows * n * n + 2 * n * n * n);
    return new Work(members * flops, Unit.FLOPS, Precision.FP64);
  }

  /** An orthogonal {@code d x d} matrix in float64: QR by reflections and its Q, {@code 4/3 d^3} each. */
  static Work orthogonal(int order) {
    double d = order;
    return new Work(8.0 / 3 * d * d * d, Unit.FLOPS, Precision.FP64);
  }

  /**
   * Balanced weights of two {@code d x d} layers in float64: the decomposition of their product with both sides'
   * vectors, {@code 22 d^3} (Golub and Van Loan, section 8.6), and a product by a diagonal for each layer, not counted.
   */
  static Work balanced(int order) {
    double d = order;
    return new Work(22 * d * d * d, Unit.FLOPS, Precision.FP64);
  }

  /** Nothing to count. */
  static Work time() {
    return new Work(0, Unit.NONE, Precision.FP32);
  }
}
