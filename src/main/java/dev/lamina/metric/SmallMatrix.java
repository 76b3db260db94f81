package dev.lamina.metric;

/** Column-major square matrices of the size of the number of classes, on the host. */
final class SmallMatrix {

  /** Sweeps after which Jacobi's method has long converged; it takes six to ten. */
  private static final int MAX_SWEEPS = 60;

  private SmallMatrix() {}

  /** Eigenvalues, in no order, and the eigenvectors that belong to them, in columns. */
  record Eigen(double[] values, double[] vectors) {}

  /** Eigenvalues and eigenvectors of a symmetric n x n matrix by cyclic Jacobi rotations (Golub and Van Loan, 8.5). */
  static Eigen symmetricEigen(double[] symmetric, int n) {
    double[] a = symmetric.clone();
    double[] v = identity(n);
    for (int sweep = 0; sweep < MAX_SWEEPS && !isDiagonal(a, n); sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          if (a[p + q * n] != 0) {
            rotate(a, v, n, p, q);
          }
        }
      }
    }
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = a[i + i * n];
    }
    return new Eigen(values, v);
  }

  /**
   * {@code S^power} of a symmetric positive definite matrix; NaN everywhere if an eigenvalue is not positive.
   */
  static double[] power(double[] symmetric, int n, double power) {
    Eigen eigen = symmetricEigen(symmetric, n);
    double[] result = new double[n * n];
    for (int k = 0; k < n; k++) {
      double factor = eigen.values()[k] > 0 ? Math.pow(eigen.values()[k], power) : Double.NaN;
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < n; i++) {
          result[i + j * n] += factor * eigen.vectors()[i + k * n] * eigen.vectors()[j + k * n];
        }
      }
    }
    return result;
  }

  /**
   * {@code Tr(A S^-1)} for symmetric positive definite S, by its Cholesky factor.
   *
   * @throws ArithmeticException if S is not positive definite
   */
  static double traceOfQuotient(double[] a, double[] s, int n) {
    double[] l = cholesky(s, n);
    double trace = 0;
    double[] x = new double[n];
    for (int j = 0; j < n; j++) {
      // Column j of S^-1 A, of which only entry j is wanted; the substitutions need all of them.
      for (int i = 0; i < n; i++) {
        double sum = a[i + j * n];
        for (int k = 0; k < i; k++) {
          sum -= l[i + k * n] * x[k];
        }
        x[i] = sum / l[i + i * n];
      }
      for (int i = n - 1; i >= j; i--) {
        double sum = x[i];
        for (int k = i + 1; k < n; k++) {
          sum -= l[k + i * n] * x[k];
        }
        x[i] = sum / l[i + i * n];
      }
      trace += x[j];
    }
    return trace;
  }

  static double trace(double[] a, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += a[i + i * n];
    }
    return sum;
  }

  /** {@code |A|_F}. */
  static double norm(double[] a) {
    double sum = 0;
    for (double value : a) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  private static double[] cholesky(double[] s, int n) {
    double[] l = new double[n * n];
    for (int j = 0; j < n; j++) {
      for (int i = j; i < n; i++) {
        double sum = s[i + j * n];
        for (int k = 0; k < j; k++) {
          sum -= l[i + k * n] * l[j + k * n];
        }
        if (i > j) {
          l[i + j * n] = sum / l[j + j * n];
        } else if (sum > 0) {
          l[j + j * n] = Math.sqrt(sum);
        } else {
          throw new ArithmeticException("pivot " + j + " of a " + n + " x " + n + " Cholesky factor is " + sum);
        }
      }
    }
    return l;
  }

  private static boolean isDiagonal(double[] a, int n) {
    double off = 0;
    double diagonal = 0;
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        double square = a[i + j * n] * a[i + j * n];
        if (i == j) {
          diagonal += square;
        } else {
          off += square;
        }
      }
    }
    return off <= 1e-34 * diagonal || Double.isNaN(off);
  }

  /** Makes {@code a(p, q)} zero by a rotation of rows and columns p and q, and turns {@code v} along. */
  private static void rotate(double[] a, double[] v, int n, int p, int q) {
    double theta = (a[q + q * n] - a[p + p * n]) / (2 * a[p + q * n]);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
    double c = 1 / Math.hypot(t, 1);
    double s = t * c;
    for (int k = 0; k < n; k++) {
      double kp = a[k + p * n];
      double kq = a[k + q * n];
      a[k + p * n] = c * kp - s * kq;
      a[k + q * n] = s * kp + c * kq;
    }
    for (int k = 0; k < n; k++) {
      double pk = a[p + k * n];
      double qk = a[q + k * n];
      a[p + k * n] = c * pk - s * qk;
      a[q + k * n] = s * pk + c * qk;
      double vp = v[k + p * n];
      double vq = v[k + q * n];
      v[k + p * n] = c * vp - s * vq;
      v[k + q * n] = s * vp + c * vq;
    }
    // Zero but for rounding, which would keep the sweeps from ending.
    a[p + q * n] = 0;
    a[q + p * n] = 0;
  }

  private static double[] identity(int n) {
    double[] identity = new double[n * n];
    for (int i = 0; i < n; i++) {
      identity[i + i * n] = 1;
    }
    return identity;
  }
}
