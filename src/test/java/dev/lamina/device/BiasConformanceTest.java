package dev.lamina.device;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Biases, forward (one rounding) and backward ({@code gamma_{n+3}} of the sum of magnitudes). */
@MethodSource("dev.lamina.device.Devices#ofSmallGrids")
class BiasConformanceTest extends DeviceConformance {
  private static final int[][] SIZES = {{1, 1}, {2, 7}, {7, 2}, {17, 33}, {65, 129}, {129, 1}, {257, 131}, {10, 1031}};

  private final SplittableRandom random = new SplittableRandom(9);

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void addBias(ElementType type) {
    for (int[] size : SIZES) {
      for (int[] members : new int[][] {{1, 1}, {5, 5}, {1, 5}}) {
        Host bias = Host.normal(random, size[0], 1, members[0]).as(type);
        Host z = Host.normal(random, size[0], size[1], members[1]).as(type);
        Matrix target = memory.target(type, z);
        device.addBias(memory.input(type, bias), target);
        Host expected = Host.make(size[0], size[1], members[1], (e, i, j) -> z.at(e, i, j) + bias.at(e, i, 0));
        Check.same("addBias " + type + " " + size[0] + " x " + size[1], expected.as(type), memory.read(target));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void sumColumns(ElementType type) {
    for (int[] size : SIZES) {
      for (int members : MEMBERS) {
        Host source = Host.normal(random, size[0], size[1], members).as(type);
        Host before = Host.normal(random, size[0], 1, members).as(type);
        Host each = Host.make(1, 1, members, (e, i, j) -> e - 1.5);
        check(type, source, memory.input(type, source), Host.scalar(1), Host.scalar(0.9), before, false);
        check(type, source, memory.input(type, source), each, Host.scalar(0.5), before, true);
        check(type, source, memory.input(type, source), Host.scalar(-0.1), each, before, members > 1);
      }
    }
  }

  /** With beta 0 what the target held does not matter, as in a product. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void betaZeroForgetsWhatTheTargetHeld(ElementType type) {
    Host source = Host.normal(random, 7, 17, 5).as(type);
    Host before = Host.filled(7, 1, 5, Double.NaN);
    check(type, source, memory.input(type, source), Host.scalar(2), Host.scalar(0), before, false);
    check(type, source, memory.input(type, source), Host.scalar(2), Host.scalar(0), before, true);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void sharedSourceAndColumns(ElementType type) {
    Host source = Host.normal(random, 7, 17, 1).as(type);
    Host before = Host.normal(random, 7, 1, 5).as(type);
    Host alpha = Host.scalar(1, 2, 3, 4, 0);
    Matrix matrix = memory.input(type, source);
    check(type, source, matrix, alpha, Host.scalar(1), before, true);
    check(type, source, matrix.broadcast(5), alpha, Host.scalar(1), before, true);
    check(type, source.columns(5, 12), matrix.columns(5, 12), alpha, Host.scalar(1), before, true);
  }

  @Test
  void addBiasToColumnsOnly() {
    ElementType type = ElementType.FLOAT32;
    Host z = Host.normal(random, 3, 9, 5).as(type);
    Host bias = Host.normal(random, 3, 1, 5).as(type);
    Matrix whole = memory.target(type, z);
    device.addBias(memory.input(type, bias), whole.columns(4, 7));
    Host expected = Host.make(3, 9, 5, (e, i, j) -> z.at(e, i, j) + (j >= 4 && j < 7 ? bias.at(e, i, 0) : 0));
    Check.same("addBias to columns", expected.as(type), memory.read(whole));
  }

  private void check(ElementType type, Host source, Matrix matrix, Host alpha, Host beta, Host before,
      boolean resident) {
    Matrix target = memory.target(type, before);
    device.sumColumns(scalar(type, alpha, resident), matrix, scalar(type, beta, resident), target);
    Host ones = Host.filled(source.columns(), 1, 1, 1);
    Host expected = Reference.gemm(Transpose.NO, Transpose.NO, alpha, source, ones, beta, before);
    Host magnitude =
        Reference.gemm(Transpose.NO, Transpose.NO, alpha.abs(), source.abs(), ones, beta.abs(), before.abs());
    double gamma = Rounding.gamma(type, source.columns() + 3);
    Check.close("sumColumns " + type + " " + source.rows() + " x " + source.columns(), expected,
        (e, i, j) -> gamma * magnitude.at(e, i, j), memory.read(target));
  }

  private Scalar scalar(ElementType type, Host value, boolean resident) {
    return resident ? Scalar.at(memory.input(type, value)) : Scalar.of(value.at(0, 0, 0));
  }
}
