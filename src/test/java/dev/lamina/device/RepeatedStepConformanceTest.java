package dev.lamina.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Steps of small networks that count themselves, many at once: where members are independent the device may take each
 * through all of them by itself, with sums in another order.
 */
@MethodSource("dev.lamina.device.Devices#ofSmallGrids")
class RepeatedStepConformanceTest extends DeviceConformance {
  private static final int STEPS = 8;
  private static final int[][] SHAPES =
      {{1, 1, 2, 1}, {5, 3, 2, 7}, {50, 47, 3, 30}, {16, 33, 10, 65}, {31, 64, 4, 40}};

  private final SplittableRandom random = new SplittableRandom(22);

  /** How a step is put together. */
  private record Kind(Loss loss, Activation activation, double momentum, boolean nesterov, double decay,
      double threshold) {}

  private static final List<Kind> KINDS = List.of(
      new Kind(Loss.SQUARED_ERROR, Activation.IDENTITY, 0, false, 0, 0),
      new Kind(Loss.SQUARED_ERROR, Activation.RELU, 0, false, 1e-3, 0.4),
      new Kind(Loss.CROSS_ENTROPY, Activation.TANH, 0.9, false, 1e-3, 0.5),
      new Kind(Loss.CROSS_ENTROPY, Activation.GELU, 0.9, true, 0, 0),
      new Kind(Loss.SQUARED_ERROR, Activation.LEAKY_RELU, 0.5, false, 0, 0.45));

  /** Two layers with biases, a buffer that serves both of their deltas, and a rate for each member. */
  private final class Step {
    private final Map<String, Matrix> m = new LinkedHashMap<>();
    private final Kind kind;

    Step(Map<String, Host> values, ElementType type, Kind kind) {
      this.kind = kind;
      values.forEach((name, host) -> m.put(name, memory.target(name.equals("sums") ? ElementType.FLOAT64
          : name.startsWith("int") ? ElementType.INT32 : type, host)));
    }

    private Matrix delta(int rows, int columns) {
      Matrix buffer = m.get("delta");
      return new Matrix(buffer.memory(), buffer.type(), buffer.offset(), rows, columns, buffer.members(),
          buffer.stride());
    }

    void run() {
      Matrix x = m.get("x");
      Matrix h = m.get("h");
      Matrix output = m.get("output");
      Matrix delta = m.get("outputDelta");
      Matrix hidden = delta(h.rows(), h.columns());
      device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, m.get("w1"), x, Scalar.ZERO, h);
      device.addBias(m.get("b1"), h);
      device.activate(kind.activation, h, m.get("a"));
      device.gemm(Transpose.NO, Transpose.NO, Scalar.of(0.5), m.get("w2"), m.get("a"), Scalar.ZERO, output);
      Scalar rate = Scalar.at(m.get("rate"));
      device.loss(kind.loss, 1.5, output, m.get("intLabels"), kind.momentum > 0 ? Scalar.ONE : rate, delta,
          m.get("sums"), m.get("intPosition"));
      if (kind.threshold > 0) {
        device.stopBelow(kind.threshold, 2, m.get("sums"), m.get("intPosition"), m.get("rate"),
            kind.decay > 0 ? m.get("keep") : null, delta);
      }
      device.gemm(Transpose.YES, Transpose.NO, Scalar.ONE, m.get("w2"), delta, Scalar.ZERO, hidden);
      update(delta, m.get("a"), "w2", rate);
      device.activateBackward(kind.activation, h, m.get("a"), hidden);
      update(hidden, x, "w1", rate);
      device.sumColumns(Scalar.of(-0.01), hidden, Scalar.at(m.get("keep")), m.get("b1"));
      // The same elements in another shape, after their last use in this one.
      Matrix products = delta(output.columns(), output.columns());
      device.gemm(Transpose.YES, Transpose.NO, Scalar.ONE, output, output, Scalar.ZERO, products);
      device.sumColumns(Scalar.ONE, products, Scalar.ZERO, m.get("total"));
      device.advance(m.get("intPosition"), STEPS);
    }

