package dev.lamina.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A written configuration reads back to the same values, whatever they are. */
class ConfigRoundTripTest {

  /** A value for every key, other than its default. */
  private static final String OTHER = """
      name: "a: b # c"
      seed: -9223372036854775808
      members: 2
      precision: tf32
      device: cuda:1
      data: {kind: csv, dimension: 7, samples: 8, classes: 2, noise: 1.0e-300, separation: 0.1,
        file: "d,1.csv", features: "0012", labels: "no", test-file: "'t'.csv", test-features: "1.10",
        test-labels: "[x]", per-class: 3, held-out: 2, normalize: standard}
      network: {width: 9, hidden: 4, nonlinear: 2, activation: gelu, batch-norm: false, bias: true,
        output-scale: 0.30000000000000004}
      init: {kind: file, scale: 1.7976931348623157e308, file: "C:\\\\w.npz", weights: "{layer}"}
      training: {loss: cross-entropy, learning-rate: 4.9e-324, momentum: 0.9, nesterov: true, weight-decay: 1e-4,
        schedule: step, eta-min: 1e-5, step-every: 31, step-factor: 0.5, warm-up: 1, epochs: 2147483647, batch: 4,
        shuffle: false, stop-loss: 1e-300, check-every: 11, gradients: layerwise}
      metrics: {every: 5, spectrum: none, views: pca, extended: true, weights: true, theory: all, probe: true,
          probe-epochs: 7, probe-batch: 0, probe-rate: 1e-3,
        probe-decay: 0, probe-standardize: false}
      """;

  @TempDir
  private Path directory;

  @Test
  void everyKey() throws IOException {
    ExperimentConfig config = read(OTHER);
    for (ConfigKey key : ConfigKey.values()) {
      assertNotEquals(key.fallback(), config.value(key), key.key() + " has its default");
    }
    assertReadsBack(config);
  }

  @Test
  void defaults() throws IOException {
    assertReadsBack(read(""));
    assertReadsBack(read("training:\n  # epochs: 3\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "true", "Null", "yes", "~", "-", "- a", "0x10", "1_000", "1e3", ".inf", "#no",
      "a #b", "a: b", "'", "\"",
      "\\", "\\n", "%41", "@x", "`", "{layer}", "\u00e9\u4e2d\ud83d\ude00", "a\u2028b\u2029c", "\ufeffx", "&a", "*a",
          "!t", "?", "|"})
  void texts(String text) throws IOException {
    Map<ConfigKey, Object> values = new EnumMap<>(ConfigKey.class);
    values.put(ConfigKey.NAME, text);
    ExperimentConfig config = new ExperimentConfig(values);
    assertEquals(text, config.name());
    assertReadsBack(config);
  }

  private void assertReadsBack(ExperimentConfig config) throws IOException {
    String yaml = ConfigWriter.yaml(config);
    ExperimentConfig again = read(yaml);
    for (ConfigKey key : ConfigKey.values()) {
      assertEquals(config.value(key), again.value(key), key.key());
    }
    assertEquals(yaml, ConfigWriter.yaml(again));
  }

  private ExperimentConfig read(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("experiment.yaml"), yaml);
    return ConfigReader.read(file.toString(), List.of());
  }
}
