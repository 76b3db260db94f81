package dev.lamina.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.Loss;
import dev.lamina.network.Architecture;
import dev.lamina.network.HostMatrix;
import dev.lamina.network.Initialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A loss that is not finite ends its member, at the step that it is the loss of, and nobody else. */
class DivergenceTest {
  private static final Architecture ARCHITECTURE = Architecture.builder(9, 3).hidden(2, 8).build();
  private static final SmallData DATA = SmallData.of(12, 9, 3);
  private static final int EPOCHS = 40;

  @ParameterizedTest
  @CsvSource({"0, 10", "0, 7", "0, 1", "5, 10", "4, 10"})
  void isReportedAtItsStep(int batch, int checkEvery) {
    Settings settings = Settings.of(EPOCHS, 0.01, 1e3).batch(batch, false).stop(Double.NaN, checkEvery);
    int expected = firstBadStep(batch == 0 ? 12 : batch);
    int perEpoch = batch == 0 ? 1 : (12 + batch - 1) / batch;
    assertTrue(expected > 1 && expected < EPOCHS, "the reference diverges in time: " + expected);
    try (Session session = Session.on(DATA.x(), DATA.labels(), ARCHITECTURE, settings.build(), 1, 1);
        Session healthy = Session.on(DATA.x(), DATA.labels(), ARCHITECTURE,
            Settings.of(EPOCHS, 0.01).batch(batch, false).stop(Double.NaN, checkEvery).build(), 1)) {
      List<TrainingResult> results = session.initialize(Initialization.DEFAULT, new long[] {1, 1}, 1, 1).run();
      TrainingResult bad = results.get(1);
      assertEquals(Status.DIVERGED, bad.status());
      assertEquals(expected, bad.steps());
      assertEquals(expected / perEpoch, bad.epochs());
      assertFalse(Double.isFinite(bad.loss()));
      assertTrue(bad.history().stream().allMatch(entry -> Double.isFinite(entry.loss())));
      TrainingResult alone = healthy.initialize(Initialization.DEFAULT, new long[] {1}, 1).run().get(0);
      assertEquals(Status.FINISHED, results.get(0).status());
      assertEquals(EPOCHS, results.get(0).epochs());
      assertEquals(alone.loss(), results.get(0).loss(), 1e-14);
      assertArrayEquals(healthy.state().get("layer2.weight"), member(session, "member0.layer2.weight"), 1e-14);
    }
  }

  @Test
  void aRunEndsWhenAllHaveDiverged() {
    TrainingSettings settings = Settings.of(1_000_000, 1e3, 2e3).build();
    try (Session session = Session.on(DATA.x(), DATA.labels(), ARCHITECTURE, settings, 1, 1)) {
      List<TrainingResult> results = session.initialize(Initialization.DEFAULT, new long[] {1, 1}, 1, 1).run();
      assertEquals(List.of(Status.DIVERGED, Status.DIVERGED), results.stream().map(TrainingResult::status).toList());
      assertTrue(session.trainer.epoch() <= 20, "the run went on to epoch " + session.trainer.epoch());
    }
  }

  /** The weights of the last step are bad though every step's loss was finite. */
  @Test
  void theLastStepCountsToo() {
    int expected = firstBadStep(12);
    try (Session session = Session.on(DATA.x(), DATA.labels(), ARCHITECTURE, Settings.of(expected, 1e3).build(), 1)) {
      TrainingResult result = session.initialize(Initialization.DEFAULT, new long[] {1}, 1).run().get(0);
      assertEquals(Status.DIVERGED, result.status());
      assertEquals(expected, result.steps());
      assertEquals(expected, result.epochs());
    }
  }

  private static double[] member(Session session, String name) {
    return Checkpoint.weights(session.device, session.network).stream().filter(tensor -> tensor.name().equals(name))
        .map(HostMatrix::values).findFirst().orElseThrow();
  }

  /** By plain Java, which sums in another order but overflows at the same step. */
  private static int firstBadStep(int batch) {
    try (Session start = Session.on(DATA.x(), DATA.labels(), ARCHITECTURE, Settings.of(0, 1).build(), 1)) {
      ReferenceNetwork network = new ReferenceNetwork(ARCHITECTURE, Loss.SQUARED_ERROR,
          start.initialize(Initialization.DEFAULT, new long[] {1}, 1).state());
      int[] order = DATA.fileOrder();
      for (int step = 0, from = 0; ; step++, from = from + batch >= 12 ? 0 : from + batch) {
        int to = Math.min(12, from + batch);
        double[][] x = DATA.rows(order, from, to);
        int[] labels = DATA.labels(order, from, to);
        if (!Double.isFinite(network.loss(x, labels))) {
          return step;
        }
        Map<String, double[]> gradients = network.gradients(x, labels);
        gradients.forEach((name, gradient) -> {
          for (int i = 0; i < gradient.length; i++) {
            network.state.get(name)[i] -= 1e3 * gradient[i];
          }
        });
      }
    }
  }
}
