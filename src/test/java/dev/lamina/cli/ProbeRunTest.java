package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code metrics.probe}: in every file of a run, and nowhere if it is off. */
class ProbeRunTest {

  private static final String CONFIG = """
      data: {kind: csv, file: training.csv, labels: class, test-file: test.csv, test-labels: class}
      network: {width: 6, hidden: 3, nonlinear: 1, output-scale: 1}
      init: {kind: kaiming}
      training: {learning-rate: 0.05, epochs: 4, batch: 11}
      metrics: {every: 2, probe: true, probe-epochs: 60}
      members: 2
      """;

  @TempDir
  private Path directory;

  @Test
  void isInEveryFile() {
    Lamina.Result result = run("run", CONFIG);
    JsonNode summary = Lamina.json(result.done().out());
    List<String> lines = Lamina.read(directory.resolve("run/metrics.csv")).lines().toList();
    List<String> header = List.of(lines.get(0).split(","));
    int column = header.indexOf("probe_accuracy");
    assertEquals(List.of("probe_accuracy", "probe_test_accuracy", "probe_loss"), header.subList(column, column + 3));
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      JsonNode layer = summary.get("member_results").get(Integer.parseInt(fields[0])).get("layers")
          .get(Integer.parseInt(fields[2]));
      boolean last = fields[1].equals("4");
      assertEquals(last ? layer.get("probe_accuracy").asText() : "", fields[column], line);
      assertEquals(last ? layer.get("probe_test_accuracy").asText() : "", fields[column + 1], line);
    }
    for (JsonNode layer : summary.get("layers")) {
      double right = layer.get("probe_accuracy").asDouble() * 60;
      double testRight = layer.get("probe_test_accuracy").asDouble() * 21;
      assertTrue(right >= 20 && right <= 60 && Math.abs(right - Math.rint(right)) < 1e-9, layer.toString());
      assertTrue(testRight >= 0 && testRight <= 21 && Math.abs(testRight - Math.rint(testRight)) < 1e-9,
          layer.toString());
    }
    String report = Lamina.read(directory.resolve("run/report.html"));
    assertTrue(report.contains("Accuracy of linear probes") && report.contains("probe test accuracy"));
  }

  /** The input is what it is, so its probe tells whether the right samples met the right labels. */
  @Test
  void theInputCanBeSeparated() {
    JsonNode input = Lamina.json(run("run", CONFIG).done().out()).at("/layers/0");
    assertEquals(1, input.get("probe_accuracy").asDouble());
    assertEquals(1, input.get("probe_test_accuracy").asDouble());
  }

  @Test
  void tableShowsIt() {
    List<Object> words = words("run", CONFIG);
    words.remove("--json");
    String out = Lamina.run(words.toArray()).done().out();
    assertTrue(out.matches("(?s).*NCC acc +probe acc +probe test\\R0 .* 1\\.0000 +1\\.0000\\R.*"), out);
  }

  @Test
  void isNotThereUnlessAskedFor() {
    Lamina.Result result = run("run", CONFIG.replace("probe: true", "probe: false"));
    assertTrue(Lamina.json(result.done().out()).at("/layers/1/probe_accuracy").isNull());
    assertFalse(Lamina.read(directory.resolve("run/report.html")).contains("linear probes"));
    assertFalse(result.err().contains("metrics.probe-rate"), result.err());
  }

  /** Training, its metrics and its weights are the same with probes and without. */
  @Test
  void changesNothingElse() throws Exception {
    run("with", CONFIG).done();
    run("without", CONFIG.replace("probe: true", "probe: false")).done();
    for (String file : List.of("weights.safetensors", "losses.csv")) {
      assertArrayEquals(Files.readAllBytes(directory.resolve("with").resolve(file)),
          Files.readAllBytes(directory.resolve("without").resolve(file)), file);
    }
  }

  @Test
  void itsMemoryIsPlanned() {
    JsonNode with = dryRun(CONFIG);
    JsonNode without = dryRun(CONFIG.replace("probe: true", "probe: false"));
    // A copy of the features of the input (3 wide) and of three layers (6 wide) of 60 + 21 samples, for 2 members.
    long copies = 4L * 2 * (3 + 3 * 6) * (60 + 21);
    long more = with.at("/bytes_by_purpose/data").asLong() - without.at("/bytes_by_purpose/data").asLong();
    assertTrue(more >= copies && more < 2 * copies, copies + " bytes of features, " + more + " more");
    assertTrue(with.get("bytes").asLong() > without.get("bytes").asLong() + copies);
  }

  @Test
  void whatDivergesIsEmptyAndSaid() {
    Lamina.Result result =
        run("run", CONFIG.replace("probe-epochs: 60", "probe-epochs: 3000, probe-rate: 100, probe-batch: 0")).done();
    assertTrue(Lamina.json(result.out()).at("/layers/1/probe_accuracy").isNull());
    assertTrue(result.err().contains("a smaller metrics.probe-rate helps"), result.err());
  }

  private Lamina.Result run(String name, String config) {
    return Lamina.run(words(name, config).toArray());
  }

  private JsonNode dryRun(String config) {
    List<Object> words = words("dry", config);
    words.add("--dry-run");
    return Lamina.run(words.toArray()).done().json();
  }

  private List<Object> words(String name, String config) {
    samples("training.csv", 60, 1);
    samples("test.csv", 21, 2);
    return new ArrayList<>(
        Arrays.asList("run", Lamina.write(directory.resolve("probe.yaml"), config), "--json", "--out",
            directory.resolve(name)));
  }

  /** Three classes in no order, far apart: class k is around {@code 10 e_k}. */
  private void samples(String name, int count, int seed) {
    StringBuilder csv = new StringBuilder("a,b,c,class\n");
    for (int i = 0; i < count; i++) {
      int label = (i * i + i / 3 + seed) % 3;
      for (int j = 0; j < 3; j++) {
        csv.append(Math.sin(seed + 7 * i + j) + (label == j ? 10 : 0)).append(',');
      }
      csv.append(label).append('\n');
    }
    Lamina.write(directory.resolve(name), csv.toString());
  }
}
