package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code data.held-out}: probes on classes that the network was not trained on. */
class TransferRunTest {

  private static final String NETWORK = """
      network: {width: 7, hidden: 3, nonlinear: 2, activation: tanh, batch-norm: false, output-scale: 1}
      metrics: {probe: true, probe-epochs: 40, probe-batch: 16}
      """;

  @TempDir
  private Path directory;

  /**
   * The reference is a run on the other classes alone, from the trained weights and with a rate that moves none of
   * them: its ordinary probes are what transfer means.
   */
  @Test
  void isTheProbeOfARunOnTheOtherClasses() {
    JsonNode trained = run("trained", samples("all", 0), NETWORK + """
        init: {kind: kaiming}
        training: {learning-rate: 0.05, epochs: 5, batch: 16}
        """, "--set", "data.held-out=2");
    JsonNode frozen = run("frozen", samples("others", 2), NETWORK + """
        init: {kind: file, file: %s}
        training: {learning-rate: 1.0e-30, epochs: 1}
        """.formatted(directory.resolve("trained/weights.safetensors")));
    assertEquals(4, trained.get("layers").size());
    for (int l = 0; l < 4; l++) {
      JsonNode transfer = trained.get("layers").get(l);
      JsonNode probe = frozen.get("layers").get(l);
      assertEquals(probe.get("probe_accuracy").asDouble(), transfer.get("transfer_accuracy").asDouble(), 1e-9,
          "layer " + l);
      assertEquals(probe.get("probe_test_accuracy").asDouble(), transfer.get("transfer_test_accuracy").asDouble(),
          1e-9);
      assertEquals(1, transfer.get("transfer_loss").asDouble() / probe.get("probe_loss").asDouble(), 1e-4);
      assertTrue(transfer.get("transfer_accuracy").asDouble() != transfer.get("probe_accuracy").asDouble()
          || transfer.get("transfer_loss").asDouble() != transfer.get("probe_loss").asDouble());
    }
  }

  @Test
  void isInTablesOfAllMembersAndNowhereElse() {
    String training = """
        init: {kind: kaiming}
        training: {learning-rate: 0.05, epochs: 2}
        members: 2
        """;
    JsonNode summary = run("held", samples("all", 0), NETWORK + training, "--set", "data.held-out=2");
    List<String> lines = Lamina.read(directory.resolve("held/metrics.csv")).lines().toList();
    List<String> header = List.of(lines.get(0).split(","));
    assertEquals(List.of("probe_loss", "transfer_accuracy", "transfer_test_accuracy", "transfer_loss"),
        header.subList(header.size() - 4, header.size()));
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      JsonNode layer = summary.get("member_results").get(Integer.parseInt(fields[0])).get("layers")
          .get(Integer.parseInt(fields[2]));
      assertEquals(layer.get("transfer_test_accuracy").asText(), fields[fields.length - 2], line);
    }
    JsonNode without = run("without", samples("all", 0), NETWORK + training);
    assertFalse(without.at("/layers/0").has("transfer_accuracy"));
    assertFalse(Lamina.read(directory.resolve("without/metrics.csv")).contains("transfer"));
    String report = Lamina.read(directory.resolve("held/report.html"));
    assertTrue(report.contains("transfer test accuracy") && report.contains("test, other classes"));
    assertFalse(Lamina.read(directory.resolve("without/report.html")).contains("transfer test accuracy"));
  }

  private JsonNode run(String name, String data, String config, String... more) {
    Path file = Lamina.write(directory.resolve(name + ".yaml"), data + config);
    return Lamina.run(Stream.concat(
        Stream.of("run", file, "--json", "--out", directory.resolve(name)),
        Stream.of(more)).toArray()).done().json();
  }

  /** Four classes whose clouds overlap, in no order; those from {@code first} on, numbered from 0. */
  private String samples(String name, int first) {
    for (String set : List.of("training", "test")) {
      StringBuilder csv = new StringBuilder("a,b,c,class\n");
      for (int i = 0; i < (set.equals("test") ? 90 : 200); i++) {
        int label = (i * i + i / 4) % 4;
        if (label >= first) {
          for (int j = 0; j < 3; j++) {
            csv.append(String.format(Locale.ROOT, "%.6f,",
                Math.sin(set.length() + 7.3 * i + 2.1 * j) + 0.5 * Math.cos(1.7 * label + j)));
          }
          csv.append(label - first).append('\n');
        }
      }
      Lamina.write(directory.resolve(name + "-" + set + ".csv"), csv.toString());
    }
    return "data: {kind: csv, file: %s-training.csv, labels: class, test-file: %s-test.csv, test-labels: class}\n"
        .formatted(name, name);
  }
}
