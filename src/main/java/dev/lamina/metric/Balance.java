package dev.lamina.metric;

/**
 * The balance {@code B_l = W_{l+1}^T W_{l+1} - W_l W_l^T} of neighbouring layers, d x d by columns, and its
 * conservation law (paper, section 4.3, L3).
 */
public final class Balance {

  private Balance() {}

  /**
   * {@code B_l}.
   *
   * @param next {@code W_{l+1}}, any number of rows by {@code width}, column-major
   * @param weights {@code W_l}, {@code width} rows, column-major
   */
  public static double[] of(double[] next, double[] weights, int width) {
    double[] balance = new double[width * width];
    int rows = next.length / width;
    int columns = weights.length / width;
    for (int j = 0; j < width; j++) {
      for (int i = 0; i < width; i++) {
        double sum = 0;
        for (int k = 0; k < rows; k++) {
          sum += next[k + i * rows] * next[k + j * rows];
        }
        for (int k = 0; k < columns; k++) {
          sum -= weights[i + k * width] * weights[j + k * width];
        }
        balance[i + j * width] = sum;
      }
    }
    return balance;
  }

  /**
   * The balance after one step {@code W <- (1 - eta lambda) W - eta G} of both layers, exactly:
   * {@code B' = (1 - eta lambda)^2 B + eta^2 (G_{l+1}^T G_{l+1} - G_l G_l^T)}.
   *
   * @param balance before the step
   * @param rate eta
   * @param decay lambda
   * @param nextGradient {@code G_{l+1}}, the gradient of the loss without the decay
   * @param gradient {@code G_l}
   */
  public static double[] afterStep(double[] balance, double rate, double decay, double[] nextGradient,
      double[] gradient, int width) {
    double shrink = 1 - rate * decay;
    double[] change = of(nextGradient, gradient, width);
    double[] after = new double[balance.length];
    for (int i = 0; i < after.length; i++) {
      after[i] = shrink * shrink * balance[i] + rate * rate * change[i];
    }
    return after;
  }
}
