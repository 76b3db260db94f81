package dev.lamina.data;

import java.util.Arrays;

/** Orthonormal columns from a random matrix, by Householder reflections in a fixed order of arithmetic. */
final class Orthonormal {
  private Orthonormal() {}

  /**
   * Replaces A by the Q of its thin QR with a positive diagonal of R: Haar-distributed if A is Gaussian.
   *
   * <p>Reflector k maps the rest of column k to a multiple of the first unit vector; {@code Q = H_0 ... H_{n-1} I}. A
   * reflection of many columns, {@code B -= v (tau v^T B)}, runs along rows twice, so that both inner loops are sums of
   * multiples of rows, which vectorise without reordering a sum.
   *
   * @param a {@code rows x columns} in C order, {@code rows >= columns}; overwritten by Q
   */
  static void columns(double[] a, int rows, int columns) {
    double[][] reflectors = new double[columns][];
    double[] taus = new double[columns];
    double[] sign = new double[columns];
    double[] sums = new double[columns];
    for (int k = 0; k < columns; k++) {
      double[] v = new double[rows - k];
      double squares = 0;
      for (int i = 0; i < v.length; i++) {
        v[i] = a[(k + i) * columns + k];
        squares += v[i] * v[i];
      }
      // x is sent to -sign(x_0) |x| e_0, so that v_0 = x_0 + sign(x_0) |x| does not cancel.
      double norm = Math.sqrt(squares);
      sign[k] = v[0] < 0 ? 1 : -1;
      v[0] -= sign[k] * norm;
      taus[k] = norm == 0 ? 0 : 1 / (norm * Math.abs(v[0]));
      reflectors[k] = v;
      reflect(a, rows, columns, k, k + 1, v, taus[k], sums);
    }
    Arrays.fill(a, 0);
    for (int k = columns - 1; k >= 0; k--) {
      // R_kk is sign |x|: the column of Q takes the sign, R's diagonal becomes positive.
      a[k * columns + k] = sign[k];
      reflect(a, rows, columns, k, k, reflectors[k], taus[k], sums);
    }
  }

  /** B = A[k .., from ..] becomes (I - tau v v^T) B. */
  private static void reflect(
      double[] a, int rows, int columns, int k, int from, double[] v, double tau, double[] sums) {
    Arrays.fill(sums, from, columns, 0);
    for (int row = k; row < rows; row++) {
      double factor = tau * v[row - k];
      int start = row * columns;
      for (int c = from; c < columns; c++) {
        sums[c] += factor * a[start + c];
      }
    }
    for (int row = k; row < rows; row++) {
      double factor = v[row - k];
      int start = row * columns;
      for (int c = from; c < columns; c++) {
        a[start + c] -= factor * sums[c];
      }
    }
  }
}
