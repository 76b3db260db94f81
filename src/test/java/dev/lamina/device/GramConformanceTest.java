package dev.lamina.device;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sums of products that are float64 whatever the type of the data: an entry's error is at most
 * {@code gamma_n sum |x_i y_i|} of float64 (the products of float32 values are exact).
 */
class GramConformanceTest extends DeviceConformance {
  private static final int[][] SIZES =
      {{1, 1}, {2, 3}, {3, 2}, {17, 7}, {7, 33}, {65, 129}, {129, 17}, {1, 65}, {65, 1}, {257, 31}, {31, 257}};

  private final SplittableRandom random = new SplittableRandom(3);

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void gramIsFloat64AndSymmetric(ElementType type) {
    for (int[] size : SIZES) {
      for (boolean transposed : new boolean[] {false, true}) {
        for (int members : MEMBERS) {
          Host x = Host.normal(random, size[0], size[1], members).as(type);
          check(transposed, type, x, memory.input(type, x));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void gramOfColumns(ElementType type) {
    Host x = Host.normal(random, 7, 17, 5).as(type);
    Matrix view = memory.input(type, x).columns(3, 12);
    check(false, type, x.columns(3, 12), view);
    check(true, type, x.columns(3, 12), view);
  }

  /**
   * Off the origin by 1e6 times the spread; taken off after the products, that would leave three digits of float64's.
   */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void originIsTakenOffBeforeAnythingIsMultiplied(ElementType type) {
    for (int[] size : SIZES) {
      for (int members : MEMBERS) {
        Host offset = Host.normal(random, size[0], 1, members).map(value -> 1e6 * value);
        Host x = Host.make(size[0], size[1], members, (e, i, j) -> offset.at(e, i, 0) + random.nextGaussian()).as(type);
        Host centred = Host.make(size[0], size[1], members, (e, i, j) -> x.at(e, i, j) - offset.at(e, i, 0));
        for (boolean transposed : new boolean[] {false, true}) {
          Host left = transposed ? centred : centred.transposed();
          Matrix target = memory.target(ElementType.FLOAT64, left.rows(), left.rows(), members);
          device.gram(transposed, memory.input(type, x), memory.input(ElementType.FLOAT64, offset), target);
          Host gram = memory.read(target);
          Host magnitude = Reference.product(left.abs(), left.transposed().abs());
          double gamma = Rounding.gamma(ElementType.FLOAT64, left.columns());
          String what = "gram about an origin of " + size[0] + " x " + size[1] + " " + type;
          Check.close(what, Reference.product(left, left.transposed()), (e, i, j) -> gamma * magnitude.at(e, i, j),
              gram);
          Check.same(what + " symmetric", gram.transposed(), gram);
        }
      }
    }
  }

  private void check(boolean transposed, ElementType type, Host x, Matrix matrix) {
    Host left = transposed ? x : x.transposed();
    int size = left.rows();
    Matrix target = memory.target(ElementType.FLOAT64, size, size, x.members());
    device.gram(transposed, matrix, target);
    Host gram = memory.read(target);
    String what = "gram of " + x.rows() + " x " + x.columns() + " " + type + (transposed ? " transposed" : "");
    Host magnitude = Reference.product(left.abs(), left.transposed().abs());
    double gamma = Rounding.gamma(ElementType.FLOAT64, left.columns());
    Check.close(what, Reference.product(left, left.transposed()), (e, i, j) -> gamma * magnitude.at(e, i, j), gram);
    Check.same(what + " symmetric", gram.transposed(), gram);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void sumOfSquares(ElementType type) {
    for (int[] size : SIZES) {
      for (int members : MEMBERS) {
        Host x = Host.normal(random, size[0], size[1], members).as(type);
        Matrix target = memory.target(ElementType.FLOAT64, 1, 1, members);
        device.sumOfSquares(memory.input(type, x), target);
        checkSum(x, memory.read(target));
      }
    }
    Host x = Host.normal(random, 7, 17, 5).as(type);
    Matrix target = memory.target(ElementType.FLOAT64, 1, 1, 5);
    device.sumOfSquares(memory.input(type, x).columns(2, 9), target);
    checkSum(x.columns(2, 9), memory.read(target));
  }

  /** Squares that float32 cannot hold. */
  @Test
  void sumOfSquaresBeyondFloat32() {
    Host x = Host.of(2, 2, 1e30, 1e-30, -3e30, 0).as(ElementType.FLOAT32);
    Matrix target = memory.target(ElementType.FLOAT64, 1, 1, 1);
    device.sumOfSquares(memory.input(ElementType.FLOAT32, x), target);
    checkSum(x, memory.read(target));
  }

  private static void checkSum(Host x, Host actual) {
    Host expected = Host.make(1, 1, x.members(), (e, i, j) -> {
      double sum = 0;
      for (double value : x.member(e).values()) {
        sum += value * value;
      }
      return sum;
    });
    double gamma = Rounding.gamma(ElementType.FLOAT64, (long) x.rows() * x.columns());
    Check.close("sum of squares of " + x.rows() + " x " + x.columns(), expected,
        (e, i, j) -> gamma * expected.at(e, i, j), actual);
  }
}
