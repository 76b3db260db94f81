package dev.lamina.device;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The optimiser against its recurrences over several steps. The bound is a running error analysis: beside each value of
 * the recurrence, how far a computed one may have drifted from it, with two roundings for each factor and sum.
 */
class SgdConformanceTest extends DeviceConformance {
  private static final SgdRule[] RULES = {
    new SgdRule(0, 0, false), new SgdRule(0, 0.01, false), new SgdRule(0.9, 0, false), new SgdRule(0.9, 0.01, false),
    new SgdRule(0.9, 0, true), new SgdRule(0.7, 0.01, true)
  };
  private static final int[][] SIZES = {{1, 1}, {3, 2}, {7, 17}, {33, 65}, {257, 131}};
  private static final int STEPS = 4;

  private final SplittableRandom random = new SplittableRandom(12);

  /** Values and how far computed ones may be from them. */
  private static final class Tracked {
    private final Host value;
    private final Host error;

    Tracked(Host initial) {
      value = initial.copy();
      error = initial.map(x -> 0);
    }

    void check(String what, Host actual) {
      Check.close(what, value, error::at, actual);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void severalSteps(ElementType type) {
    for (SgdRule rule : RULES) {
      for (int[] size : SIZES) {
        for (int members : MEMBERS) {
          severalSteps(type, rule, Host.normal(random, size[0], size[1], members).as(type), Host.scalar(0.05), false);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void rateFromDeviceMemory(ElementType type) {
    for (SgdRule rule : RULES) {
      Host weights = Host.normal(random, 7, 3, 5).as(type);
      severalSteps(type, rule, weights, Host.scalar(0.1, 0.5, 0, 0.001, 1).as(type), true);
      severalSteps(type, rule, weights, Host.scalar(0.125), true);
    }
  }

  private void severalSteps(ElementType type, SgdRule rule, Host initial, Host rate, boolean resident) {
    Tracked w = new Tracked(initial);
    Tracked v = new Tracked(initial.map(x -> 0));
    Matrix weights = memory.target(type, initial);
    Matrix velocity = rule.momentum() == 0 ? null : memory.target(type, v.value);
    Scalar factor = resident ? Scalar.at(memory.input(type, rate)) : Scalar.of(rate.at(0, 0, 0));
    for (int step = 1; step <= STEPS; step++) {
      Host gradient = Host.normal(random, initial.rows(), initial.columns(), initial.members()).as(type);
      device.sgd(rule, factor, memory.input(type, gradient), velocity, weights);
      advance(rule, type, rate, gradient, v, w);
      String what = rule + " " + type + " step " + step;
      w.check(what + ": weights", memory.read(weights));
      if (velocity != null) {
        v.check(what + ": velocity", memory.read(velocity));
      }
    }
  }

  private static void advance(SgdRule rule, ElementType type, Host rate, Host gradient, Tracked v, Tracked w) {
    double unit = 2 * Rounding.unit(type);
    for (int e = 0; e < gradient.members(); e++) {
      double eta = rate.at(e, 0, 0);
      for (int j = 0; j < gradient.columns(); j++) {
        for (int i = 0; i < gradient.rows(); i++) {
          double decay = rule.weightDecay() * w.value.at(e, i, j);
          double g = gradient.at(e, i, j) + decay;
          double gError = rule.weightDecay() * w.error.at(e, i, j) + unit * (2 * Math.abs(decay) + Math.abs(g));
          double kept = rule.momentum() * v.value.at(e, i, j);
          double velocity = kept + g;
          double velocityError = rule.momentum() * v.error.at(e, i, j) + gError
              + unit * (2 * Math.abs(kept) + Math.abs(velocity));
          double ahead = rule.momentum() * velocity;
          double direction = rule.nesterov() ? g + ahead : velocity;
          double directionError = rule.nesterov()
              ? gError + rule.momentum() * velocityError + unit * (2 * Math.abs(ahead) + Math.abs(direction))
              : velocityError;
          store(v, e, i, j, velocity, velocityError);
          descend(w, e, i, j, eta, direction, directionError, unit);
        }
      }
    }
  }

  private static void descend(Tracked w, int e, int i, int j, double rate, double direction, double directionError,
      double unit) {
    double step = rate * direction;
    double weight = w.value.at(e, i, j) - step;
    store(w, e, i, j, weight, w.error.at(e, i, j) + Math.abs(rate) * directionError
        + (step == 0 ? 0 : unit * (2 * Math.abs(step) + Math.abs(weight))));
  }

  private static void store(Tracked tracked, int e, int i, int j, double value, double error) {
    tracked.value.set(e, i, j, value);
    tracked.error.set(e, i, j, error);
  }

  /** The velocity's product with the momentum is made elsewhere: here by the test. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void applyVelocity(ElementType type) {
    double unit = 2 * Rounding.unit(type);
    for (SgdRule rule : new SgdRule[] {new SgdRule(0.9, 0, false), new SgdRule(0.9, 0.01, false)}) {
      for (int[] size : SIZES) {
        for (int members : MEMBERS) {
          Host rate = members == 1 ? Host.scalar(0.125) : Host.scalar(0.5, 0.125, 0, 1, 2);
          Host velocity = Host.normal(random, size[0], size[1], members).as(type);
          Tracked w = new Tracked(Host.normal(random, size[0], size[1], members).as(type));
          Matrix weights = memory.target(type, w.value);
          Matrix target = memory.target(type, velocity);
          Tracked v = new Tracked(velocity);
          for (int e = 0; e < members; e++) {
            for (int j = 0; j < size[1]; j++) {
              for (int i = 0; i < size[0]; i++) {
                double decay = rule.weightDecay() * w.value.at(e, i, j);
                double sum = velocity.at(e, i, j) + decay;
                double error = decay == 0 ? 0 : unit * (2 * Math.abs(decay) + Math.abs(sum));
                store(v, e, i, j, sum, error);
                descend(w, e, i, j, rate.at(e, 0, 0), sum, error, unit);
              }
            }
          }
          device.applyVelocity(rule, Scalar.at(memory.input(type, rate)), target, weights);
          String what = "applyVelocity " + rule + " " + type;
          v.check(what + ": velocity", memory.read(target));
          w.check(what + ": weights", memory.read(weights));
        }
      }
    }
  }

  @Test
  void applyVelocityRefusesNesterov() {
    Host values = Host.normal(random, 3, 2, 1);
    assertThrows(IllegalArgumentException.class, () -> device.applyVelocity(new SgdRule(0.9, 0, true), Scalar.ONE,
        memory.target(ElementType.FLOAT64, values), memory.target(ElementType.FLOAT64, values)));
  }

  /** A member that has stopped: its weights keep every bit. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void rateZeroKeepsTheWeights(ElementType type) {
    Host initial = Host.normal(random, 7, 17, 5).as(type);
    Host rate = Host.scalar(0, 0, 0, 0, 0);
    for (SgdRule rule : RULES) {
      for (boolean resident : new boolean[] {false, true}) {
        Scalar factor = resident ? Scalar.at(memory.input(type, rate)) : Scalar.ZERO;
        Matrix weights = memory.target(type, initial);
        Matrix velocity = memory.target(type, Host.normal(random, 7, 17, 5));
        Matrix gradient = memory.input(type, Host.normal(random, 7, 17, 5).abs());
        device.sgd(rule, factor, gradient, rule.momentum() == 0 ? null : velocity, weights);
        Check.same("sgd " + rule, initial, memory.read(weights));
        if (!rule.nesterov()) {
          device.applyVelocity(rule, factor, velocity, weights);
          Check.same("applyVelocity " + rule, initial, memory.read(weights));
        }
      }
    }
  }

  @Test
  void columnsOfLargerMatrices() {
    ElementType type = ElementType.FLOAT64;
    Host initial = Host.normal(random, 3, 9, 5);
    Host gradient = Host.normal(random, 3, 9, 5);
    Matrix weights = memory.target(type, initial);
    device.sgd(new SgdRule(0, 0, false), Scalar.ONE, memory.input(type, gradient).columns(2, 5), null,
        weights.columns(2, 5));
    Check.same("weights", Host.make(3, 9, 5, (e, i, j) ->
        initial.at(e, i, j) - (j >= 2 && j < 5 ? gradient.at(e, i, j) : 0)), memory.read(weights));
  }

  /** One gradient for all members, as when only the rates differ. */
  @Test
  void sharedGradient() {
    ElementType type = ElementType.FLOAT64;
    Host initial = Host.normal(random, 7, 3, 5);
    Host gradient = Host.normal(random, 7, 3, 1);
    Matrix weights = memory.target(type, initial);
    device.sgd(new SgdRule(0, 0, false), Scalar.at(memory.input(type, Host.scalar(1, 2, 4, 0, -1))),
        memory.input(type, gradient), null, weights);
    double[] rates = {1, 2, 4, 0, -1};
    Check.same("weights",
        Host.make(7, 3, 5, (e, i, j) -> initial.at(e, i, j) - rates[e] * gradient.at(e, i, j)), memory.read(weights));
  }
}
