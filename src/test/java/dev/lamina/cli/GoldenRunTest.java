package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.data.Tensor;
import dev.lamina.data.format.SafetensorsReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lamina run} in float64 agrees with trainings that PyTorch did, from the same weights and samples. */
class GoldenRunTest {

  @TempDir
  private Path directory;

  @Test
  void paperNetwork() {
    Golden golden = new Golden("linear_theory");
    JsonNode summary = train("linear_theory", """
        network: {width: 50, hidden: 5, output-scale: 100}
        training: {learning-rate: 0.1, epochs: 60, check-every: 1}
        """);
    assertMetrics(golden, summary, 1e-8);
    assertLinearLaws(golden, summary);
    assertWeights(golden, 6, 1e-8);
    assertLosses(golden, 60);
    assertEquals(60, summary.get("steps").asInt());
  }

  @Test
  void wideNetwork() {
    Golden golden = new Golden("linear_wide");
    JsonNode summary = train("linear_wide", """
        network: {width: 96, hidden: 3, output-scale: 1000}
        training: {learning-rate: 0.05, epochs: 300, check-every: 1}
        """);
    assertMetrics(golden, summary, 1e-8);
    assertLinearLaws(golden, summary);
    assertWeights(golden, 4, 1e-8);
    assertLosses(golden, 300);
  }

  @Test
  void hybridNetwork() {
    Golden golden = new Golden("hybrid");
    JsonNode summary = train("hybrid", """
        network: {width: 32, hidden: 5, nonlinear: 2, activation: relu, batch-norm: true, output-scale: 1}
        training:
          learning-rate: 0.02
          momentum: 0.9
          weight-decay: 1.0e-4
          schedule: cosine
          eta-min: 0.0002
          epochs: 6
          batch: 60
          shuffle: false
        """);
    assertMetrics(golden, summary, 1e-7);
    assertWeights(golden, 6, 1e-7);
    assertEquals(24, summary.get("steps").asInt());
  }

  private JsonNode train(String name, String keys) {
    Path file = Lamina.write(directory.resolve(name + ".yaml"), """
        precision: fp64
        data: {kind: npz, file: "%1$s", features: X, labels: y}
        init: {kind: file, file: "%1$s", weights: "W{layer}_init"}
        """.formatted(Golden.path(name + ".npz")) + keys);
    return Lamina.run("run", file, "--device", Lamina.DEVICE, "--json", "--out", directory.resolve("run")).done()
        .json();
  }

  private static void assertMetrics(Golden golden, JsonNode summary, double tolerance) {
    JsonNode layers = summary.get("layers");
    for (String metric : Golden.METRICS) {
      double[] expected = golden.values(metric + "_expected");
      assertEquals(expected.length, layers.size());
      for (int l = 0; l < expected.length; l++) {
        Golden.assertClose(expected[l], layers.get(l).get(metric), tolerance, metric + " of layer " + l);
      }
    }
  }

  private static void assertLinearLaws(Golden golden, JsonNode summary) {
    double[] balance = golden.values("balance_residual_expected");
    for (int l = 0; l < balance.length; l++) {
      Golden.assertClose(balance[l], summary.at("/weights/" + l + "/balance_residual"), 1e-8, "balance " + l);
    }
    Golden.assertClose(golden.values("min_norm_residual_expected")[0], summary.get("min_norm_residual"), 1e-8,
        "min norm");
    for (int l = 0; l < summary.get("layers").size(); l++) {
      double[] expected = golden.values("singular_values_layer" + l + "_expected");
      JsonNode values = summary.at("/layers/" + l + "/singular_values");
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], values.get(i).asDouble(), 1e-8 * expected[0],
            "singular value " + i + " of layer " + l);
      }
    }
  }

  private void assertWeights(Golden golden, int layers, double tolerance) {
    List<Tensor> weights = SafetensorsReader.read(directory.resolve("run/weights.safetensors"));
    for (int l = 1; l <= layers; l++) {
      String name = "layer" + l + ".weight";
      Tensor expected = golden.array("W" + l + "_expected");
      Tensor actual = weights.stream().filter(tensor -> tensor.name().equals(name)).findFirst().orElseThrow();
      assertArrayEquals(new int[] {expected.dimension(0), expected.dimension(1)},
          new int[] {actual.dimension(0), actual.dimension(1)}, name);
      double largest = Arrays.stream(expected.doubles()).map(Math::abs).max().orElseThrow();
      assertArrayEquals(expected.doubles(), actual.doubles(), tolerance * largest, name);
    }
  }

  /** The rows of losses.csv: member, epoch, step, rate, loss and more; the last row is of the final weights. */
  private void assertLosses(Golden golden, int steps) {
    double[] expected = golden.values("losses_expected");
    List<String> rows = Lamina.read(directory.resolve("run/losses.csv")).lines().skip(1).toList();
    assertEquals(steps + 1, rows.size());
    for (int t = 0; t < steps; t++) {
      String[] fields = rows.get(t).split(",");
      assertEquals(t, Integer.parseInt(fields[2]));
      assertEquals(expected[t], Double.parseDouble(fields[4]), 1e-8 * expected[t], "loss before step " + t);
    }
  }
}
