package dev.lamina.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.Activation;
import dev.lamina.device.ElementType;
import dev.lamina.network.Architecture;
import dev.lamina.network.HostMatrix;
import dev.lamina.network.Initialization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An ensemble gives what its members give one by one, whatever the others do. */
class EnsembleTest {
  private static final double[] SCALES = {0.5, 0.6, 0.45};
  private static final double[] RATES = {0.1, 0.15, 0.12};
  private static final SmallData DATA = SmallData.of(20, 24, 3);

  private static Settings settings(int from, int to) {
    return Settings.of(600, Arrays.copyOfRange(RATES, from, to));
  }

  private static Session session(Architecture architecture, TrainingSettings settings, int from, int to) {
    long[] seeds = new long[to - from];
    for (int e = from; e < to; e++) {
      seeds[e - from] = 40 + e;
    }
    return Session.on(DATA.x(), DATA.labels(), architecture, settings, seeds)
        .initialize(Initialization.ORTHOGONAL, seeds, Arrays.copyOfRange(SCALES, from, to));
  }

  /** Members stop at epochs of their own; with weight decay and momentum too, the stopped ones must not move. */
  @ParameterizedTest
  @CsvSource({"0, 0, false", "0, 1e-5, false", "0.5, 1e-5, false", "0.5, 1e-5, true"})
  void membersThatStopDoNotMoveWhileOthersTrain(double momentum, double decay, boolean nesterov) {
    Architecture architecture = Architecture.builder(24, 3).hidden(3, 24).build();
    try (Session ensemble = session(architecture,
        settings(0, 3).rule(momentum, decay, nesterov).stop(1e-3, 3).build(), 0, 3)) {
      List<TrainingResult> together = ensemble.run();
      Set<Long> ends = new HashSet<>();
      for (int e = 0; e < 3; e++) {
        try (Session alone = session(architecture,
            settings(e, e + 1).rule(momentum, decay, nesterov).stop(1e-3, 3).build(), e, e + 1)) {
          TrainingResult result = alone.run().get(0);
          assertEquals(Status.STOPPED, result.status());
          assertSame(alone, 0, ensemble, e, result, together.get(e));
          ends.add(result.steps());
          assertEquals(0, result.steps() % 3, "the stop rule is tested every third epoch");
        }
      }
      assertEquals(3, ends.size(), "the members stop at different steps, or this test shows nothing");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shuffledMiniBatchesWithBatchNorm(boolean stops) {
    Architecture architecture =
        Architecture.builder(24, 3).hidden(3, 16).nonlinear(2, Activation.RELU, true).bias(true).build();
    double stop = stops ? 0.05 : Double.NaN;
    try (Session ensemble = session(architecture, calm40(0, 3).stop(stop, 2).build(), 0, 3)) {
      List<TrainingResult> together = ensemble.run();
      Set<Long> ends = new HashSet<>();
      for (int e = 0; e < 3; e++) {
        try (Session alone = session(architecture, calm40(e, e + 1).stop(stop, 2).build(), e, e + 1)) {
          TrainingResult result = alone.run().get(0);
          assertSame(alone, 0, ensemble, e, result, together.get(e));
          ends.add(result.steps());
        }
      }
      assertTrue(!stops || ends.size() > 1, "with the stop rule, members stop at different steps: " + ends);
    }
  }

  /**
   * Rates at which training does not amplify rounding, and no batch of two, which a batch norm makes -1 and 1: a GPU
   * adds otherwise for one member than for many, and here that stays rounding (2e-15 where sums are split in two or
   * five).
   */
  private static Settings calm40(int from, int to) {
    double[] rates = Arrays.stream(RATES, from, to).map(rate -> rate / 5).toArray();
    return Settings.of(40, rates).rule(0.5, 1e-3, false).batch(7, true);
  }

  @Test
  void twoRunsAgreeBitForBit() {
    Architecture architecture =
        Architecture.builder(24, 3).hidden(3, 16).nonlinear(2, Activation.GELU, true).bias(true).build();
    Map<String, double[]> first = null;
    for (int run = 0; run < 2; run++) {
      try (Session session = session(architecture, calm40(0, 3).build(), 0, 3)) {
        session.run();
        Map<String, double[]> state = session.state();
        if (first != null) {
          first.forEach((name, values) -> assertArrayEquals(values, state.get(name), name));
        }
        first = state;
      }
    }
  }

  @Test
  void membersMayHaveDataOfTheirOwn() {
    Architecture architecture = Architecture.builder(24, 3).hidden(2, 8).build();
    double[] other = DATA.x().clone();
    for (int i = 0; i < other.length; i++) {
      other[i] *= 0.5 + (i % 3);
    }
    for (int batch : new int[] {0, 7}) {
      TrainingSettings settings = Settings.of(5, 0.01, 0.01).batch(batch, false).build();
      try (Session both = new Session(architecture, ElementType.FLOAT64, settings,
          new DataShape(20, 2, 0), true, 1, 1)) {
        both.trainer.trainingSet().writeFeatures(0, DATA.x());
        both.trainer.trainingSet().writeFeatures(1, other);
        both.trainer.trainingSet().writeLabels(DATA.labels());
        both.initialize(Initialization.DEFAULT, new long[] {1, 1}, 1, 1);
        List<TrainingResult> results = both.run();
        for (int e = 0; e < 2; e++) {
          try (Session alone = Session.on(e == 0 ? DATA.x() : other, DATA.labels(), architecture,
              Settings.of(5, 0.01).batch(batch, false).build(), 1)) {
            TrainingResult result = alone.initialize(Initialization.DEFAULT, new long[] {1}, 1).run().get(0);
            assertSame(alone, 0, both, e, result, results.get(e));
          }
        }
        assertNotEquals(results.get(0).loss(), results.get(1).loss());
      }
    }
  }

  private static void assertSame(Session a, int memberA, Session b, int memberB, TrainingResult expected,
      TrainingResult actual) {
    Map<String, double[]> members = new HashMap<>();
    for (HostMatrix tensor : Checkpoint.weights(b.device, b.network)) {
      members.put(tensor.name(), tensor.values());
    }
    Map<String, double[]> state = a.state();
    state.forEach((name, values) -> {
      double[] others = members.get("member" + memberB + "." + name);
      if (name.endsWith(".bias") && state.containsKey(name.replace(".bias", ".norm.beta"))) {
        // A batch norm takes it away again: it starts at zero, and its gradient is nothing but rounding.
        assertArrayEquals(new double[values.length], values, 1e-14, name);
        assertArrayEquals(new double[values.length], others, 1e-14, name);
      } else {
        Golden.assertRelative(name, values, others, 1e-12);
      }
    });
    assertEquals(expected.status(), actual.status());
    assertEquals(expected.epochs(), actual.epochs());
    assertEquals(expected.steps(), actual.steps());
    assertEquals(1, actual.loss() / expected.loss(), 1e-10);
    assertEquals(expected.accuracy(), actual.accuracy());
    List<Long> steps = new ArrayList<>();
    expected.history().forEach(entry -> steps.add(entry.step()));
    assertEquals(steps, actual.history().stream().map(HistoryEntry::step).toList());
    for (int i = 0; i < steps.size(); i++) {
      assertEquals(1, actual.history().get(i).loss() / expected.history().get(i).loss(), 1e-10);
      assertEquals(expected.history().get(i).rate(), actual.history().get(i).rate());
    }
  }
}
