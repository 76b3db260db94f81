package dev.lamina.device;

/** Dense linear algebra by its definitions, in float64. */
final class Reference {
  private Reference() {}

  static Host op(Transpose transpose, Host x) {
    return transpose == Transpose.YES ? x.transposed() : x;
  }

  /** {@code alpha op(a) op(b) + beta c}; {@code alpha} and {@code beta} are 1 x 1. Where beta is 0, c is not read. */
  static Host gemm(Transpose ta, Transpose tb, Host alpha, Host a, Host b, Host beta, Host c) {
    Host left = op(ta, a);
    Host right = op(tb, b);
    return Host.make(c.rows(), c.columns(), c.members(), (e, i, j) -> {
      double sum = 0;
      for (int k = 0; k < left.columns(); k++) {
        sum += left.at(e, i, k) * right.at(e, k, j);
      }
      double factor = beta.at(e, 0, 0);
      return alpha.at(e, 0, 0) * sum + (factor == 0 ? 0 : factor * c.at(e, i, j));
    });
  }

  static Host product(Host a, Host b) {
    int members = Math.max(a.members(), b.members());
    Host zero = Host.filled(a.rows(), b.columns(), members, 0);
    return gemm(Transpose.NO, Transpose.NO, Host.scalar(1), a, b, Host.scalar(0), zero);
  }

  static Host identity(int size, int members) {
    return Host.make(size, size, members, (e, i, j) -> i == j ? 1 : 0);
  }

  static Host diagonal(Host values, int rows, int columns) {
    return Host.make(rows, columns, values.members(),
        (e, i, j) -> i == j && i < values.rows() ? values.at(e, i, 0) : 0);
  }

  /** Orthonormal columns from Gram-Schmidt, done twice so that they are orthogonal to rounding. */
  static Host orthonormal(Host a) {
    Host q = a.copy();
    for (int e = 0; e < q.members(); e++) {
      for (int j = 0; j < q.columns(); j++) {
        for (int pass = 0; pass < 2; pass++) {
          for (int k = 0; k < j; k++) {
            double along = dot(q, e, k, j);
            for (int i = 0; i < q.rows(); i++) {
              q.set(e, i, j, q.at(e, i, j) - along * q.at(e, i, k));
            }
          }
        }
        double norm = Math.sqrt(dot(q, e, j, j));
        for (int i = 0; i < q.rows(); i++) {
          q.set(e, i, j, q.at(e, i, j) / norm);
        }
      }
    }
    return q;
  }

  private static double dot(Host x, int member, int column, int other) {
    double sum = 0;
    for (int i = 0; i < x.rows(); i++) {
      sum += x.at(member, i, column) * x.at(member, i, other);
    }
    return sum;
  }

  static Host argmax(Host x) {
    return Host.make(1, x.columns(), x.members(), (e, i, j) -> {
      int best = 0;
      for (int row = 1; row < x.rows(); row++) {
        if (x.at(e, row, j) > x.at(e, best, j)) {
          best = row;
        }
      }
      return best;
    });
  }
}
