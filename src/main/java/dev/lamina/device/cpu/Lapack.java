package dev.lamina.device.cpu;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dgeqrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dgesdd;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dorgqr;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd;
import static org.bytedeco.openblas.global.openblas.LAPACKE_sgesdd;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import dev.lamina.device.DeviceException;
import dev.lamina.device.Matrix;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * Decompositions by LAPACK. A matrix that holds NaN or infinity has NaN for its values; LAPACK never sees it, since it
 * would complain on standard output, where results go.
 */
final class Lapack {

  /** The driver of singular values, by its name in results. */
  static final String SVD_DRIVER = "LAPACK gesdd";

  /** Operations below which OpenBLAS's own threads cost more than they bring. */
  private static final double WORTH = 1e7;

  private final int threads;

  Lapack(int threads) {
    this.threads = threads;
  }

  /**
   * One task per member; where members are fewer than the workers and the matrices are large, they follow one another
   * and LAPACK uses OpenBLAS's own threads. Their number decides the last bits, so what initial weights are made of is
   * always computed by one: a seed gives the same weights on every machine and in every ensemble.
   */
  private Phase phase(Matrix a, Phase.MemberBody body) {
    int members = a.members();
    if (members >= threads || (double) a.size() * Math.min(a.rows(), a.columns()) < WORTH) {
      return Phase.each(members, body);
    }
    return new Phase(1, 1, (one, part, scratch) -> {
      openblas_nolapack.blas_set_num_threads(threads);
      try {
        for (int member = 0; member < members; member++) {
          body.run(member, scratch);
        }
      } finally {
        openblas_nolapack.blas_set_num_threads(1);
      }
    });
  }

  Phase orthonormalize(Matrix a) {
    Values[] values = Values.of(a);
    int rows = a.rows();
    int columns = a.columns();
    return Phase.each(a.members(), (member, scratch) -> {
      Values.Doubles q = (Values.Doubles) values[member];
      if (!isFinite(q)) {
        fillNaN(q);
        return;
      }
      boolean[] flip = new boolean[columns];
      try (DoublePointer tau = new DoublePointer(columns)) {
        check("dgeqrf", LAPACKE_dgeqrf(LAPACK_COL_MAJOR, rows, columns, q.pointer(0), rows, tau), a);
        for (int j = 0; j < columns; j++) {
          flip[j] = q.get((long) j * rows + j) < 0;
        }
        check("dorgqr", LAPACKE_dorgqr(LAPACK_COL_MAJOR, rows, columns, columns, q.pointer(0), rows, tau), a);
      }
      double[] column = scratch.doubles(0, rows);
      for (int j = 0; j < columns; j++) {
        if (flip[j]) {
          q.get((long) j * rows, column, rows);
          negate(column, rows);
          q.put((long) j * rows, column, rows);
        }
      }
    });
  }

  Phase singularValues(Matrix a, Matrix values) {
    Values[] as = Values.of(a);
    Values[] ss = Values.of(values);
    return phase(a, (member, scratch) -> gesdd('N', a, as[member], ss[member], null, null));
  }

  Phase svd(Matrix a, Matrix u, Matrix s, Matrix vt) {
    Values[] as = Values.of(a);
    Values[] us = Values.of(u);
    Values[] ss = Values.of(s);
    Values[] vs = Values.of(vt);
    int rank = s.rows();
    return Phase.each(a.members(), (member, scratch) -> {
      gesdd('S', a, as[member], ss[member], us[member], vs[member]);
      boolean[] flip = new boolean[rank];
      double[] vector = scratch.doubles(0, a.rows());
      for (int k = 0; k < rank; k++) {
        us[member].get((long) k * a.rows(), vector, a.rows());
        flip[k] = largestIsNegative(vector, a.rows());
        if (flip[k]) {
          negate(vector, a.rows());
          us[member].put((long) k * a.rows(), vector, a.rows());
        }
      }
      double[] column = scratch.doubles(1, rank);
      for (int j = 0; j < a.columns(); j++) {
        vs[member].get((long) j * rank, column, rank);
        for (int k = 0; k < rank; k++) {
          column[k] = flip[k] ? -column[k] : column[k];
        }
        vs[member].put((long) j * rank, column, rank);
      }
    });
  }

  private static boolean largestIsNegative(double[] vector, int length) {
    double largest = 0;
    for (int i = 0; i < length; i++) {
      largest = Math.abs(vector[i]) > Math.abs(largest) ? vector[i] : largest;
    }
    return largest < 0;
  }

  private static void negate(double[] vector, int length) {
    for (int i = 0; i < length; i++) {
      vector[i] = -vector[i];
    }
  }

  private static void gesdd(char job, Matrix shape, Values a, Values s, Values u, Values vt) {
    int m = shape.rows();
    int n = shape.columns();
    int rank = Math.min(m, n);
    if (!isFinite(a)) {
      fillNaN(s, u, vt);
      return;
    }
    int info;
    if (a instanceof Values.Floats floats) {
      FloatPointer none = null;
      info = LAPACKE_sgesdd(LAPACK_COL_MAJOR, (byte) job, m, n, floats.pointer(0), m, ((Values.Floats) s).pointer(0),
          u == null ? none : ((Values.Floats) u).pointer(0), m, vt == null ? none : ((Values.Floats) vt).pointer(0),
          rank);
    } else {
      DoublePointer none = null;
      info = LAPACKE_dgesdd(LAPACK_COL_MAJOR, (byte) job, m, n, ((Values.Doubles) a).pointer(0), m,
          ((Values.Doubles) s).pointer(0), u == null ? none : ((Values.Doubles) u).pointer(0), m,
          vt == null ? none : ((Values.Doubles) vt).pointer(0), rank);
    }
    check("gesdd", info, shape);
  }

  Phase symmetricEigen(boolean vectors, Matrix a, Matrix values) {
    Values[] as = Values.of(a);
    Values[] ws = Values.of(values);
    int n = a.rows();
    return phase(a, (member, scratch) -> {
      Values.Doubles matrix = (Values.Doubles) as[member];
      if (!isFinite(matrix)) {
        fillNaN(ws[member], vectors ? matrix : null);
        return;
      }
      int info = LAPACKE_dsyevd(LAPACK_COL_MAJOR, (byte) (vectors ? 'V' : 'N'), (byte) 'U', n, matrix.pointer(0), n,
          ((Values.Doubles) ws[member]).pointer(0));
      check("dsyevd", info, a);
    });
  }

  private static boolean isFinite(Values values) {
    for (long i = 0; i < values.size(); i++) {
      if (!Double.isFinite(values.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static void fillNaN(Values... targets) {
    for (Values target : targets) {
      for (long i = 0; target != null && i < target.size(); i++) {
        target.put(i, Double.NaN);
      }
    }
  }

  private static void check(String routine, int info, Matrix a) {
    if (info != 0) {
      throw new DeviceException("LAPACK's " + routine + " on " + a.shape()
          + (info > 0 ? " did not converge (info " + info + ")" : " refused argument " + -info));
    }
  }
}
