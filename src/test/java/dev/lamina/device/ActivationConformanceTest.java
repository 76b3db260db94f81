package dev.lamina.device;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Activations. The elementary functions are within a few units in the last place; GELU is a product of z and a
 * distribution function that is 1 or less, so {@code 8 u (|z| + 1)} covers value and derivative.
 */
class ActivationConformanceTest extends DeviceConformance {
  private static final int[][] SIZES = {{1, 1}, {2, 3}, {7, 17}, {33, 65}, {129, 7}, {257, 131}};
  private static final ElementType[] TYPES = {ElementType.FLOAT32, ElementType.FLOAT64};

  private final SplittableRandom random = new SplittableRandom(8);

  @ParameterizedTest
  @EnumSource
  void values(Activation activation) {
    for (ElementType type : TYPES) {
      for (int[] size : SIZES) {
        for (int members : MEMBERS) {
          Host z = Host.normal(random, size[0], size[1], members).map(value -> 3 * value).as(type);
          checkValues(activation, type, z);
        }
      }
      checkValues(activation, type, Host.of(9, 1, 0, -0.0, 1e-30, -1e-30, 100, -100, -7, 0.5, -0.5).as(type));
    }
  }

  /** What has diverged must not look sound after the next layer. */
  @ParameterizedTest
  @EnumSource
  void notANumberStaysOne(Activation activation) {
    for (ElementType type : TYPES) {
      Matrix h = memory.target(type, 3, 1, 1);
      device.activate(activation, memory.input(type, Host.of(3, 1, Double.NaN, 0, Double.NaN)), h);
      Check.same(activation + " " + type, Host.of(3, 1, Double.NaN, 0, Double.NaN), memory.read(h));
    }
  }

  private void checkValues(Activation activation, ElementType type, Host z) {
    Host expected = z.map(value -> NetworkReference.activate(activation, value));
    Matrix h = memory.target(type, z.rows(), z.columns(), z.members());
    device.activate(activation, memory.input(type, z), h);
    String what = activation + " " + type + " " + z.rows() + " x " + z.columns();
    Check.close(what, expected, valueBound(activation, type, z, expected), memory.read(h));

    Matrix inPlace = memory.target(type, z);
    device.activate(activation, inPlace, inPlace);
    Check.same(what + " in place", memory.read(h), memory.read(inPlace));
  }

  /** What is exact or relative is held to it; the bound of all others is that of the class. */
  private static Host.Entry valueBound(Activation activation, ElementType type, Host z, Host h) {
    double unit = Rounding.unit(type);
    return switch (activation) {
      case IDENTITY, RELU -> (e, i, j) -> 0;
      case LEAKY_RELU -> (e, i, j) -> z.at(e, i, j) > 0 ? 0 : 3 * unit * Math.abs(h.at(e, i, j));
      case TANH -> (e, i, j) -> 8 * unit * Math.abs(h.at(e, i, j));
      // Relative to z: below -1 the distribution function may be found as 1 + erf, which cancels.
      case GELU -> (e, i, j) -> 8 * unit * Math.abs(z.at(e, i, j));
      default -> (e, i, j) -> 8 * unit * (Math.abs(z.at(e, i, j)) + 1);
    };
  }

  /** The argument is garbage where the derivative is to be found from the value. */
  @ParameterizedTest
  @EnumSource
  void derivatives(Activation activation) {
    for (ElementType type : TYPES) {
      for (int[] size : SIZES) {
        for (int members : MEMBERS) {
          Host z = Host.normal(random, size[0], size[1], members).map(value -> 2 * value).as(type);
          checkDerivative(activation, type, z, Host.normal(random, size[0], size[1], members).as(type));
        }
      }
      checkDerivative(activation, type, Host.of(6, 1, 0, -0.0, 100, -100, 1e-3, -1e-3).as(type),
          Host.filled(6, 1, 1, -2));
    }
  }

  private void checkDerivative(Activation activation, ElementType type, Host z, Host delta) {
    Host h = z.map(value -> NetworkReference.activate(activation, value)).as(type);
    Host expected = Host.make(z.rows(), z.columns(), z.members(), (e, i, j) ->
        delta.at(e, i, j) * NetworkReference.derivative(activation, z.at(e, i, j), h.at(e, i, j)));
    double unit = Rounding.unit(type);
    // IDENTITY and RELU multiply by 0 or 1; the others round the derivative, and TANH cancels in 1 - h^2.
    double roundings = activation == Activation.IDENTITY || activation == Activation.RELU ? 0 : 8;
    Matrix target = memory.target(type, delta);
    device.activateBackward(activation, argument(activation, type, z), memory.input(type, h), target);
    Check.close(activation + " backward " + type + " " + z.rows() + " x " + z.columns(), expected,
        (e, i, j) -> roundings * unit * Math.abs(delta.at(e, i, j)) * (1 + Math.abs(z.at(e, i, j))),
        memory.read(target));
  }

  private Matrix argument(Activation activation, ElementType type, Host z) {
    return activation.derivativeNeedsArgument()
        ? memory.input(type, z)
        : memory.input(type, Host.filled(z.rows(), z.columns(), z.members(), Double.NaN));
  }

  @ParameterizedTest
  @EnumSource
  void backwardIsTheDerivativeOfForward(Activation activation) {
    ElementType type = ElementType.FLOAT64;
    // At least 0.1 from the kinks.
    Host z = Host.normal(random, 7, 3, 5).map(value -> value + Math.copySign(0.1, value));
    Host c = Host.normal(random, 7, 3, 5);
    Host expected = Differences.gradient(z, x -> {
      double sum = 0;
      for (int i = 0; i < x.values().length; i++) {
        sum += c.values()[i] * NetworkReference.activate(activation, x.values()[i]);
      }
      return sum;
    });
    Matrix h = memory.target(type, 7, 3, 5);
    device.activate(activation, memory.input(type, z), h);
    Matrix delta = memory.target(type, c);
    device.activateBackward(activation, argument(activation, type, z), h, delta);
    Check.close(activation + " against differences", expected, Differences.BOUND * 100, memory.read(delta));
  }

  @Test
  void viewsOfLargerMatrices() {
    ElementType type = ElementType.FLOAT32;
    Host z = Host.normal(random, 3, 11, 5).as(type);
    Matrix whole = memory.target(type, z);
    device.activate(Activation.RELU, whole.columns(2, 9), whole.columns(2, 9));
    Host half = Host.make(3, 11, 5, (e, i, j) -> j < 2 || j >= 9 ? z.at(e, i, j) : Math.max(0, z.at(e, i, j)));
    Check.close("relu of columns", half, 0, memory.read(whole));

    Matrix delta = memory.target(type, z);
    device.activateBackward(Activation.RELU, whole.columns(2, 9), whole.columns(2, 9), delta.columns(2, 9));
    Check.close("relu backward of columns", half, 0, memory.read(delta));
  }

  /** One argument for all members, each with its own delta. */
  @Test
  void sharedArgument() {
    ElementType type = ElementType.FLOAT64;
    Host z = Host.normal(random, 7, 3, 1);
    Host delta = Host.normal(random, 7, 3, 5);
    Matrix target = memory.target(type, delta);
    device.activateBackward(Activation.RELU, memory.input(type, z), memory.input(type, z.map(x -> Math.max(0, x))),
        target);
    Check.close("relu backward, shared", Host.make(7, 3, 5, (e, i, j) -> z.at(e, i, j) > 0 ? delta.at(e, i, j) : 0), 0,
        memory.read(target));
  }
}
