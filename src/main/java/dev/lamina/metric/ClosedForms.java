package dev.lamina.metric;

/**
 * What theory predicts for deep linear networks: {@code L} weight matrices, hidden width {@code d}, input dimension
 * {@code d_0}, {@code K} classes of {@code n} samples, output scale {@code alpha}, trained by gradient descent on the
 * squared error from orthogonal matrices times {@code epsilon} (docs/theory.md, L4 and L6).
 */
public final class ClosedForms {

  private ClosedForms() {}

  /**
   * {@code |B_{L-1}|_F = epsilon^2 sqrt(d - K)} with {@code B_l = W_{l+1}^T W_{l+1} - W_l W_l^T}: what orthogonal
   * initialisation fixes for all time, up to the step size (docs/theory.md, L4). For L = 2 it needs
   * {@code d_0 >= d}.
   */
  public static double lastBalanceResidual(int width, int classes, double epsilon) {
    return epsilon * epsilon * Math.sqrt(width - classes);
  }

  /**
   * {@code |B_1|_F = epsilon^2 sqrt(d - d_0)} for L > 2 and a first matrix taller than wide, else 0
   * (docs/theory.md, L4).
   */
  public static double firstBalanceResidual(int inputs, int width, double epsilon) {
    return epsilon * epsilon * Math.sqrt(Math.max(0, width - inputs));
  }

  /**
   * {@code |B_1|_F = epsilon^2 sqrt(d_0 + K - 2 K d_0/d)} for L = 2 and {@code d >= d_0}, with the mean over Haar
   * matrices under the root (docs/theory.md, L4).
   */
  public static double onlyBalanceResidual(int inputs, int width, int classes, double epsilon) {
    return epsilon * epsilon * Math.sqrt(inputs + classes - 2.0 * classes * inputs / width);
  }

  /**
   * The mean over l = 1..L-1 of {@code |B_l|_F / |W_l|_F} at the end of training, for {@code d >= d_0}, orthonormal
   * data and {@code alpha = 1}, with {@code |W_l|_F^2 = K n^{1/L} + (r_l - K) epsilon^2}, {@code r_1 = d_0} and
   * {@code r_l = d} (docs/theory.md, P5, row ii).
   */
  public static double meanRelativeBalance(int matrices, int inputs, int width, int classes, int perClass,
      double epsilon) {
    double sum = 0;
    for (int l = 1; l < matrices; l++) {
      double residual = matrices == 2 ? onlyBalanceResidual(inputs, width, classes, epsilon)
          : l == 1 ? firstBalanceResidual(inputs, width, epsilon)
          : l == matrices - 1 ? lastBalanceResidual(width, classes, epsilon) : 0;
      int rank = l == 1 ? inputs : width;
      double top = classes * Math.pow(perClass, 1.0 / matrices);
      sum += residual / Math.sqrt(top + (rank - classes) * epsilon * epsilon);
    }
    return sum / (matrices - 1);
  }

  /**
   * {@code C_l = (n-1)K/(K-1) (epsilon^2 / (n/alpha^2)^{1/L})^l} for exactly orthonormal data
   * (docs/theory.md, L6).
   *
   * @param layer l = 0..L-1
   */
  public static double orthonormalCompression(int layer, int matrices, int classes, int perClass, double epsilon,
      double outputScale) {
    double rate = epsilon * epsilon / Math.pow(perClass / (outputScale * outputScale), 1.0 / matrices);
    return (perClass - 1.0) * classes / (classes - 1) * Math.pow(rate, layer);
  }

  /**
   * The Gram matrix of the class means at layer l >= 1, {@code M_l = alpha^-2 G_0^{l/L - 1}} with
   * {@code G_0 = Y (X^T X)^-1 Y^T / alpha^2} (docs/theory.md, L6).
   *
   * @param targetGram {@code Y (X^T X)^-1 Y^T}, K x K by columns
   * @return K x K; NaN where the target has rank below K
   */
  public static double[] meansGram(double[] targetGram, int classes, int layer, int matrices, double outputScale) {
    double square = outputScale * outputScale;
    double[] scaled = new double[targetGram.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = targetGram[i] / square;
    }
    double[] means = SmallMatrix.power(scaled, classes, (double) layer / matrices - 1);
    for (int i = 0; i < means.length; i++) {
      means[i] /= square;
    }
    return means;
  }

  /**
   * {@code C_l = epsilon^{2l} Tr S_W^0 / (Tr M_l / K - 1^T M_l 1 / K^2)}, for classes of equal size
   * (docs/theory.md, L6). Measured values lie 1 % (first layer) to 8 % (last) below it.
   *
   * @param meansGram {@code M_l} of {@link #meansGram}
   * @param traceWithin {@code Tr S_W} of the data
   */
  public static double compression(double[] meansGram, int classes, int layer, double epsilon, double traceWithin) {
    double sum = 0;
    for (double value : meansGram) {
      sum += value;
    }
    double between = SmallMatrix.trace(meansGram, classes) / classes - sum / ((double) classes * classes);
    return Math.pow(epsilon, 2 * layer) * traceWithin / between;
  }

  /**
   * {@code D_l = 1 - max over pairs of the cosines of M_l} (docs/theory.md, L6). Measured values agree to about
   * 0.01. It is computed apart from what measures D, so that a prediction never shares a fault with the measurement.
   *
   * @param meansGram {@code M_l} of {@link #meansGram}
   */
  public static double discrimination(double[] meansGram, int classes) {
    double largest = classes == 1 ? Double.NaN : Double.NEGATIVE_INFINITY;
    for (int i = 1; i < classes; i++) {
      for (int j = 0; j < i; j++) {
        double norms = Math.sqrt(meansGram[i + i * classes]) * Math.sqrt(meansGram[j + j * classes]);
        largest = Math.max(largest, meansGram[i + j * classes] / norms);
      }
    }
    return 1 - largest;
  }
}
