package dev.lamina.device;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Powers on a diagonal. A power may be found as {@code exp(p ln v)}, whose argument's rounding is a relative error of
 * the result: {@code (8 + 4 |p ln v|) u} of it is allowed.
 */
class DiagonalConformanceTest extends DeviceConformance {
  /** Rows, columns and values. */
  private static final int[][] SIZES = {{1, 1, 1}, {3, 3, 3}, {7, 17, 7}, {33, 7, 7}, {17, 33, 5}, {65, 65, 1}};

  private final SplittableRandom random = new SplittableRandom(4);

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void powersOfValues(ElementType type) {
    for (int[] size : SIZES) {
      for (int members : MEMBERS) {
        for (double power : new double[] {1, 0.5, -1, -0.5, 1.0 / 3, 0}) {
          Host values = Host.make(size[2], 1, members, (e, i, j) -> 8.0 / (i + 1) + random.nextDouble() / 64).as(type);
          check(type, values, power, 0, size[0], size[1]);
        }
      }
    }
  }

  /** A value of exactly cutoff times the largest is cut, one just above is kept; each member has its own largest. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void cutoffIsRelativeToTheLargest(ElementType type) {
    double above = 1 + 4 * Rounding.unit(type);
    Host values = new Host(4, 1, 2, new double[] {4, above, 1, 0.5, 16, 4 * above, 4, 0});
    check(type, values, -1, 0.25, 4, 5);
    check(type, values, -1, 0, 4, 5);
  }

  @Test
  void zeroValuesGiveZero() {
    check(ElementType.FLOAT64, Host.of(3, 1, 0, 0, 0), -1, 0, 3, 3);
    check(ElementType.FLOAT64, Host.of(3, 1, 2, 0, 0), -0.5, 1e-12, 3, 3);
  }

  private void check(ElementType type, Host values, double power, double cutoff, int rows, int columns) {
    Matrix target = memory.target(type, rows, columns, values.members());
    device.diagonal(memory.input(type, values), power, cutoff, target);
    Host powers = Host.make(values.rows(), 1, values.members(), (e, i, j) -> {
      double value = values.at(e, i, 0);
      return value <= cutoff * values.at(e, 0, 0) ? 0 : Math.pow(value, power);
    });
    double unit = Rounding.unit(type);
    Host expected = Reference.diagonal(powers, rows, columns);
    Check.close("diagonal " + type + " to the power " + power, expected, (e, i, j) -> {
      double value = expected.at(e, i, j);
      return value == 0 ? 0 : (8 + 4 * Math.abs(Math.log(value))) * unit * value;
    }, memory.read(target));
  }
}
