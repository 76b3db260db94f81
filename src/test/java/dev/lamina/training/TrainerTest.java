package dev.lamina.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.Activation;
import dev.lamina.device.ElementType;
import dev.lamina.device.Loss;
import dev.lamina.network.Architecture;
import dev.lamina.network.Initialization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
  private static final Architecture ARCHITECTURE =
      Architecture.builder(9, 3).hidden(3, 8).nonlinear(1, Activation.LEAKY_RELU, true).build();
  private static final SmallData DATA = SmallData.of(22, 9, 3);

  /** The test set is evaluated before every checked epoch and at the end, in chunks of which the last is smaller. */
  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void evaluatesATestSet(int batch) {
    TrainingSettings settings = Settings.of(9, 0.05).batch(batch, false).stop(Double.NaN, 4).build();
    SmallData test = SmallData.of(51, 9, 3);
    try (Session session =
        new Session(ARCHITECTURE, ElementType.FLOAT64, settings, new DataShape(22, 1, 51), false, 0)) {
      session.trainer.trainingSet().writeFeatures(0, DATA.x());
      session.trainer.trainingSet().writeLabels(DATA.labels());
      session.trainer.testSet().writeFeatures(0, test.x());
      session.trainer.testSet().writeLabels(test.labels());
      session.initialize(Initialization.DEFAULT, new long[] {1}, 1);
      TrainingResult result = session.run().get(0);
      ReferenceNetwork reference = new ReferenceNetwork(ARCHITECTURE, Loss.SQUARED_ERROR, session.state());
      assertEquals(reference.inferredLoss(test.rows(test.fileOrder(), 0, 51), test.labels()), result.testLoss(), 1e-13);
      assertEquals(reference.inferredLoss(DATA.rows(DATA.fileOrder(), 0, 22), DATA.labels()), result.loss(), 1e-13);
      assertTrue(result.testAccuracy() > 0 && result.testAccuracy() <= 1);
      assertEquals(Math.rint(result.testAccuracy() * 51), result.testAccuracy() * 51, 1e-9);
      assertEquals(List.of(0, 4, 8), result.history().stream().map(HistoryEntry::epoch).toList());
    }
  }

  /**
   * Losses and accuracies of an entry are all those of a run that ends there, on both sets: in full batches, in
   * mini-batches, and with batch normalisation, whose steps see another function than inference.
   */
  @ParameterizedTest
  @CsvSource({"0, false", "5, false", "0, true", "6, true"})
  void everyEntryIsOfOneMoment(int batch, boolean batchNorm) {
    Architecture architecture =
        Architecture.builder(9, 3).hidden(2, 8).nonlinear(2, Activation.TANH, batchNorm).build();
    List<TrainingResult> ends = new ArrayList<>();
    for (int epochs = 0; epochs <= 6; epochs++) {
      ends.add(tested(architecture, Settings.of(epochs, 0.05).batch(batch, true).stop(Double.NaN, 2).build()));
    }
    TrainingResult whole = ends.get(6);
    assertEquals(List.of(0, 2, 4, 5), whole.history().stream().map(HistoryEntry::epoch).toList());
    for (HistoryEntry entry : whole.history()) {
      TrainingResult end = ends.get(entry.epoch());
      assertEquals(end.loss(), entry.loss(), 1e-13, "training loss before epoch " + entry.epoch());
      assertEquals(end.accuracy(), entry.accuracy());
      assertEquals(end.testLoss(), entry.testLoss(), 1e-13, "test loss before epoch " + entry.epoch());
      assertEquals(end.testAccuracy(), entry.testAccuracy());
    }
    assertTrue(whole.loss() < whole.history().get(0).loss() - 0.01, "the loss falls, so that epochs differ");
  }

  private static TrainingResult tested(Architecture architecture, TrainingSettings settings) {
    SmallData test = SmallData.of(51, 9, 3);
    try (Session session =
        new Session(architecture, ElementType.FLOAT64, settings, new DataShape(22, 1, 51), false, 0)) {
      session.trainer.trainingSet().writeFeatures(0, DATA.x());
      session.trainer.trainingSet().writeLabels(DATA.labels());
      session.trainer.testSet().writeFeatures(0, test.x());
      session.trainer.testSet().writeLabels(test.labels());
      return session.initialize(Initialization.DEFAULT, new long[] {1}, 1).run().get(0);
    }
  }

  @Test
  void keepsAHistoryOfTheEpochsThatItSays() {
    int perEpoch = 5;
    try (Session full = Session.on(DATA.x(), DATA.labels(), ARCHITECTURE, Settings.of(25, 0.05).build(), 0);
        Session mini = Session.on(DATA.x(), DATA.labels(), ARCHITECTURE,
            Settings.of(6, 0.05).batch(5, true).schedule(new Schedule.Step(2, 0.5)).stop(Double.NaN, 3).build(), 0)) {
      full.initialize(Initialization.DEFAULT, new long[] {1}, 1);
      mini.initialize(Initialization.DEFAULT, new long[] {1}, 1);
      List<HistoryEntry> history = full.run().get(0).history();
      assertEquals(List.of(0, 10, 20, 24), history.stream().map(HistoryEntry::epoch).toList());
      assertEquals(List.of(0L, 10L, 20L, 24L), history.stream().map(HistoryEntry::step).toList());
      history = mini.run().get(0).history();
      assertEquals(List.of(0, 3, 5), history.stream().map(HistoryEntry::epoch).toList());
      for (HistoryEntry entry : history) {
        assertEquals((long) entry.epoch() * perEpoch, entry.step());
        assertEquals(0.05 * Math.pow(0.5, entry.epoch() / 2), entry.rate());
      }
    }
  }

  /** The loss that a report gives of an epoch weighs its batches, the last of which is smaller, by their samples. */
  @Test
  void averagesTheLossesOfAnEpochOverItsSamples() {
    try (Session session = Session.on(DATA.x(), DATA.labels(), ARCHITECTURE,
        Settings.of(1, 0).batch(5, false).build(), 0)) {
      session.initialize(Initialization.DEFAULT, new long[] {1}, 1);
      ReferenceNetwork reference = new ReferenceNetwork(ARCHITECTURE, Loss.SQUARED_ERROR, session.state());
      double sum = 0;
      for (int from = 0; from < 22; from += 5) {
        int to = Math.min(22, from + 5);
        int[] order = DATA.fileOrder();
        sum += (to - from) * reference.loss(DATA.rows(order, from, to), DATA.labels(order, from, to));
      }
      List<Double> reported = new ArrayList<>();
      session.trainer.run(new TrainingListener() {
        @Override
        public void epochsFinished(EpochReport report) {
          reported.add(report.losses()[0]);
        }
      });
      assertEquals(1, reported.size());
      assertEquals(sum / 22, reported.get(0), 1e-14);
    }
  }

  @Test
  void letsItsListenerObserveWeightsAndFeaturesBeforeAnEpoch() {
    observes(ARCHITECTURE, 0, false);
    observes(ARCHITECTURE, 5, false);
  }

  /**
   * Too wide for a multiprocessor's memory, so that it is not resident anywhere: then the forward pass of the step
   * gives the features, and the rest of the step comes after the observation.
   */
  @Test
  void takesFeaturesFromTheStepWhereItHasThem() {
    Architecture whole = Architecture.builder(9, 3).hidden(3, 120).nonlinear(3, Activation.TANH, false).build();
    observes(whole, 0, true);
    observes(whole, 5, false);
    Architecture tail = Architecture.builder(9, 3).hidden(3, 120).nonlinear(1, Activation.TANH, false).build();
    observes(tail, 0, false);
  }

  /** @param halfway whether a step of the full batch is expected to be taken in two halves */
  private static void observes(Architecture architecture, int batch, boolean halfway) {
    TrainingSettings settings = Settings.of(30, 0.05).batch(batch, false).build();
    try (Session session = Session.on(DATA.x(), DATA.labels(), architecture, settings, 0);
        Session shorter = Session.on(DATA.x(), DATA.labels(), architecture,
            Settings.of(13, 0.05).batch(batch, false).build(), 0);
        Session unobserved = Session.on(DATA.x(), DATA.labels(), architecture, settings, 0)) {
      for (Session s : List.of(session, shorter, unobserved)) {
        s.initialize(Initialization.DEFAULT, new long[] {1}, 1);
      }
      shorter.run();
      double[] expected = new double[architecture.width(3) * 22];
      assertFalse(shorter.trainer.hasFeatures());
      shorter.device.read(shorter.trainer.features().hidden(3), expected);
      assertTrue(Arrays.stream(expected).anyMatch(value -> value != 0), "features are there");
      shorter.device.fill(shorter.network.weight(3), 0);
      double[] changed = new double[expected.length];
      shorter.device.read(shorter.trainer.features().hidden(3), changed);
      assertFalse(Arrays.equals(expected, changed), "features are those of the present weights");
      double[] observed = new double[expected.length];
      List<Integer> reported = new ArrayList<>();
      session.trainer.run(new TrainingListener() {
        @Override
        public boolean observes(int epoch) {
          return epoch == 13 || epoch == 14;
        }

        @Override
        public void observe(int epoch) {
          assertEquals(halfway, session.trainer.hasFeatures());
          if (epoch == 13) {
            session.device.read(session.trainer.features().hidden(3), observed);
          }
        }

        @Override
        public void epochsFinished(EpochReport report) {
          reported.add(report.epoch());
          assertEquals((report.epoch() + 1L) * (batch == 0 ? 1 : 5), report.steps());
        }
      });
      assertArrayEquals(expected, observed, "features at epoch 13");
      // With batch normalisation the losses of the history are evaluated, before epochs 10, 20 and 29.
      List<Integer> read = architecture.hasBatchNorm() ? List.of(9, 12, 13, 19, 28, 29) : List.of(12, 13, 29);
      assertEquals(batch == 0 ? read : IntStream.range(0, 30).boxed().toList(), reported);
      unobserved.run();
      for (String name : session.state().keySet()) {
        assertArrayEquals(unobserved.state().get(name), session.state().get(name),
            "observing changes nothing: " + name);
      }
    }
  }

  @Test
  void shufflesEveryEpochAndMemberDifferentlyButVisitsAll() {
    int n = 23;
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = i + 1;
    }
    Architecture counter = Architecture.builder(1, 2).build();
    Set<List<Double>> orders = new HashSet<>();
    try (Session session = Session.on(x, new int[n], counter, Settings.of(4, 0, 0).batch(1, true).build(), 5, 6)) {
      // With weight 1 and label 0, the loss (x - 1)^2 + 0 tells which sample a step had.
      session.device.write(new double[] {1, 0, 1, 0}, session.network.weight(1));
      List<List<Double>> losses = session.stepLosses();
      Set<Double> all = new HashSet<>();
      IntStream.range(0, n).forEach(i -> all.add((double) i * i));
      for (int e = 0; e < 2; e++) {
        for (int epoch = 0; epoch < 4; epoch++) {
          List<Double> order = losses.get(e).subList(epoch * n, (epoch + 1) * n);
          assertEquals(all, new HashSet<>(order), "every sample is visited");
          orders.add(order);
        }
      }
    }
    assertEquals(8, orders.size(), "all orders differ");
  }

  /**
   * Pearson's statistic of the six orders of three samples exceeds 20.5 once in a thousand times if all are as likely.
   */
  @Test
  void everyOrderIsAsLikely() {
    int epochs = 600;
    Architecture counter = Architecture.builder(1, 2).build();
    Map<List<Double>, Integer> counts = new HashMap<>();
    try (Session session = Session.on(
        new double[] {1, 2, 3}, new int[3], counter, Settings.of(epochs, 0).batch(1, true).build(), 7)) {
      session.device.write(new double[] {1, 0}, session.network.weight(1));
      List<Double> losses = session.stepLosses().get(0);
      for (int epoch = 0; epoch < epochs; epoch++) {
        counts.merge(losses.subList(3 * epoch, 3 * epoch + 3), 1, Integer::sum);
      }
    }
    assertEquals(6, counts.size(), counts.toString());
    double statistic = counts.values().stream().mapToDouble(count -> Math.pow(count - epochs / 6.0, 2) / (epochs / 6.0))
        .sum();
    assertTrue(statistic < 20.5, statistic + ": " + counts);
  }

  @Test
  void withoutEpochsItEvaluatesTheFirstWeights() {
    try (Session session = Session.on(DATA.x(), DATA.labels(), ARCHITECTURE, Settings.of(0, 0.05).build(), 0)) {
      session.initialize(Initialization.DEFAULT, new long[] {1}, 1);
      TrainingResult result = session.run().get(0);
      assertEquals(Status.FINISHED, result.status());
      assertEquals(0, result.steps());
      assertEquals(List.of(), result.history());
      assertTrue(result.loss() > 0);
    }
  }

  @Test
  void float32FollowsFloat64() {
    List<Double> losses = new ArrayList<>();
    for (ElementType type : new ElementType[] {ElementType.FLOAT32, ElementType.FLOAT64}) {
      try (Session session = new Session(ARCHITECTURE, type, Settings.of(20, 0.05).rule(0.9, 1e-3, true).build(),
          new DataShape(22, 1, 0), true, 0)) {
        session.trainer.trainingSet().writeFeatures(0, DATA.x());
        session.trainer.trainingSet().writeLabels(DATA.labels());
        session.initialize(Initialization.ORTHOGONAL, new long[] {1}, 0.5);
        losses.add(session.run().get(0).loss());
      }
    }
    assertEquals(1, losses.get(0) / losses.get(1), 1e-4);
  }

  @Test
  void refusesWhatCannotBe() {
    assertMessage("2 members needs as many seeds, not 1", () -> new Session(ARCHITECTURE, ElementType.FLOAT64,
        Settings.of(1, 1, 1).build(), new DataShape(5, 1, 0), false, 1));
    assertMessage("leaves 1 of 22 samples", () -> new Session(ARCHITECTURE, ElementType.FLOAT64,
        Settings.of(1, 1).batch(7, false).build(), new DataShape(22, 1, 0), false, 1));
    assertMessage("not 5 and 3", () -> new Session(ARCHITECTURE, ElementType.FLOAT64, Settings.of(1, 1, 1).build(),
        new DataShape(5, 3, 0), false, 1, 2));
    TrainingSettings settings = Settings.of(1, 1).batch(5, false).build();
    try (Session session = Session.on(DATA.x(), DATA.labels(), ARCHITECTURE, settings, 0)) {
      assertMessage("as many labels, not 3", () -> session.trainer.trainingSet().writeLabels(new int[3]));
      int[] labels = new int[22];
      labels[4] = 3;
      assertMessage("labels are 0 to 2, but that of sample 4 is 3",
          () -> session.trainer.trainingSet().writeLabels(labels));
      assertMessage("each of 0 to 21 once; 0 is", () -> session.trainer.order(new int[22]));
      assertMessage("as many entries, not 3", () -> session.trainer.order(new int[3]));
    }
  }

  @Test
  void refusesSettingsThatCannotBe() {
    assertMessage("a learning rate must be at least 0 and finite, not -1.0", () -> Settings.of(1, -1).build());
    assertMessage("epochs must be at least 0, not -1", () -> Settings.of(-1, 1).build());
    assertMessage("batch size must be at least 1, or 0 for all samples, not -2",
        () -> Settings.of(1, 1).batch(-2, false).build());
    assertMessage("between two checks must be at least 1, not 0", () -> Settings.of(1, 1).stop(1, 0).build());
    assertMessage("must be positive, or NaN for none, not 0.0", () -> Settings.of(1, 1).stop(0, 1).build());
  }

  @Test
  void featuresOfMiniBatchRunsMustHaveBeenPlanned() {
    try (Session session = new Session(ARCHITECTURE, ElementType.FLOAT64, Settings.of(1, 1).batch(5, false).build(),
        new DataShape(22, 1, 0), false, 0)) {
      String message = assertThrows(IllegalStateException.class, session.trainer::features).getMessage();
      assertTrue(message.contains("22 samples"), message);
    }
  }

  private static void assertMessage(String part, Runnable action) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    assertTrue(message.contains(part), message);
  }
}
