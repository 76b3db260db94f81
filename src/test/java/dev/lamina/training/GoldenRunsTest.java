package dev.lamina.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.device.Activation;
import dev.lamina.network.Architecture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training runs that PyTorch has made in float64; see src/test/resources/golden/README.md. */
class GoldenRunsTest {

  @ParameterizedTest
  @ValueSource(strings = {"linear_theory", "linear_wide"})
  void linearNetworks(String name) {
    Golden golden = new Golden(name);
    int hidden = name.equals("linear_theory") ? 5 : 3;
    Architecture architecture = Architecture.builder(golden.dimension("X", 1), hidden == 5 ? 3 : 4)
        .hidden(hidden, golden.dimension("W1_init", 0)).outputScale(golden.number("output_scale")).build();
    Settings settings = Settings.of(golden.integer("steps"), golden.number("lr"));
    try (Session session = Session.resident(golden.values("X"), golden.labels(), architecture, settings.build(), 0)) {
      golden.initialize(session);
      assertLosses(golden, session, 1e-8);
      assertWeights(golden, session.state(), hidden + 1, 1e-8);
    }
  }

  @Test
  void hybridNetwork() {
    Golden golden = new Golden("hybrid");
    int nonlinear = golden.integer("nonlinear");
    int hidden = nonlinear + golden.integer("linear");
    int epochs = golden.integer("epochs");
    Architecture architecture = Architecture.builder(golden.dimension("X", 1), 4)
        .hidden(hidden, golden.dimension("W1_init", 0)).nonlinear(nonlinear, Activation.RELU, true).build();
    Settings settings = Settings.of(epochs, golden.number("lr"))
        .rule(golden.number("momentum"), golden.number("weight_decay"), false)
        .schedule(new Schedule.Cosine(epochs, golden.number("eta_min"))).batch(golden.integer("batch"), false);
    ByClass data = ByClass.of(golden.values("X"), golden.labels(), 4);
    try (Session session = Session.on(data.x(), data.labels(), architecture, settings.build(), 0)) {
      session.trainer.order(data.order());
      golden.initialize(session);
      assertLosses(golden, session, 1e-7);
      Map<String, double[]> state = session.state();
      assertWeights(golden, state, hidden + 1, 1e-7);
      for (int l = 1; l <= nonlinear; l++) {
        golden.assertClose("bn" + l + "_gamma_expected", state.get("layer" + l + ".norm.gamma"), 1e-7);
        golden.assertClose("bn" + l + "_beta_expected", state.get("layer" + l + ".norm.beta"), 1e-7);
        golden.assertClose("bn" + l + "_running_mean_expected", state.get("layer" + l + ".norm.running_mean"), 1e-7);
        golden.assertClose("bn" + l + "_running_var_expected", state.get("layer" + l + ".norm.running_variance"), 1e-7);
      }
      assertCompression(golden, session, data.labels());
    }
  }

  /** The features that {@link Trainer#features} gives are those of the running statistics. */
  private static void assertCompression(Golden golden, Session session, int[] labels) {
    double[] expected = golden.values("compression_expected");
    for (int l = 0; l < expected.length; l++) {
      double actual = Compression.of(session.device, session.trainer.features().hidden(l), labels, 4);
      assertEquals(1, actual / expected[l], 1e-7, "C_" + l);
    }
  }

  private static void assertLosses(Golden golden, Session session, double tolerance) {
    List<Double> losses = session.stepLosses().get(0);
    double[] expected = golden.values("losses_expected");
    assertEquals(expected.length, losses.size());
    for (int t = 0; t < expected.length; t++) {
      assertEquals(1, losses.get(t) / expected[t], tolerance, "loss of step " + t);
    }
  }

  private static void assertWeights(Golden golden, Map<String, double[]> state, int depth, double tolerance) {
    for (int l = 1; l <= depth; l++) {
      golden.assertClose("W" + l + "_expected", state.get("layer" + l + ".weight"), tolerance);
    }
  }
}
