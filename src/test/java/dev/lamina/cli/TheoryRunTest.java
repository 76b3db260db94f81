package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.data.format.SafetensorsReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The paper's synthetic experiment, which {@code lamina run} does without arguments, and the directory that it leaves.
 */
class TheoryRunTest {

  @TempDir
  private static Path directory;

  private static Lamina.Result result;
  private static Path run;

  @BeforeAll
  static void runTheory() {
    run = directory.resolve("not/yet/there");
    result = Lamina.run("run", "--json", "--out", run).done();
  }

  /** Of 40 seeds, all stop at epoch 60 to 70, with an R^2 of at least 0.9999 (docs/theory.md, "Random draws"). */
  @Test
  void compressionFallsGeometrically() {
    JsonNode summary = result.json();
    assertEquals("stopped", summary.get("status").asText());
    assertTrue(summary.get("epochs").asInt() >= 60 && summary.get("epochs").asInt() <= 70,
        summary.get("epochs").asText());
    assertTrue(summary.get("final_loss").asDouble() < 3e-10);
    assertEquals(6, summary.get("layers").size());
    double ratio = summary.at("/fit/compression_ratio").asDouble();
    assertTrue(ratio > 0.27 && ratio < 0.29, "ratio " + ratio);
    assertTrue(summary.at("/fit/compression_r2").asDouble() >= 0.9999, summary.get("fit").toString());
    assertTrue(summary.at("/fit/discrimination_slope").isNumber() && summary.at("/fit/discrimination_r2").isNumber());
  }

  @Test
  void printsOnlyMessagesToStandardError() {
    assertTrue(result.err().lines().allMatch(line -> line.startsWith("lamina: ") || line.matches("\\d+/5000 .*")),
        result.err());
    assertTrue(result.err().contains(run.toString()), result.err());
  }

  @Test
  void directoryHoldsEveryFileAndNothingElse() {
    Set<String> names = Lamina.tree(run).stream().skip(1).map(file -> file.getFileName().toString())
        .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of("config.yaml", "environment.json", "losses.csv", "metrics.csv", "summary.json",
        "weights.csv", "weights.safetensors", "report.html"), names);
    assertEquals(List.of(run), Lamina.tree(run.getParent()).stream().filter(
        path -> run.getParent().equals(path.getParent())).toList());
  }

  @Test
  void summaryIsWhatWasPrinted() {
    assertEquals(result.json(), Lamina.json(Lamina.read(run.resolve("summary.json"))));
  }

  @Test
  void environmentNamesWhatMatters() {
    JsonNode environment = Lamina.json(Lamina.read(run.resolve("environment.json")));
    assertTrue(environment.size() >= 5, environment.toString());
    assertTrue(environment.toString().contains(System.getProperty("java.version")), environment.toString());
    assertTrue(environment.toString().contains(Lamina.DEVICE.equals("cpu") ? "OpenBLAS" : "cuBLAS"),
        environment.toString());
  }

  @Test
  void tablesAreRectangular() {
    List<String[]> losses = rows("losses.csv");
    assertEquals("member,epoch,step,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy",
        String.join(",", losses.get(0)));
    double first = Double.parseDouble(losses.get(1)[4]);
    assertTrue(first > 0.95 && first < 1.05, "loss at the start " + first);
    List<String[]> metrics = rows("metrics.csv");
    assertEquals(1 + 6, metrics.size());
    int column = List.of(metrics.get(0)).indexOf("compression");
    JsonNode layers = result.json().get("layers");
    for (int l = 0; l < 6; l++) {
      assertEquals(layers.get(l).get("compression").asDouble(), Double.parseDouble(metrics.get(1 + l)[column]));
    }
  }

  @Test
  void weightsHaveTheirShapes() {
    var tensors = SafetensorsReader.read(run.resolve("weights.safetensors"));
    assertEquals(6, tensors.size());
    assertEquals(3, tensors.get(5).dimension(0));
    assertEquals(50, tensors.get(5).dimension(1));
  }

  @Test
  void reportNeedsNoOtherFile() {
    String html = Lamina.read(run.resolve("report.html"));
    assertTrue(html.startsWith("<!DOCTYPE html>") && html.strip().endsWith("</html>"));
    String text = html.replace("http://www.w3.org/2000/svg", "");
    assertFalse(text.contains("http://") || text.contains("https://") || text.contains("src=\"//"),
        "an external address");
  }

  /** The configuration that was written is the resolved one: it reads back to itself, and gives the same results. */
  @Test
  void configurationReadsBack() {
    Path again = directory.resolve("again");
    Lamina.run("run", run.resolve("config.yaml"), "--out", again).done();
    assertEquals(Lamina.read(run.resolve("config.yaml")), Lamina.read(again.resolve("config.yaml")));
    assertEquals(Lamina.read(run.resolve("metrics.csv")), Lamina.read(again.resolve("metrics.csv")));
    assertEquals(Lamina.read(run.resolve("losses.csv")), Lamina.read(again.resolve("losses.csv")));
  }

  private static List<String[]> rows(String file) {
    List<String[]> rows = Lamina.read(run.resolve(file)).lines().map(line -> line.split(",", -1)).toList();
    rows.forEach(row -> assertEquals(rows.get(0).length, row.length, file));
    return rows;
  }
}
