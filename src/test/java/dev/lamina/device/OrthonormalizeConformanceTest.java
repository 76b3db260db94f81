package dev.lamina.device;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The Q of {@code a = QR}, checked by what defines it: orthonormal columns, {@code R = Q^T a} upper triangular with a
 * positive diagonal, and {@code QR = a}. Householder's method gives each to a small multiple of {@code n u |a|}, here
 * 1e-13, however dependent the columns are.
 */
class OrthonormalizeConformanceTest extends DeviceConformance {
  private static final double BOUND = 1e-13;
  private static final int[][] SIZES =
      {{1, 1}, {2, 1}, {2, 2}, {7, 3}, {17, 17}, {33, 7}, {65, 1}, {65, 65}, {129, 33}, {257, 131}};

  private final SplittableRandom random = new SplittableRandom(5);

  @Test
  void gaussianMatrices() {
    for (int[] size : SIZES) {
      for (int members : MEMBERS) {
        check(Host.normal(random, size[0], size[1], members));
      }
    }
  }

  @Test
  void signsOfASingleNumber() {
    Matrix a = memory.target(ElementType.FLOAT64, Host.scalar(-3, 2, 0.5, -1e-9, 1e9));
    device.orthonormalize(a);
    Check.same("signs", Host.scalar(-1, 1, 1, -1, 1), memory.read(a));
  }

  @Test
  void orthonormalColumnsStay() {
    Host q = Reference.orthonormal(Host.normal(random, 17, 7, 5));
    Matrix a = memory.target(ElementType.FLOAT64, q);
    device.orthonormalize(a);
    Check.close("Q of an orthonormal matrix", q, BOUND, memory.read(a));
  }

  /** Columns that differ by 1e-10 of their length: Gram-Schmidt and Cholesky lose orthogonality here. */
  @Test
  void nearlyDependentColumns() {
    Host noise = Host.normal(random, 33, 7, 5);
    Host direction = Host.normal(random, 33, 1, 5);
    check(Host.make(33, 7, 5, (e, i, j) -> direction.at(e, i, 0) + 1e-10 * noise.at(e, i, j)));
  }

  @Test
  void columnsOfVeryDifferentLength() {
    Host normal = Host.normal(random, 17, 5, 5);
    check(Host.make(17, 5, 5, (e, i, j) -> normal.at(e, i, j) * Math.pow(1e6, j - 2)));
  }

  @Test
  void columnsOfALargerMatrix() {
    Host whole = Host.normal(random, 7, 9, 5);
    Matrix matrix = memory.target(ElementType.FLOAT64, whole);
    device.orthonormalize(matrix.columns(2, 6));
    Host after = memory.read(matrix);
    checkFactor(whole.columns(2, 6), after.columns(2, 6));
    Check.same("columns before", whole.columns(0, 2), after.columns(0, 2));
    Check.same("columns after", whole.columns(6, 9), after.columns(6, 9));
  }

  private void check(Host a) {
    Matrix matrix = memory.target(ElementType.FLOAT64, a);
    device.orthonormalize(matrix);
    checkFactor(a, memory.read(matrix));
  }

  private static void checkFactor(Host a, Host q) {
    String what = a.rows() + " x " + a.columns();
    Host qt = q.transposed();
    Check.close("Q^T Q of " + what, Reference.identity(a.columns(), a.members()), BOUND, Reference.product(qt, q));
    Host r = Reference.product(qt, a);
    Host length = Host.make(1, a.columns(), a.members(), (e, i, j) -> norm(a, e, j));
    Host upper = Host.make(a.columns(), a.columns(), a.members(), (e, i, j) -> i > j ? 0 : r.at(e, i, j));
    Check.close("R of " + what, upper, (e, i, j) -> BOUND * length.at(e, 0, j), r);
    Check.close("QR of " + what, a, (e, i, j) -> BOUND * length.at(e, 0, j), Reference.product(q, r));
    for (int e = 0; e < a.members(); e++) {
      for (int j = 0; j < a.columns(); j++) {
        assertTrue(r.at(e, j, j) > 0, "R's diagonal of " + what + " at member " + e + ", column " + j + " is "
            + r.at(e, j, j) + ", not positive");
      }
    }
  }

  private static double norm(Host a, int member, int column) {
    double sum = 0;
    for (int i = 0; i < a.rows(); i++) {
      sum += a.at(member, i, column) * a.at(member, i, column);
    }
    return Math.sqrt(sum);
  }
}
