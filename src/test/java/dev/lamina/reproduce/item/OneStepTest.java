package dev.lamina.reproduce.item;

import static dev.lamina.reproduce.Verdicts.assertAllHold;
import static dev.lamina.reproduce.Verdicts.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.network.HostMatrix;
import dev.lamina.reproduce.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A step along the gradient of the loss is one, and conserves the balance up to its square; any other is told. */
class OneStepTest {

  private static final double RATE = 0.05;
  private static final double SCALE = 3;

  private final Random random = new Random(1);
  private final List<HostMatrix> weights = List.of(matrix(4, 6), matrix(4, 4), matrix(2, 4));
  private final HostMatrix x = matrix(6, 5);
  private final HostMatrix y = matrix(2, 5);
  private final List<HostMatrix> gradients = OneStep.gradients(weights, x, y, SCALE);

  private HostMatrix matrix(int rows, int columns) {
    return new HostMatrix("W", rows, columns, random.doubles((long) rows * columns, -1, 1).toArray());
  }

  /** {@code (1/N) |alpha W_3 W_2 W_1 X - Y|^2}. */
  private double loss(List<HostMatrix> of) {
    HostMatrix output = Host.product(of.get(2), Host.product(of.get(1), Host.product(of.get(0), x)));
    double norm = Host.norm(Host.sum(SCALE, output, -1, y));
    return norm * norm / x.columns();
  }

  /** Central differences of the loss in every entry. */
  @Test
  void theGradientIsThatOfTheLoss() {
    double h = 1e-5;
    for (int l = 0; l < 3; l++) {
      double[] values = weights.get(l).values();
      for (int i = 0; i < values.length; i++) {
        double kept = values[i];
        values[i] = kept + h;
        double above = loss(weights);
        values[i] = kept - h;
        double below = loss(weights);
        values[i] = kept;
        assertEquals((above - below) / (2 * h), gradients.get(l).values()[i], 1e-7,
            "layer " + (l + 1) + ", entry " + i);
      }
    }
  }

  private List<Verdict> verdicts(double decay, double taken, int strayed) {
    List<HostMatrix> after = new ArrayList<>();
    for (int l = 0; l < 3; l++) {
      HostMatrix along = l == strayed ? matrix(weights.get(l).rows(), weights.get(l).columns()) : gradients.get(l);
      after.add(Host.sum(1 - RATE * decay, weights.get(l), -RATE * taken, along));
    }
    return new OneStep(weights, after, RATE, decay).verdicts(gradients, "");
  }

  @Test
  void stepsAlongTheGradientHold() {
    assertAllHold(verdicts(0, 1, -1));
    assertAllHold(verdicts(0.1, 1, -1));
  }

  @Test
  void stepsOfAnotherLengthOrDirectionFail() {
    for (double taken : new double[] {0.5, 1 + 1e-7, 2, -1, 1 / SCALE}) {
      assertFails("along the gradient", verdicts(0, taken, -1));
    }
    for (int strayed = 0; strayed < 3; strayed++) {
      assertFails("One step", verdicts(0.1, 1, strayed));
    }
  }

  @Test
  void aForgottenDecayFails() {
    List<HostMatrix> after =
        IntStream.range(0, 3).mapToObj(l -> Host.sum(1, weights.get(l), -RATE, gradients.get(l))).toList();
    assertFails("One step", new OneStep(weights, after, RATE, 0.1).verdicts(gradients, ""));
  }
}