    private void update(Matrix delta, Matrix input, String weight, Scalar rate) {
      Matrix w = m.get(weight);
      Matrix v = m.get("v" + weight);
      SgdRule rule = new SgdRule(kind.momentum, kind.decay, kind.nesterov);
      if (kind.nesterov) {
        device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, delta, input, Scalar.ZERO, m.get("g" + weight));
        device.sgd(rule, rate, m.get("g" + weight), v, w);
      } else if (kind.momentum > 0) {
        device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, delta, input, Scalar.of(kind.momentum), v);
        device.applyVelocity(rule, rate, v, w);
      } else if (kind.decay > 0) {
        device.gemm(Transpose.NO, Transpose.YES, Scalar.of(-1), delta, input, Scalar.at(m.get("keep")), w);
      } else {
        device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, delta, input, Scalar.ZERO, m.get("g" + weight));
        device.sgd(new SgdRule(0, 0, false), Scalar.ONE, m.get("g" + weight), null, w);
      }
    }
  }

  private Map<String, Host> values(int[] shape, int members) {
    int d = shape[0];
    int width = shape[1];
    int classes = shape[2];
    int n = shape[3];
    Map<String, Host> values = new LinkedHashMap<>();
    values.put("x", Host.normal(random, d, n, members).map(x -> x / Math.sqrt(d)));
    values.put("intLabels", Host.integers(random, classes, n, 1));
    values.put("intPosition", Host.filled(1, 1, members, 0));
    values.put("rate", Host.make(1, 1, members, (e, i, j) -> 0.002 * (e + 1)));
    values.put("keep", Host.make(1, 1, members, (e, i, j) -> 1 - 1e-3 * e));
    values.put("w1", Host.normal(random, width, d, members));
    values.put("w2", Host.normal(random, classes, width, members).map(w -> w / Math.sqrt(width)));
    for (String name : new String[] {"vw1", "gw1"}) {
      values.put(name, Host.filled(width, d, members, 0));
    }
    for (String name : new String[] {"vw2", "gw2"}) {
      values.put(name, Host.filled(classes, width, members, 0));
    }
    values.put("b1", Host.normal(random, width, 1, members));
    for (String name : new String[] {"h", "a"}) {
      values.put(name, Host.filled(width, n, members, 0));
    }
    values.put("delta", Host.filled(Math.max(width, n), n, members, 0));
    for (String name : new String[] {"output", "outputDelta"}) {
      values.put(name, Host.filled(classes, n, members, 0));
    }
    values.put("total", Host.filled(n, 1, members, 0));
    values.put("sums", Host.filled(2, STEPS, members, -1));
    return values;
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void manyStepsAtOnceAreTheStepsOneByOne(ElementType type) {
    for (int i = 0; i < KINDS.size(); i++) {
      Kind kind = KINDS.get(i);
      int[] shape = SHAPES[i];
      for (int members : new int[] {1, 3}) {
        String what = kind + ", " + shape[0] + "-" + shape[1] + "-" + shape[2] + ", " + shape[3] + ", " + members;
        Map<String, Host> values = values(shape, members);
        Step direct = new Step(values, type, kind);
        List<Step> copies = memory.twice(() -> new Step(values, type, kind));
        Step atOnce = copies.get(0);
        Step inTurns = copies.get(1);
        for (int step = 0; step < STEPS; step++) {
          direct.run();
        }
        try (Plan plan = device.record(atOnce::run); Plan split = device.record(inTurns::run)) {
          assertTrue(plan.isResident() || members == 1, what);
          plan.replay(STEPS);
          for (int part : new int[] {3, 0, 1, STEPS - 4}) {
            split.replay(part);
          }
        }
        for (String name : values.keySet()) {
          Host expected = memory.read(direct.m.get(name));
          Check.same(name + ", split, " + what, memory.read(atOnce.m.get(name)), memory.read(inTurns.m.get(name)));
          Check.close(name + ", " + what, expected, 200 * Rounding.gamma(type, 100) * Math.max(1, expected.largest()),
              memory.read(atOnce.m.get(name)));
        }
      }
    }
  }

  /** Members that stop are left as they were, in every bit, while others go on. */
  @Test
  void aMemberThatStopsStays() {
    Kind kind = new Kind(Loss.SQUARED_ERROR, Activation.IDENTITY, 0, false, 0, 1e9);
    Map<String, Host> values = values(SHAPES[2], 3);
    values.put("intPosition", Host.scalar(1, 0, 1));
    Step step = new Step(values, ElementType.FLOAT64, kind);
    try (Plan plan = device.record(step::run)) {
      plan.replay(1);
      Host after = memory.read(step.m.get("w1"));
      assertEquals(0, values.get("w1").at(1, 0, 0) - after.at(1, 0, 0), "the second stops at once");
      assertTrue(values.get("w1").at(0, 0, 0) != after.at(0, 0, 0), "the first goes on for a step");
      plan.replay(3);
      Host later = memory.read(step.m.get("w1"));
      plan.replay(2);
      Check.same("all have stopped", later, memory.read(step.m.get("w1")));
      Check.same("the second member", values.get("w1").member(1), later.member(1));
    }
  }

  /** One counter for all members ties them together. */
  @Test
  void aSharedCounterIsCountedOnce() {
    Map<String, Host> values = values(SHAPES[1], 3);
    values.put("intPosition", Host.scalar(0));
    Step direct = new Step(values, ElementType.FLOAT64, KINDS.get(0));
    Step repeated = new Step(values, ElementType.FLOAT64, KINDS.get(0));
    try (Plan plan = device.record(repeated::run)) {
      plan.replay(3);
      for (int step = 0; step < 3; step++) {
        direct.run();
      }
      for (String name : values.keySet()) {
        Check.close(name, memory.read(direct.m.get(name)), 1e-12, memory.read(repeated.m.get(name)));
      }
    }
  }

  /** From few matrices to more than one kernel takes. */
  @ParameterizedTest
  @ValueSource(ints = {2, 60, 180})
  void chainsOfAnyLength(int length) {
    int members = 2;
    Matrix[] direct = new Matrix[length + 1];
    Matrix[] repeated = new Matrix[length + 1];
    Matrix[] weights = new Matrix[length + 1];
    Host first = Host.normal(random, 3, 2, members);
    for (int l = 0; l <= length; l++) {
      direct[l] = memory.target(ElementType.FLOAT64, first);
      repeated[l] = memory.target(ElementType.FLOAT64, first);
      weights[l] = memory.input(ElementType.FLOAT64, Host.normal(random, 3, 3, members).map(w -> w / 3));
    }
    Matrix counter = memory.target(ElementType.INT32, Host.filled(1, 1, members, 0));
    try (Plan plan = device.record(() -> {
      chain(weights, repeated);
      device.advance(counter, 100);
    })) {
      plan.replay(2);
    }
    chain(weights, direct);
    chain(weights, direct);
    for (int l = 0; l <= length; l++) {
      Check.close("link " + l + " of " + length, memory.read(direct[l]), 1e-12, memory.read(repeated[l]));
    }
    Check.same("counter", Host.filled(1, 1, members, 2), memory.read(counter));
  }

  private void chain(Matrix[] weights, Matrix[] links) {
    for (int l = 1; l < links.length; l++) {
      device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, weights[l], links[l - 1], Scalar.of(0.5), links[l]);
    }
  }

  /** What is read through one view after it was written through another cannot be kept in two places. */
  @Test
  void viewsThatShareElementsSeeEachOther() {
    int members = 3;
    Matrix block = memory.target(ElementType.FLOAT64, Host.filled(4, 3, members, 1));
    Matrix flat = block.reshape(12, 1);
    Matrix sum = memory.target(ElementType.FLOAT64, Host.filled(4, 1, members, 0));
    Matrix one = memory.input(ElementType.FLOAT64, Host.make(12, 1, members, (e, i, j) -> e + 1));
    Matrix counter = memory.target(ElementType.INT32, Host.filled(1, 1, members, 0));
    try (Plan plan = device.record(() -> {
      device.addBias(one, flat);
      device.sumColumns(Scalar.ONE, block, Scalar.ZERO, sum);
      device.advance(counter, 100);
    })) {
      plan.replay(5);
    }
    Check.same("sums", Host.make(4, 1, members, (e, i, j) -> 3 * (1 + 5 * (e + 1))), memory.read(sum));
    Check.same("counter", Host.filled(1, 1, members, 5), memory.read(counter));
  }
}
