package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A hundred layers, each ten times smaller than the one before. */
class DeepRunTest {

  @TempDir
  private Path directory;

  /** Down to 1e-100 in float64; in float32 nothing is left below 1e-45, and what is nearly nothing has few digits. */
  @ParameterizedTest
  @CsvSource({"fp64, 100, 1e-9", "fp32, 30, 1e-4"})
  void everyLayerIsMeasuredWhateverItsScale(String precision, int measured, double tolerance) {
    JsonNode layers = Lamina.run("run", "theory", "--set", "precision=" + precision, "--set", "network.hidden=99",
        "--set", "data.dimension=12", "--set", "data.samples=12", "--set", "network.width=12", "--set",
        "init.scale=0.1", "--set", "training.epochs=1", "--set", "training.learning-rate=0.01", "--set",
        "network.output-scale=1", "--set", "metrics.extended=true", "--json", "--out", directory.resolve("run")).done()
        .json().get("layers");
    assertEquals(100, layers.size());
    JsonNode first = layers.get(0);
    for (int l = 0; l < layers.size(); l++) {
      JsonNode layer = layers.get(l);
      JsonNode itself = layer.get("cka").get(l);
      assertTrue(itself.isNull() || Math.abs(itself.asDouble() - 1) < 1e-12,
          "CKA of layer " + l + " with itself: " + itself);
      if (l < measured) {
        // Orthogonal matrices change none of these.
        for (String name : List.of("compression", "nc1", "nc2", "participation_ratio", "discrimination", "cdnv")) {
          double expected = first.get(name).asDouble();
          assertTrue(layer.get(name).isNumber(), name + " of layer " + l + ": " + layer.get(name));
          assertEquals(expected, layer.get(name).asDouble(), tolerance * Math.max(1e-3, expected),
              name + " of layer " + l);
        }
        assertEquals(1, layer.get("cka").get(0).asDouble(), tolerance);
        assertEquals(Math.pow(0.1, 2 * l), layer.get("trace_within").asDouble() / first.get("trace_within").asDouble(),
            tolerance * Math.pow(0.1, 2 * l));
      }
    }
  }
}
