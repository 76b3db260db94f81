package dev.lamina.device;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Spectra of matrices with a planted one. The algorithms are backward stable: values, residuals and orthogonality are
 * within {@code 8 n u} of the largest value (n the larger side; the rounding of the planted matrix is of that order).
 */
class SpectrumConformanceTest extends DeviceConformance {
  private static final int[][] SIZES =
      {{1, 1}, {2, 2}, {3, 7}, {7, 3}, {1, 17}, {17, 1}, {33, 33}, {65, 17}, {17, 65}, {131, 65}, {10, 129}};

  private final SplittableRandom random = new SplittableRandom(6);

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void singularValues(ElementType type) {
    for (int[] size : SIZES) {
      for (int members : MEMBERS) {
        for (boolean deficient : new boolean[] {false, true}) {
          Host planted = spectrum(Math.min(size[0], size[1]), members, deficient);
          Host a = withSingularValues(planted, size[0], size[1]).as(type);
          Matrix values = memory.target(type, planted.rows(), 1, members);
          device.singularValues(memory.target(type, a), values);
          Check.close("singular values of " + describe(a, type), planted, bound(a, type, planted), memory.read(values));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void thinDecomposition(ElementType type) {
    for (int[] size : SIZES) {
      for (int members : MEMBERS) {
        for (boolean deficient : new boolean[] {false, true}) {
          checkDecomposition(type, spectrum(Math.min(size[0], size[1]), members, deficient), size[0], size[1]);
        }
      }
    }
  }

  private void checkDecomposition(ElementType type, Host planted, int rows, int columns) {
    int rank = planted.rows();
    int members = planted.members();
    Host a = withSingularValues(planted, rows, columns).as(type);
    Matrix left = memory.target(type, rows, rank, members);
    Matrix values = memory.target(type, rank, 1, members);
    Matrix right = memory.target(type, rank, columns, members);
    device.svd(memory.target(type, a), left, values, right);
    Host u = memory.read(left);
    Host s = memory.read(values);
    Host vt = memory.read(right);
    String what = describe(a, type);
    double orthogonality = relativeBound(a, type);
    Check.close("s of " + what, planted, bound(a, type, planted), s);
    Check.close("u^T u of " + what, Reference.identity(rank, members), orthogonality,
        Reference.product(u.transposed(), u));
    Check.close("vt v of " + what, Reference.identity(rank, members), orthogonality,
        Reference.product(vt, vt.transposed()));
    Host us = Host.make(rows, rank, members, (e, i, j) -> u.at(e, i, j) * s.at(e, j, 0));
    Check.close("u s vt of " + what, a, bound(a, type, planted), Reference.product(us, vt));
    checkOrder("s of " + what, s, -1);
    checkSigns("u of " + what, u);
  }

  private static void checkSigns(String what, Host u) {
    for (int e = 0; e < u.members(); e++) {
      for (int j = 0; j < u.columns(); j++) {
        double largest = 0;
        for (int i = 0; i < u.rows(); i++) {
          largest = Math.abs(u.at(e, i, j)) > Math.abs(largest) ? u.at(e, i, j) : largest;
        }
        assertTrue(largest > 0, what + ", member " + e + ": the largest entry of column " + j + " is " + largest);
      }
    }
  }

  /** A diverged network is measured like any other; only its own members' values are undefined. */
  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void valuesOfWhatIsNotFiniteAreNaN(double bad) {
    Host good = Host.make(7, 7, 2, (e, i, j) -> i == j ? 7 - i : 0);
    Host broken = Host.make(7, 7, 2, (e, i, j) -> e == 1 && i == 3 && j == 3 ? bad : good.at(e, i, j));
    Host descending = Host.make(7, 1, 2, (e, i, j) -> e == 1 ? Double.NaN : 7 - i);
    for (ElementType type : new ElementType[] {ElementType.FLOAT32, ElementType.FLOAT64}) {
      Matrix values = memory.target(type, 7, 1, 2);
      device.singularValues(memory.target(type, broken), values);
      Check.close("singular values", descending, relativeBound(good, type) * 7, memory.read(values));
    }
    Matrix values = memory.target(ElementType.FLOAT64, 7, 1, 2);
    device.symmetricEigen(true, memory.target(ElementType.FLOAT64, broken), values);
    Host ascending = Host.make(7, 1, 2, (e, i, j) -> e == 1 ? Double.NaN : i + 1);
    Check.close("eigenvalues", ascending, relativeBound(good, ElementType.FLOAT64) * 7, memory.read(values));
  }

  @Test
  void symmetricEigen() {
    ElementType type = ElementType.FLOAT64;
    for (int size : new int[] {1, 2, 3, 7, 17, 33, 65, 129}) {
      for (int members : MEMBERS) {
        for (boolean definite : new boolean[] {false, true}) {
          Host values = spectrum(size, members, !definite);
          // Negative values too, so that the order is that of the values and not of their magnitudes.
          checkEigen(type, definite ? values : Host.make(size, 1, members, (e, i, j) -> values.at(e, i, 0) - 0.5));
        }
      }
    }
  }

  private void checkEigen(ElementType type, Host largestFirst) {
    int size = largestFirst.rows();
    int members = largestFirst.members();
    Host q = Reference.orthonormal(Host.normal(random, size, size, members));
    Host half = Reference.product(Reference.product(q, Reference.diagonal(largestFirst, size, size)), q.transposed());
    Host a = Host.make(size, size, members, (e, i, j) -> (half.at(e, i, j) + half.at(e, j, i)) / 2);
    Host planted = Host.make(size, 1, members, (e, i, j) -> largestFirst.at(e, size - 1 - i, 0));
    String what = describe(a, type);

    Matrix valuesAlone = memory.target(type, size, 1, members);
    device.symmetricEigen(false, memory.target(type, a), valuesAlone);
    Check.close("eigenvalues of " + what, planted, bound(a, type, planted), memory.read(valuesAlone));

    Matrix values = memory.target(type, size, 1, members);
    Matrix matrix = memory.target(type, a);
    device.symmetricEigen(true, matrix, values);
    Host vectors = memory.read(matrix);
    Host found = memory.read(values);
    Check.close("eigenvalues with vectors of " + what, planted, bound(a, type, planted), found);
    Check.close("v^T v of " + what, Reference.identity(size, members), relativeBound(a, type),
        Reference.product(vectors.transposed(), vectors));
    Check.close("a v of " + what, Host.make(size, size, members, (e, i, j) -> vectors.at(e, i, j) * found.at(e, j, 0)),
        bound(a, type, planted), Reference.product(a, vectors));
    checkOrder("eigenvalues of " + what, found, 1);
  }

  private static void checkOrder(String what, Host values, int direction) {
    for (int e = 0; e < values.members(); e++) {
      double[] sorted = values.member(e).values().clone();
      Arrays.sort(sorted);
      int last = sorted.length - 1;
      Check.same(what + " in order", values.member(e),
          Host.make(last + 1, 1, 1, (member, i, j) -> sorted[direction > 0 ? i : last - i]));
    }
  }

  /** From about 2 down to about 1 / size, with a pair of equals; if deficient, the last third is 0. */
  private Host spectrum(int size, int members, boolean deficient) {
    return Host.make(size, 1, members, (e, i, j) ->
        deficient && 3 * i >= 2 * Math.max(size, 2) ? 0 : (2 + 0.1 * e) / (1 + i / 2));
  }

  private Host withSingularValues(Host values, int rows, int columns) {
    int rank = values.rows();
    int members = values.members();
    Host u = Reference.orthonormal(Host.normal(random, rows, rank, members));
    Host v = Reference.orthonormal(Host.normal(random, columns, rank, members));
    return Reference.product(Reference.product(u, Reference.diagonal(values, rank, rank)), v.transposed());
  }

  private static double relativeBound(Host a, ElementType type) {
    return 8.0 * Math.max(Math.max(a.rows(), a.columns()), 8) * Rounding.unit(type);
  }

  private static double bound(Host a, ElementType type, Host planted) {
    return relativeBound(a, type) * planted.largest();
  }

  private static String describe(Host a, ElementType type) {
    return a.rows() + " x " + a.columns() + " " + type + ", " + a.members() + " members";
  }
}
