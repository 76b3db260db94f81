package dev.lamina.network;

/** The little linear algebra that tests check properties with. */
final class Dense {

  private Dense() {}

  static double[][] transpose(double[][] a) {
    double[][] t = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        t[j][i] = a[i][j];
      }
    }
    return t;
  }

  static double[][] times(double[][] a, double[][] b) {
    double[][] c = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        for (int j = 0; j < b[0].length; j++) {
          c[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return c;
  }

  /** The largest difference of two matrices, {@code b} being zero if null. */
  static double distance(double[][] a, double[][] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        largest = Math.max(largest, Math.abs(a[i][j] - (b == null ? 0 : b[i][j])));
      }
    }
    return largest;
  }

  /** {@code value} on the diagonal. */
  static double[][] diagonal(int rows, int columns, double value) {
    double[][] d = new double[rows][columns];
    for (int i = 0; i < Math.min(rows, columns); i++) {
      d[i][i] = value;
    }
    return d;
  }
}
