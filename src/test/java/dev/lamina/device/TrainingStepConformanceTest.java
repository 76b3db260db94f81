package dev.lamina.device;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Operations together: a training step of a small network as a trainer records it, with a batch norm, a rate for each
 * member, and the batch found by a counter on the device.
 */
class TrainingStepConformanceTest extends DeviceConformance {
  private static final int INPUTS = 13;
  private static final int WIDTH = 17;
  private static final int CLASSES = 3;
  private static final int BATCH = 7;
  private static final int BATCHES = 4;
  private static final int STEPS = 8;

  private final SplittableRandom random = new SplittableRandom(18);

  /** The network, its data and its state, by name. */
  private final class Step {
    private final Map<String, Matrix> m = new LinkedHashMap<>();
    private final SgdRule rule = new SgdRule(0.9, 1e-3, false);

    /** Takes members {@code from} to {@code to} of the same initial values, whichever they are. */
    Step(Map<String, Host> values, int from, int to, ElementType type) {
      values.forEach((name, host) -> {
        Host part = host.members() == 1
            ? host
            : Host.make(host.rows(), host.columns(), to - from, (e, i, j) -> host.at(from + e, i, j));
        ElementType floating = name.equals("sums") ? ElementType.FLOAT64 : type;
        ElementType held = name.startsWith("int") ? ElementType.INT32 : floating;
        m.put(name, memory.target(held, part));
      });
    }

    void run() {
      BatchNorm norm = new BatchNorm(m.get("gamma"), m.get("beta"), m.get("runningMean"), m.get("runningVariance"),
          m.get("mean"), m.get("inverse"));
      Scalar rate = Scalar.at(m.get("rate"));
      device.gather(m.get("data"), m.get("intIndex"), m.get("intPosition"), m.get("x"));
      device.gather(m.get("intLabels"), m.get("intIndex"), m.get("intPosition"), m.get("intBatch"));
      device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, m.get("w1"), m.get("x"), Scalar.ZERO, m.get("z"));
      device.batchNormTraining(norm, m.get("z"), Scalar.of(BatchNorm.MOMENTUM), m.get("y"));
      device.activate(Activation.TANH, m.get("y"), m.get("y"));
      device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, m.get("w2"), m.get("y"), Scalar.ZERO, m.get("output"));
      device.addBias(m.get("bias"), m.get("output"));
      device.loss(Loss.CROSS_ENTROPY, 1, m.get("output"), m.get("intBatch"), Scalar.ONE, m.get("delta2"), m.get("sums"),
          m.get("intPosition"));
      device.gemm(Transpose.YES, Transpose.NO, Scalar.ONE, m.get("w2"), m.get("delta2"), Scalar.ZERO, m.get("delta1"));
      device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, m.get("delta2"), m.get("y"), Scalar.of(rule.momentum()),
          m.get("v2"));
      device.applyVelocity(rule, rate, m.get("v2"), m.get("w2"));
      device.sumColumns(Scalar.ONE, m.get("delta2"), Scalar.ZERO, m.get("biasGradient"));
      device.sgd(new SgdRule(0, 0, false), rate, m.get("biasGradient"), null, m.get("bias"));
      device.activateBackward(Activation.TANH, m.get("y"), m.get("y"), m.get("delta1"));
      device.batchNormBackward(norm, m.get("z"), m.get("delta1"), m.get("gammaGradient"), m.get("betaGradient"));
      device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, m.get("delta1"), m.get("x"), Scalar.of(rule.momentum()),
          m.get("v1"));
      device.applyVelocity(rule, rate, m.get("v1"), m.get("w1"));
      device.sgd(new SgdRule(0, 0, false), rate, m.get("gammaGradient"), null, m.get("gamma"));
      device.sgd(new SgdRule(0, 0, false), rate, m.get("betaGradient"), null, m.get("beta"));
      device.advance(m.get("intPosition"), BATCHES);
    }

    Host read(String name) {
      return memory.read(m.get(name));
    }
  }

  private Map<String, Host> values(int members) {
    int samples = BATCH * BATCHES;
    Map<String, Host> values = new LinkedHashMap<>();
    values.put("data", Host.normal(random, INPUTS, samples, 1));
    values.put("intLabels", Host.integers(random, CLASSES, samples, 1));
    values.put("intIndex", Host.make(1, samples, members, (e, i, j) -> (j * 5 + 3 * e) % samples));
    values.put("intPosition", Host.scalar(0));
    values.put("intBatch", Host.filled(1, BATCH, members, 0));
    values.put("rate", Host.make(1, 1, members, (e, i, j) -> 0.05 * (e + 1)));
    values.put("w1", Host.normal(random, WIDTH, INPUTS, members).map(w -> w / 3));
    values.put("w2", Host.normal(random, CLASSES, WIDTH, members).map(w -> w / 4));
    values.put("gamma", Host.filled(WIDTH, 1, members, 1));
    values.put("runningVariance", Host.filled(WIDTH, 1, members, 1));
    for (String name : new String[] {"beta", "runningMean", "mean", "inverse", "gammaGradient", "betaGradient"}) {
      values.put(name, Host.filled(WIDTH, 1, members, 0));
    }
    values.put("bias", Host.filled(CLASSES, 1, members, 0));
    values.put("biasGradient", Host.filled(CLASSES, 1, members, 0));
    values.put("v1", Host.filled(WIDTH, INPUTS, members, 0));
    values.put("v2", Host.filled(CLASSES, WIDTH, members, 0));
    values.put("x", Host.filled(INPUTS, BATCH, members, 0));
    for (String name : new String[] {"z", "y", "delta1"}) {
      values.put(name, Host.filled(WIDTH, BATCH, members, 0));
    }
    values.put("output", Host.filled(CLASSES, BATCH, members, 0));
    values.put("delta2", Host.filled(CLASSES, BATCH, members, 0));
    values.put("sums", Host.filled(2, BATCHES, members, -1));
    return values;
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void replayedStepsEqualDirectSteps(ElementType type) {
    for (int members : new int[] {1, 2, 5, 16}) {
      Map<String, Host> values = values(members);
      List<Step> copies = memory.twice(() -> new Step(values, 0, members, type));
      Step direct = copies.get(0);
      Step recorded = copies.get(1);
      try (Plan plan = device.record(recorded::run)) {
        for (int step = 1; step <= STEPS; step++) {
          direct.run();
          plan.replay();
          for (String name : values.keySet()) {
            Check.same(name + " of " + members + " members after step " + step, direct.read(name), recorded.read(name));
          }
        }
      }
    }
  }

  /** Float64, so that the steps in between do not amplify what a different order of sums does to the last bits. */
  @Test
  void ensembleEqualsSingleRuns() {
    Map<String, Host> values = values(5);
    Step together = new Step(values, 0, 5, ElementType.FLOAT64);
    for (int step = 0; step < STEPS; step++) {
      together.run();
    }
    for (int e = 0; e < 5; e++) {
      Step alone = new Step(values, e, e + 1, ElementType.FLOAT64);
      for (int step = 0; step < STEPS; step++) {
        alone.run();
      }
      for (String name : new String[] {"w1", "w2", "gamma", "beta", "bias", "runningMean", "runningVariance", "sums"}) {
        Check.close(name + " of member " + e, alone.read(name), 1e-12, together.read(name).member(e));
      }
    }
  }
}
