package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.data.Tensor;
import dev.lamina.data.format.SafetensorsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Runs repeat bit for bit, and a member of an ensemble is what a run of its own seed would have been. */
class EnsembleRunTest {

  private static final String THEORY = "name: theory\nprecision: fp64\ntraining: {epochs: 40}\n";
  private static final String CHECKED = """
      name: checked
      precision: fp64
      training: {epochs: 40}
      metrics: {every: 10, weights: true, theory: all}
      """;
  private static final String START = "name: start\nprecision: fp64\ntraining: {epochs: 1}\n";
  private static final String HYBRID = """
      name: hybrid
      precision: fp64
      data: {kind: gaussian, dimension: 12, samples: 48, classes: 4}
      network: {width: 10, hidden: 4, nonlinear: 2, bias: true, output-scale: 1}
      init: {kind: kaiming, scale: 1}
      training: {learning-rate: 0.01, momentum: 0.9, weight-decay: 1.0e-4, schedule: cosine, epochs: 5, batch: 13}
      metrics: {every: 2, probe: true, probe-epochs: 3, probe-batch: 20}
      """;

  static final List<String> CASES = List.of(THEORY, CHECKED, START, HYBRID);

  @TempDir
  private Path directory;

  @ParameterizedTest
  @FieldSource("CASES")
  void membersAreSingleRuns(String yaml) {
    JsonNode all = run("all", yaml, 7, 3);
    List<Tensor> weights = SafetensorsReader.read(directory.resolve("all/weights.safetensors"));
    assertEquals(3, all.get("member_results").size());
    for (int e = 0; e < 3; e++) {
      JsonNode single = run("single" + e, yaml, 7 + e, 1);
      JsonNode member = all.get("member_results").get(e);
      assertEquals(7 + e, member.get("seed").asInt());
      assertSame(((ObjectNode) single).retain(names(member)), member, "member " + e);
      assertWeights(SafetensorsReader.read(directory.resolve("single" + e + "/weights.safetensors")), weights, e);
    }
    assertFalse(all.at("/member_results/0/layers").equals(all.at("/member_results/1/layers")), "members do not differ");
  }

  @Test
  void runsRepeatBitForBit() throws IOException {
    for (String yaml : List.of(HYBRID, HYBRID.replace("fp64", "fp32"))) {
      String precision = yaml.contains("fp64") ? "fp64" : "fp32";
      run("first" + precision, yaml, 1, 2);
      run("second" + precision, yaml, 1, 2);
      for (String file : List.of("weights.safetensors", "losses.csv", "metrics.csv", "config.yaml")) {
        assertArrayEquals(Files.readAllBytes(directory.resolve("first" + precision).resolve(file)),
            Files.readAllBytes(directory.resolve("second" + precision).resolve(file)), file);
      }
    }
  }

  @Test
  void shufflingDependsOnTheSeed() {
    run("one", HYBRID, 1, 1);
    run("two", HYBRID, 2, 1);
    assertFalse(Lamina.read(directory.resolve("one/losses.csv")).equals(Lamina.read(directory
        .resolve("two/losses.csv"))));
  }

  /** A batch of more samples than there are is the full batch. */
  @Test
  void largeBatchIsTheFullBatch() {
    run("full", HYBRID.replace("batch: 13", "batch: 0"), 1, 1);
    run("large", HYBRID.replace("batch: 13", "batch: 1000"), 1, 1);
    run("word", HYBRID.replace("batch: 13", "batch: full").replace("probe-batch: 20", "probe-batch: full"), 1, 1);
    for (String other : List.of("large", "word")) {
      assertEquals(Lamina.read(directory.resolve("full/losses.csv")),
          Lamina.read(directory.resolve(other + "/losses.csv")));
    }
  }

  private JsonNode run(String name, String yaml, int seed, int members) {
    Path file = Lamina.write(directory.resolve(name + ".yaml"), yaml);
    return Lamina.run("run", file, "--set", "seed=" + seed, "--set", "members=" + members, "--json", "--out",
        directory.resolve(name)).done().json();
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** All numbers agree to 1e-12 of their size, where that is not itself a rounding error. */
  private static void assertSame(JsonNode expected, JsonNode actual, String where) {
    assertEquals(expected.size(), actual.size(), where);
    if (expected.isObject()) {
      names(expected).forEach(name -> assertSame(expected.get(name), actual.get(name), where + "/" + name));
    } else if (expected.isArray()) {
      for (int i = 0; i < expected.size(); i++) {
        assertSame(expected.get(i), actual.get(i), where + "/" + i);
      }
    } else if (expected.isFloatingPointNumber()) {
      double value = expected.asDouble();
      assertEquals(value, actual.asDouble(Double.NaN), 1e-12 * Math.max(1e-2, Math.abs(value)), where);
    } else {
      assertEquals(expected, actual, where);
    }
  }

  private static void assertWeights(List<Tensor> single, List<Tensor> all, int member) {
    for (Tensor expected : single) {
      Tensor actual = all.stream().filter(tensor -> tensor.name().equals("member" + member + "." + expected.name()))
          .findFirst().orElseThrow();
      assertArrayEquals(expected.doubles(), actual.doubles(), 1e-12, actual.name());
    }
  }
}
