package dev.lamina.device;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Losses and their gradients. Squared error: each residual r is within {@code 2u (|alpha h| + |r|)}. Cross-entropy: an
 * exponent is within {@code 2u (|alpha h| + largest)}, which is a relative error of a probability and an absolute one
 * of the loss; the sum over K classes adds {@code gamma_K}. The batch's mean is taken in float64 or in the type itself.
 */
class LossConformanceTest extends DeviceConformance {
  /** Classes and samples. */
  private static final int[][] SIZES = {{2, 1}, {2, 7}, {3, 17}, {7, 33}, {10, 65}, {13, 129}, {10, 257}, {101, 3},
    {3, 2053}};
  private static final ElementType[] TYPES = {ElementType.FLOAT32, ElementType.FLOAT64};

  private final SplittableRandom random = new SplittableRandom(11);

  /** {@code resident}: the gradient's scale, 1 x 1, lies in device memory. */
  private record Case(Loss loss, ElementType type, double outputScale, Host output, Host labels, Host gradientScale,
      boolean resident) {}

  @ParameterizedTest
  @EnumSource
  void lossAndGradient(Loss loss) {
    Host each = Host.scalar(0.1, 0, -1, 3, 0.01);
    for (ElementType type : TYPES) {
      for (int[] size : SIZES) {
        for (int members : MEMBERS) {
          Host output = Host.normal(random, size[0], size[1], members).as(type);
          Host labels = Host.integers(random, size[0], size[1], members);
          check(new Case(loss, type, 1, output, labels, Host.scalar(1), false));
          check(new Case(loss, type, 3, output, labels, Host.scalar(0.3), false));
          check(new Case(loss, type, 0.25, output, labels, members == 1 ? Host.scalar(0.05) : each, true));
          check(new Case(loss, type, 1, output, labels, Host.scalar(0.05), true));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void labelsSharedByAllMembers(Loss loss) {
    for (ElementType type : TYPES) {
      Host output = Host.normal(random, 10, 17, 5).as(type);
      check(new Case(loss, type, 2, output, Host.integers(random, 10, 17, 1), Host.scalar(1), false));
    }
  }

  /** The exponential of neither sign of these is finite and positive. */
  @Test
  void crossEntropyOfHugeOutputs() {
    for (ElementType type : TYPES) {
      Host output = Host.make(3, 7, 5, (e, i, j) -> (random.nextInt(3) - 1) * 1e4).as(type);
      check(new Case(Loss.CROSS_ENTROPY, type, 1, output, Host.integers(random, 3, 7, 5), Host.scalar(1), false));
      Host offset = Host.normal(random, 3, 7, 5).map(value -> value - 1e4).as(type);
      check(new Case(Loss.CROSS_ENTROPY, type, 1, offset, Host.integers(random, 3, 7, 5), Host.scalar(1), false));
    }
  }

  /** All classes equal: the first counts as the largest, so label 0 alone is correct. */
  @ParameterizedTest
  @EnumSource
  void firstOfEqualOutputsIsTheDecision(Loss loss) {
    for (ElementType type : TYPES) {
      Host output = Host.make(3, 6, 5, (e, i, j) -> j < 3 ? 0.5 : i == 0 ? 0 : 1);
      Host labels = Host.make(1, 6, 5, (e, i, j) -> (j + e) % 3);
      check(new Case(loss, type, 1, output, labels, Host.scalar(1), false));
    }
  }

  /** A negative output scale does not turn the decision, which is by the output itself. */
  @ParameterizedTest
  @EnumSource
  void decisionIsByTheOutput(Loss loss) {
    Host output = Host.normal(random, 7, 33, 5);
    check(new Case(loss, ElementType.FLOAT64, -1, output, Reference.argmax(output), Host.scalar(1), false));
  }

  @ParameterizedTest
  @EnumSource
  void gradientIsTheDerivativeOfTheLoss(Loss loss) {
    Host output = Host.normal(random, 7, 3, 5);
    Host labels = Host.integers(random, 7, 3, 5);
    Host scale = Host.scalar(1, 0.5, 2, 0, -1);
    Matrix delta = memory.target(ElementType.FLOAT64, 7, 3, 5);
    device.loss(loss, 1.5, memory.input(ElementType.FLOAT64, output), memory.input(ElementType.INT32, labels),
        Scalar.at(memory.input(ElementType.FLOAT64, scale)), delta, memory.target(ElementType.FLOAT64, 2, 1, 5),
        memory.input(ElementType.INT32, Host.scalar(0)));
    // Members are independent: the derivative of the sum of scaled losses.
    Host expected = Differences.gradient(output, x -> {
      Host losses = NetworkReference.meanLoss(loss, 1.5, x, labels);
      double sum = 0;
      for (int e = 0; e < 5; e++) {
        sum += scale.at(e, 0, 0) * losses.at(e, 0, 0);
      }
      return sum;
    });
    Check.close(loss + " against differences", expected, 100 * Differences.BOUND, memory.read(delta));
  }

  /** Each member may write to its own column. */
  @Test
  void positionOfEachMember() {
    Host output = Host.normal(random, 3, 7, 5);
    Host labels = Host.integers(random, 3, 7, 5);
    Host before = Host.filled(2, 4, 5, -7);
    Host positions = Host.scalar(3, 0, 1, 2, 0);
    Matrix sums = memory.target(ElementType.FLOAT64, before);
    device.loss(Loss.SQUARED_ERROR, 1, memory.input(ElementType.FLOAT64, output),
        memory.input(ElementType.INT32, labels), Scalar.ONE, null, sums, memory.input(ElementType.INT32, positions));
    Host losses = NetworkReference.meanLoss(Loss.SQUARED_ERROR, 1, output, labels);
    Host correct = correct(output, labels);
    Host expected = Host.make(2, 4, 5, (e, i, j) ->
        j != positions.at(e, 0, 0) ? -7 : i == 0 ? losses.at(e, 0, 0) : correct.at(e, 0, 0));
    Check.close("sums", expected, 1e-14, memory.read(sums));
  }

  private void check(Case drawn) {
    int members = drawn.output.members();
    int history = 3;
    int position = 1;
    Host before = Host.make(2, history, members, (e, i, j) -> j == position ? Double.NaN : 10 * j + i);
    Matrix output = memory.input(drawn.type, drawn.output);
    Matrix labels = memory.input(ElementType.INT32, drawn.labels);
    Matrix at = memory.input(ElementType.INT32, Host.scalar(position));
    Scalar scale = drawn.resident
        ? Scalar.at(memory.input(drawn.type, drawn.gradientScale))
        : Scalar.of(drawn.gradientScale.at(0, 0, 0));
    Matrix delta = memory.target(drawn.type, drawn.output.rows(), drawn.output.columns(), members);
    Matrix sums = memory.target(ElementType.FLOAT64, before);
    device.loss(drawn.loss, drawn.outputScale, output, labels, scale, delta, sums, at);
    Host after = memory.read(sums);
    checkSums(drawn, after.columns(position, position + 1));
    Check.same("sums before the position", before.columns(0, position), after.columns(0, position));
    Check.same("sums after the position", before.columns(position + 1, history), after.columns(position + 1, history));
    checkGradient(drawn, memory.read(delta));

    Matrix sumsAlone = memory.target(ElementType.FLOAT64, before);
    device.loss(drawn.loss, drawn.outputScale, output, labels, scale, null, sumsAlone, at);
    Check.same("sums without a gradient", after, memory.read(sumsAlone));
  }

  private static void checkSums(Case drawn, Host actual) {
    Host output = drawn.output;
    int classes = output.rows();
    int n = output.columns();
    double unit = Rounding.unit(drawn.type);
    Host losses = NetworkReference.meanLoss(drawn.loss, drawn.outputScale, output, drawn.labels);
    Host correct = correct(output, drawn.labels);
    double largest = Math.abs(drawn.outputScale) * output.largest();
    // Squared error: sum of 2 |r| times the residual's error, at most K (largest + 1)^2 in all.
    double perSample = drawn.loss == Loss.SQUARED_ERROR
        ? 8 * unit * classes * (largest + 1) * (largest + 1)
        : 8 * unit * (largest + 1) + Rounding.gamma(drawn.type, classes + 4);
    Host expected = Host.make(2, 1, output.members(), (e, i, j) -> i == 0 ? losses.at(e, 0, 0) : correct.at(e, 0, 0));
    Check.close(drawn.loss + " " + drawn.type + " of " + classes + " x " + n, expected,
        (e, i, j) -> i == 1 ? 0 : perSample + Rounding.gamma(drawn.type, classes + n) * losses.at(e, 0, 0), actual);
  }

  private static void checkGradient(Case drawn, Host actual) {
    Host output = drawn.output;
    int n = output.columns();
    double unit = Rounding.unit(drawn.type);
    double largest = Math.abs(drawn.outputScale) * output.largest();
    Host gradient = NetworkReference.lossGradient(drawn.loss, drawn.outputScale, output, drawn.labels);
    Host expected = Host.make(output.rows(), n, output.members(),
        (e, i, j) -> drawn.gradientScale.at(e, 0, 0) * gradient.at(e, i, j));
    Check.close(drawn.loss + " gradient " + drawn.type + " of " + output.rows() + " x " + n, expected, (e, i, j) -> {
      double factor = Math.abs(drawn.gradientScale.at(e, 0, 0) * drawn.outputScale) / n;
      double one = i == drawn.labels.at(e, 0, j) ? 1 : 0;
      if (drawn.loss == Loss.SQUARED_ERROR) {
        return 16 * unit * factor * (Math.abs(drawn.outputScale * output.at(e, i, j)) + one);
      }
      double p = NetworkReference.probability(drawn.outputScale, output, e, i, j);
      double relative = 8 * unit * (largest + 1) + Rounding.gamma(drawn.type, output.rows() + 4);
      // Exponentials below the smallest normal number may be flushed to 0.
      double flushed = drawn.type == ElementType.FLOAT32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
      return factor * (relative * p + 8 * unit * one + flushed);
    }, actual);
  }

  private static Host correct(Host output, Host labels) {
    Host decisions = Reference.argmax(output);
    return Host.make(1, 1, output.members(), (e, row, column) -> {
      int count = 0;
      for (int j = 0; j < output.columns(); j++) {
        count += decisions.at(e, 0, j) == labels.at(e, 0, j) ? 1 : 0;
      }
      return count;
    });
  }
}
