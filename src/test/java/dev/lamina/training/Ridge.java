package dev.lamina.training;

/**
 * The best that a probe can do, in closed form and float64: the minimum over W and b of
 * {@code (1/N) sum |W x + b - y|^2 + lambda/2 (|W|^2 + |b|^2)}, which solves
 * {@code (X X^T / N + lambda/2 I) W^T = X Y^T / N} with a feature of ones for b. Features are centred and scaled first.
 *
 * @param objective the minimum
 * @param loss its first term
 * @param correct training samples that the minimiser puts in their class
 */
record Ridge(double objective, double loss, int correct) {

  static Ridge of(double[] x, int[] labels, int classes, double lambda) {
    int n = labels.length;
    int d = x.length / n;
    double[][] h = standardized(x, n, d);
    double[][] w = solve(h, labels, classes, lambda);
    double loss = 0;
    int correct = 0;
    for (int i = 0; i < n; i++) {
      double[] scores = new double[classes];
      int best = 0;
      for (int k = 0; k < classes; k++) {
        for (int j = 0; j <= d; j++) {
          scores[k] += w[j][k] * h[i][j];
        }
        loss += Math.pow(scores[k] - (labels[i] == k ? 1 : 0), 2) / n;
        best = scores[k] > scores[best] ? k : best;
      }
      correct += best == labels[i] ? 1 : 0;
    }
    double squares = 0;
    for (double[] row : w) {
      for (double value : row) {
        squares += value * value;
      }
    }
    return new Ridge(loss + lambda / 2 * squares, loss, correct);
  }

  private static double[][] standardized(double[] x, int n, int d) {
    double[][] h = new double[n][d + 1];
    double squares = 0;
    for (int j = 0; j < d; j++) {
      double mean = 0;
      for (int i = 0; i < n; i++) {
        mean += x[i * d + j] / n;
      }
      for (int i = 0; i < n; i++) {
        h[i][j] = x[i * d + j] - mean;
        squares += h[i][j] * h[i][j];
      }
    }
    for (double[] row : h) {
      for (int j = 0; j < d; j++) {
        row[j] *= Math.sqrt(n / squares);
      }
      row[d] = 1;
    }
    return h;
  }

  /** Gauss's elimination without pivots: the matrix is positive definite. */
  private static double[][] solve(double[][] h, int[] labels, int classes, double lambda) {
    int n = h.length;
    int m = h[0].length;
    double[][] a = new double[m][m];
    double[][] b = new double[m][classes];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        b[j][labels[i]] += h[i][j] / n;
        for (int l = 0; l < m; l++) {
          a[j][l] += h[i][j] * h[i][l] / n;
        }
      }
    }
    for (int j = 0; j < m; j++) {
      a[j][j] += lambda / 2;
    }
    for (int p = 0; p < m; p++) {
      for (int j = 0; j < m; j++) {
        double factor = j == p ? 0 : a[j][p] / a[p][p];
        for (int l = 0; l < m; l++) {
          a[j][l] -= factor * a[p][l];
        }
        for (int k = 0; k < classes; k++) {
          b[j][k] -= factor * b[p][k];
        }
      }
    }
    for (int j = 0; j < m; j++) {
      for (int k = 0; k < classes; k++) {
        b[j][k] /= a[j][j];
      }
    }
    return b;
  }
}
