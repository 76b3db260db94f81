package dev.lamina;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.data.DataException;
import dev.lamina.data.Tensor;
import dev.lamina.experiment.ConfigException;
import dev.lamina.measure.FeatureFiles;
import dev.lamina.experiment.Outcome;
import dev.lamina.result.Measure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a program gets by the door is what the commands compute. */
class LaminaTest {

  /** Class means (1, 0.05) and (0.05, 1); each sample is 0.05 from its mean, across. */
  private static final double[] FEATURES = {1, 0, 1, 0.1, 0, 1, 0.1, 1};

  @Test
  void measuresFeaturesInMemory() {
    try (Lamina lamina = Lamina.open("cpu")) {
      List<FeatureFiles.Layer> layers = lamina.measure(new long[] {7, 7, -2, -2},
          Tensor.of("a", FEATURES, 4, 2), Tensor.of("b", new float[] {1, 2, 3, 5}, 4, 1));
      assertEquals(List.of("a", "b"), layers.stream().map(FeatureFiles.Layer::name).toList());
      double within = 0.05 * 0.05;
      double between = 2 * 0.475 * 0.475;
      assertEquals(within / between, layers.get(0).metrics().compression(), 1e-12);
      assertEquals(1 - 2 * 0.05 / (1 + 0.05 * 0.05), layers.get(0).metrics().discrimination(), 1e-12);
      assertEquals(1, layers.get(0).metrics().get(Measure.NEAREST_CENTRE_ACCURACY));
      assertThrows(DataException.class, () -> lamina.measure(new long[] {0, 1}, Tensor.of("a", FEATURES, 4, 2)));
    }
  }

  @Test
  void runsExperiments() {
    try (Lamina lamina = Lamina.open("cpu")) {
      assertEquals("as asked", lamina.reason());
      Recipe recipe = Lamina.experiment("theory").with("members", 2).with("training.epochs", 3);
      Outcome outcome = lamina.run(recipe.with("training.epochs", 2).with("seed", 7));
      assertEquals(2, outcome.layers().size());
      assertEquals(2, outcome.results().get(0).epochs());
      assertEquals(7, outcome.config().seed());
      assertEquals(List.of("members=2", "training.epochs=3"), recipe.settings(), "a recipe does not change");
      String message = assertThrows(ConfigException.class, () -> lamina.run(recipe.with("precision", "tf32")))
          .getMessage();
      assertTrue(message.contains("open one for tf32"), message);
      assertThrows(ConfigException.class, () -> lamina.run(Lamina.experiment("theroy")));
    }
  }
}
