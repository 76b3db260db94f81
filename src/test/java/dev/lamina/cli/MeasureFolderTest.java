package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.data.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code lamina measure} keeps, plans and leaves out. */
class MeasureFolderTest {

  @TempDir
  private Path directory;
  private Path file;

  @BeforeEach
  void write() {
    Golden golden = new Golden("features");
    Tensor layer = golden.array("layer_01");
    Tensor named = Tensor.of("conv, \"1\"", layer.floats(), layer.dimension(0), layer.dimension(1));
    file = ArrayFiles.npz(directory.resolve("features.npz"), List.of(named, golden.array("layer_02"),
        golden.array("layer_03"), golden.array("labels")));
  }

  @Test
  void aFolderHasEverything() throws IOException {
    Path out = directory.resolve("kept");
    Lamina.Result result = Lamina.run("measure", file, "--json", "--out", out).done();
    assertTrue(result.err().contains("results in " + out), result.err());
    JsonNode kept = Lamina.json(Lamina.read(out.resolve("measure.json")));
    JsonNode layers = result.json().get("layers");
    for (int l = 0; l < 3; l++) {
      assertEquals(l + 1, kept.get("layers").get(l).get("layer").asInt());
      for (String key : List.of("name", "compression", "singular_values", "nesum")) {
        assertEquals(layers.get(l).get(key), kept.get("layers").get(l).get(key), key);
      }
    }
    assertTrue(kept.get("fit").get("compression_ratio").asDouble() > 0);
    assertTrue(kept.get("environment").has("device"));
    assertEquals(3, kept.get("sources").get("layers").size());
    List<String> rows = Files.readAllLines(out.resolve("metrics.csv"));
    assertEquals(4, rows.size());
    assertTrue(rows.get(1).startsWith("1,\"conv, \"\"1\"\"\",186,64,"), rows.get(1));
    int values = layers.findValues("singular_values").stream().mapToInt(JsonNode::size).sum();
    assertEquals(1 + values, Files.readAllLines(out.resolve("spectra.csv")).size());
    String page = Lamina.read(out.resolve("report.html"));
    assertTrue(page.contains("186 samples of") && page.contains("conv, &quot;1&quot;"));
    assertFalse(page.contains("Training loss"));
  }

  @Test
  void foldersAndRunsAreReportedTogether() {
    Path measured = directory.resolve("measured");
    Path run = directory.resolve("run");
    Lamina.run("measure", file, "--out", measured).done();
    Lamina.run("run", "theory", "--set", "training.epochs=2", "--out", run).done();
    Path page = directory.resolve("both.html");
    Lamina.run("report", measured, run, "--out", page).done();
    assertTrue(Lamina.read(page).contains("measured"));
    Lamina.assertRefused(directory, ExitCode.USAGE, List.of("exists already"), "measure", file, "--out", measured);
  }

  @Test
  void chunksGiveTheSameTable() {
    String whole = Lamina.run("measure", file, "--layers", "layer_02").done().out();
    assertEquals(whole, Lamina.run("measure", file, "--layers", "layer_02", "--memory", "100k").done().out());
    Lamina.Result little = Lamina.run("measure", file, "--all", "--memory", "400k").done();
    assertTrue(little.err().contains("no similarity of layers"), little.err());
    assertTrue(little.err().contains("kNN accuracy, ...) of layer_03,"), little.err());
    Lamina.Result less = Lamina.run("measure", file, "--memory", "400k").done();
    assertTrue(less.err().contains("no spectrum of layer_03"), less.err());
    Lamina.assertRefused(directory, ExitCode.DATA, List.of("--memory"), "measure", file, "--memory", "2k");
    Lamina.assertRefused(directory, ExitCode.USAGE, List.of("'much' is no amount of memory"), "measure", file,
        "--memory", "much");
  }

  @Test
  void aPlanSaysWhatMeasuringWouldTake() {
    JsonNode whole = Lamina.run("measure", file, "--dry-run", "--json").done().json();
    assertFalse(whole.get("streamed").asBoolean());
    JsonNode plan = Lamina.run("measure", file, "--dry-run", "--json", "--memory", "400k").done().json();
    assertTrue(plan.get("streamed").asBoolean());
    assertTrue(plan.get("needed_bytes").asLong() <= 400 << 10);
    assertEquals(186 * (64 + 33 + 2 * 128) * 4, plan.get("read_bytes").asLong());
    assertEquals("svd-float64", plan.get("layers").get(1).get("spectrum_method").asText());
    assertEquals("none", plan.get("layers").get(2).get("spectrum_method").asText());
    assertTrue(Lamina.run("measure", file, "--dry-run").done().out().contains("all layers at once"));
  }

  @Test
  void withoutLabels() {
    Golden golden = new Golden("features");
    Path bare = ArrayFiles.npz(directory.resolve("bare.npz"), List.of(golden.array("layer_01")));
    Lamina.Result result = Lamina.run("measure", bare, "--json").done();
    assertTrue(result.err().contains("no labels"), result.err());
    JsonNode layer = result.json().get("layers").get(0);
    JsonNode labelled = Lamina.run("measure", Golden.path("features.npz"), "--json").done().json().get("layers").get(1);
    for (String key : List.of("stable_rank", "effective_rank", "participation_ratio", "nesum", "alpha_req")) {
      Golden.assertClose(labelled.get(key).asDouble(), layer.get(key), 1e-9, key);
    }
    assertTrue(layer.get("compression").isNull() && layer.get("classes").isNull());
    assertTrue(Lamina.run("measure", bare).done().out().contains("RankMe"));
  }
}
