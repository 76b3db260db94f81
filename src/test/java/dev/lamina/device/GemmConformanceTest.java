package dev.lamina.device;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Products. The error of an entry is at most {@code gamma_{k+4} (|alpha| |a| |b| + |beta c|)}: k roundings of products
 * and sums in any order, the two factors (alpha itself may be rounded to the type) and the last addition.
 */
@MethodSource("dev.lamina.device.Devices#ofSmallGrids")
class GemmConformanceTest extends DeviceConformance {
  /** Rows, columns and inner size. */
  private static final int[][] SIZES = {
    {1, 1, 1}, {2, 3, 1}, {3, 2, 7}, {7, 17, 33}, {33, 7, 65}, {65, 33, 2}, {17, 1, 129}, {1, 65, 17}, {13, 129, 257},
    {257, 131, 13}, {10, 131, 65}, {129, 129, 129}, {257, 33, 129}
  };

  private final SplittableRandom random = new SplittableRandom(1);

  /** A product with everything it needs; run and compared by {@link #check}. */
  private record Case(Transpose ta, Transpose tb, Host alpha, Host a, Host b, Host beta, Host c) {}

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void productOfEveryShapeAndTranspose(ElementType type) {
    for (int[] size : SIZES) {
      for (Transpose ta : Transpose.values()) {
        for (Transpose tb : Transpose.values()) {
          for (int members : MEMBERS) {
            check(type, operands(type, ta, tb, size, members, members, members, Host.scalar(0.3), Host.scalar(-0.7)),
                false);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void operandsSharedByAllMembers(ElementType type) {
    int[][] counts = {{1, 5}, {5, 1}, {1, 1}};
    for (int[] count : counts) {
      for (Transpose ta : Transpose.values()) {
        for (Transpose tb : Transpose.values()) {
          check(type, operands(type, ta, tb, new int[] {17, 33, 7}, count[0], count[1], 5, Host.scalar(0.3),
              Host.scalar(-0.7)), false);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void scalarsFromDeviceMemory(ElementType type) {
    Host one = Host.scalar(-1.5);
    Host each = Host.scalar(0.5, 0, -2, 1, 0.1);
    Host[][] pairs = {{one, one}, {each, one}, {one, each}, {each, each}};
    for (Host[] pair : pairs) {
      check(type, operands(type, Transpose.YES, Transpose.NO, new int[] {33, 7, 17}, 5, 5, 5, pair[0], pair[1]), true);
    }
    check(type, operands(type, Transpose.NO, Transpose.YES, new int[] {33, 7, 17}, 1, 1, 1, one, one), true);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void betaZeroForgetsWhatTheTargetHeld(ElementType type) {
    for (boolean resident : new boolean[] {false, true}) {
      for (double garbage : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
        for (int members : MEMBERS) {
          Case drawn = operands(type, Transpose.NO, Transpose.NO, new int[] {17, 7, 3}, members, members, members,
              Host.scalar(1), Host.scalar(0));
          Host c = Host.filled(17, 7, members, garbage);
          check(type, new Case(drawn.ta, drawn.tb, drawn.alpha, drawn.a, drawn.b, drawn.beta, c), resident);
        }
      }
    }
  }

  /** A member whose own beta is 0 forgets, the others do not. */
  @Test
  void betaZeroForOneMember() {
    ElementType type = ElementType.FLOAT64;
    Host beta = Host.scalar(1, 0, 2, 0, -1);
    Case drawn = operands(type, Transpose.NO, Transpose.NO, new int[] {7, 3, 2}, 5, 5, 5, Host.scalar(1), beta);
    Host c = Host.make(7, 3, 5, (e, i, j) -> beta.at(e, 0, 0) == 0 ? Double.NaN : drawn.c.at(e, i, j));
    check(type, new Case(drawn.ta, drawn.tb, drawn.alpha, drawn.a, drawn.b, beta, c), true);
  }

  /** No inner dimension: the sum of no products is 0. */
  @Test
  void productOverNothing() {
    for (int members : MEMBERS) {
      check(ElementType.FLOAT64, operands(ElementType.FLOAT64, Transpose.NO, Transpose.NO, new int[] {3, 2, 0}, members,
          members, members, Host.scalar(1), Host.scalar(0.5)), false);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void viewsOfLargerMatrices(ElementType type) {
    Host a = Host.normal(random, 17, 9, 5).as(type);
    Host b = Host.normal(random, 6, 10, 5).as(type);
    Host c = Host.normal(random, 17, 20, 5).as(type);
    Matrix wholeA = memory.input(type, a);
    Matrix wholeB = memory.input(type, b);
    Matrix wholeC = memory.target(type, c);
    // Entry (i, j) of a 15 x 4 view of 6 x 10 is element 15 j + i of the member.
    Host reshaped = Host.make(15, 4, 5, (e, i, j) -> b.at(e, (15 * j + i) % 6, (15 * j + i) / 6));
    device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, wholeA.columns(2, 6), wholeB.reshape(15, 4), Scalar.ZERO,
        wholeC.columns(3, 18));
    Host after = memory.read(wholeC);
    compare(type, new Case(Transpose.NO, Transpose.YES, Host.scalar(1), a.columns(2, 6), reshaped, Host.scalar(0),
        c.columns(3, 18)), after.columns(3, 18));
    Check.same("columns before the view", c.columns(0, 3), after.columns(0, 3));
    Check.same("columns after the view", c.columns(18, 20), after.columns(18, 20));
  }

  @Test
  void oneMemberOfAnEnsemble() {
    ElementType type = ElementType.FLOAT32;
    Host a = Host.normal(random, 3, 7, 5).as(type);
    Host c = Host.normal(random, 3, 3, 5).as(type);
    Matrix wholeA = memory.input(type, a);
    Matrix wholeC = memory.target(type, c);
    device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, wholeA.member(3), wholeA.member(4), Scalar.ONE,
        wholeC.member(2));
    Host after = memory.read(wholeC);
    compare(type, new Case(Transpose.NO, Transpose.YES, Host.scalar(1), a.member(3), a.member(4), Host.scalar(1),
        c.member(2)), after.member(2));
    for (int other : new int[] {0, 1, 3, 4}) {
      Check.same("member " + other, c.member(other), after.member(other));
    }
  }

  private Case operands(ElementType type, Transpose ta, Transpose tb, int[] size, int membersA, int membersB,
      int members, Host alpha, Host beta) {
    int m = size[0];
    int n = size[1];
    int k = size[2];
    Host a = ta == Transpose.NO ? Host.normal(random, m, k, membersA) : Host.normal(random, k, m, membersA);
    Host b = tb == Transpose.NO ? Host.normal(random, k, n, membersB) : Host.normal(random, n, k, membersB);
    return new Case(ta, tb, alpha, a.as(type), b.as(type), beta, Host.normal(random, m, n, members).as(type));
  }

  private void check(ElementType type, Case drawn, boolean resident) {
    Matrix c = memory.target(type, drawn.c);
    device.gemm(drawn.ta, drawn.tb, scalar(type, drawn.alpha, resident), memory.input(type, drawn.a),
        memory.input(type, drawn.b), scalar(type, drawn.beta, resident), c);
    compare(type, drawn, memory.read(c));
  }

  private Scalar scalar(ElementType type, Host value, boolean resident) {
    return resident ? Scalar.at(memory.input(type, value)) : Scalar.of(value.at(0, 0, 0));
  }

  private static void compare(ElementType type, Case drawn, Host actual) {
    int k = drawn.ta == Transpose.NO ? drawn.a.columns() : drawn.a.rows();
    Host expected = Reference.gemm(drawn.ta, drawn.tb, drawn.alpha, drawn.a, drawn.b, drawn.beta, drawn.c);
    Host magnitude = Reference.gemm(drawn.ta, drawn.tb, drawn.alpha.abs(), drawn.a.abs(), drawn.b.abs(),
        drawn.beta.abs(), drawn.c.abs());
    String what = "gemm " + drawn.ta + " " + drawn.tb + " " + type + " " + drawn.c.rows() + " x " + drawn.c.columns()
        + " over " + k;
    Check.close(what, expected, (e, i, j) -> Rounding.gamma(type, k + 4) * magnitude.at(e, i, j), actual);
  }
}
