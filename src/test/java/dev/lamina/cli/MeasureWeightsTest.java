package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.data.Tensor;
import dev.lamina.data.format.SafetensorsWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code lamina measure --weights} agrees with NumPy and with closed forms, whatever file the matrices come in. */
class MeasureWeightsTest {

  private static final List<String> MATRICES =
      List.of("heavy", "heavy_wide", "gaussian", "spiked", "convolution", "low_rank", "narrow");

  @TempDir
  private Path directory;

  @Test
  void npz() {
    assertExpected(measure(Golden.path("weights.npz")));
  }

  @Test
  void safetensors() {
    Golden golden = new Golden("weights");
    Path file = directory.resolve("model.safetensors");
    SafetensorsWriter.write(file, golden.names().stream().map(golden::array).toList(), Map.of());
    assertExpected(measure(file));
  }

  /** Found in their files, and in natural order, which an index has none of. */
  @Test
  void shards() {
    Golden golden = new Golden("weights");
    List<List<String>> shards = List.of(List.of("spiked", "bias", "heavy", "low_rank"),
        List.of("steps", "narrow", "convolution", "gaussian", "heavy_wide"));
    StringBuilder map = new StringBuilder();
    for (int s = 0; s < 2; s++) {
      String file = "model-0000" + (s + 1) + "-of-00002.safetensors";
      SafetensorsWriter.write(directory.resolve(file), shards.get(s).stream().map(golden::array).toList(), Map.of());
      shards.get(s).forEach(name -> map.append(", \"" + name + "\": \"" + file + "\""));
    }
    Path index = Lamina.write(directory.resolve("model.safetensors.index.json"),
        "{\"metadata\": {\"total_size\": 1, \"more\": [{}]}, \"weight_map\": {" + map.substring(2) + "}}");
    JsonNode matrices = measure(index);
    assertEquals(MATRICES.stream().sorted().toList(), matrices.findValuesAsText("name"));
    assertExpected(matrices);
    assertEquals(List.of("spiked", "heavy", "heavy_wide"),
        measure(index, "--layers", "spiked,heavy*").findValuesAsText("name"));
  }

  @Test
  void npy() {
    JsonNode matrices = measure(ArrayFiles.npy(directory.resolve("heavy.npy"), new Golden("weights").array("heavy")));
    assertEquals(measure(Golden.path("weights.npz"), "--layers", "heavy"), matrices);
  }

  /** More entries than are decomposed directly: the Gram matrix of float32 has the same power law. */
  @Test
  void largeMatricesGoThroughTheirGramMatrix() {
    int n = 530;
    float[] diagonal = new float[n * n];
    for (int i = 0; i < n; i++) {
      // Of sigma^2 the quantiles of alpha = 3, in another order than that of their size.
      diagonal[(i * 37 % n) * (n + 1)] = (float) Math.pow((i + 0.5) / n, -0.25);
    }
    JsonNode matrix = one(Tensor.of("w", diagonal, n, n));
    assertEquals("gram-float64", matrix.get("spectrum_method").asText());
    assertEquals(3, matrix.get("power_law_alpha").asDouble(), 0.03);
    assertTrue(matrix.get("power_law_distance").asDouble() < 1.5 / n, matrix.toString());
    double square = IntStream.range(0, n).mapToDouble(i -> Math.pow((i + 0.5) / n, -0.5)).sum();
    assertEquals(4 * square / n, matrix.get("marchenko_pastur_edge").asDouble(), 1e-5);
    long above = IntStream.range(0, n).filter(i -> Math.pow((i + 0.5) / n, -0.5) > 4 * square / n).count();
    assertEquals(above, matrix.get("values_above_edge").asLong());
  }

  /** The edge moves by a share of about n^(-2/3) at random, so that one value may lie above it; a spike always does. */
  @Test
  void gaussianMatricesEndAtTheEdgeAndSpikesDoNot() {
    for (int seed = 0; seed < 5; seed++) {
      Random random = new Random(seed);
      double[] values = IntStream.range(0, 120 * 210).mapToDouble(i -> random.nextGaussian()).toArray();
      JsonNode matrix = one(Tensor.of("w", values, 120, 210));
      assertTrue(matrix.get("values_above_edge").asInt() <= 1, matrix.get("values_above_edge").toString());
      double largest = Math.pow(matrix.get("spectral_norm").asDouble(), 2);
      assertEquals(1, largest / matrix.get("marchenko_pastur_edge").asDouble(), 0.06);
      // Two orthogonal directions of twice the edge each.
      for (int j = 0; j < 210; j++) {
        values[j] += j % 2 == 0 ? 5 : 0;
        values[210 + j] += j % 2 == 1 ? 5 : 0;
      }
      assertEquals(2, one(Tensor.of("w", values, 120, 210)).get("values_above_edge").asInt());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-160, 1e-30, 1e160})
  void nothingButNormsXMinAndEdgeDependsOnTheScale(double scale) {
    Tensor heavy = new Golden("weights").array("heavy_wide");
    JsonNode plain = one(heavy);
    JsonNode scaled = one(Tensor.of("heavy_wide", Arrays.stream(heavy.doubles()).map(value -> value * scale).toArray(),
        heavy.shape()));
    for (String key : List.of("stable_rank", "effective_rank", "power_law_alpha", "power_law_distance",
        "power_law_values", "values_above_edge")) {
      Golden.assertClose(plain.get(key).asDouble(), scaled.get(key), 1e-10, key);
    }
    for (String key : List.of("frobenius_norm", "spectral_norm")) {
      Golden.assertClose(scale * plain.get(key).asDouble(), scaled.get(key), 1e-10, key);
    }
    for (String key : List.of("power_law_x_min", "marchenko_pastur_edge")) {
      double expected = scale * scale * plain.get(key).asDouble();
      boolean held = expected >= Double.MIN_NORMAL && expected <= Double.MAX_VALUE;
      assertEquals(held, scaled.get(key).isNumber(), key + " " + scaled.get(key));
      if (held) {
        Golden.assertClose(expected, scaled.get(key), 1e-10, key);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void degenerateMatricesAreDefined(boolean wide) {
    double[] ones = new double[12 * 15];
    Arrays.fill(ones, 2);
    assertDegenerate(one(tensor(wide, new double[12 * 15], 12, 15)), 0, 0, 0);
    assertDegenerate(one(tensor(wide, ones, 12, 15)), 2 * Math.sqrt(12 * 15), 1, 1);
    assertDegenerate(one(tensor(wide, new double[] {-3}, 1, 1)), 3, 1, 0);
    assertDegenerate(one(tensor(wide, new double[] {3, 4}, 1, 2)), 5, 1, 0);
    double[] identity = new double[30 * 30];
    IntStream.range(0, 30).forEach(i -> identity[31 * i] = 1);
    JsonNode matrix = one(tensor(wide, identity, 30, 30));
    assertEquals(30, matrix.get("effective_rank").asDouble(), 1e-12);
    assertTrue(matrix.get("power_law_alpha").isNull(), "one value is no tail");
  }

  private static void assertDegenerate(JsonNode matrix, double norm, double rank, int above) {
    assertEquals(norm, matrix.get("spectral_norm").asDouble(), 1e-6);
    assertEquals(norm, matrix.get("frobenius_norm").asDouble(), 1e-6);
    assertEquals(rank, matrix.get("stable_rank").asDouble(), 1e-6);
    assertEquals(rank, matrix.get("effective_rank").asDouble(), 1e-6);
    assertEquals(above, matrix.get("values_above_edge").asInt(-1));
    for (String key : List.of("alpha", "distance", "x_min", "values")) {
      assertTrue(matrix.get("power_law_" + key).isNull(), matrix.toString());
    }
  }

  /** A line for each matrix and one above; what is no matrix has none. */
  @Test
  void table() {
    List<String> lines = Lamina.run("measure", "--weights", Golden.path("weights.npz")).done().out().lines().toList();
    assertEquals(1 + MATRICES.size(), lines.size());
    assertTrue(lines.get(0).startsWith("matrix") && lines.get(0).endsWith("above edge"), lines.get(0));
    assertEquals(List.of("heavy", "53x37", "94.928", "41.801", "5.1571", "30.077", "2.3925", "2"),
        List.of(lines.get(1).split(" +")));
    assertTrue(lines.get(5).matches("convolution +16x3x5x5 .*"), lines.get(5));
  }

  private static Tensor tensor(boolean wide, double[] values, int... shape) {
    Tensor tensor = Tensor.of("w", values, shape);
    return wide ? tensor : Tensor.of("w", tensor.floats(), shape);
  }

  private JsonNode one(Tensor tensor) {
    JsonNode matrices = measure(ArrayFiles.npz(directory.resolve("one.npz"), List.of(tensor)));
    assertEquals(1, matrices.size());
    return matrices.get(0);
  }

  private static JsonNode measure(Path file, String... options) {
    List<Object> arguments =
        new ArrayList<>(List.of("measure", "--weights", file, "--device", Lamina.DEVICE, "--json"));
    arguments.addAll(List.of(options));
    return Lamina.run(arguments.toArray()).done().json().get("matrices");
  }

  private static void assertExpected(JsonNode matrices) {
    JsonNode expected = Lamina.json(Lamina.read(Golden.path("weights.expected.json")));
    assertEquals(expected.size(), matrices.size());
    for (JsonNode matrix : matrices) {
      String name = matrix.get("name").asText();
      assertTrue(MATRICES.contains(name), name);
      expected.get(name).properties().forEach(field -> {
        JsonNode found = matrix.get(field.getKey());
        String what = field.getKey() + " of " + name;
        assertEquals(field.getValue().isNull(), found.isNull(), what);
        if (!found.isNull()) {
          Golden.assertClose(field.getValue().asDouble(), found, found.isIntegralNumber() ? 0 : 1e-9, what);
        }
      });
      assertFalse(matrix.has("balance_residual"), "there is no neighbour");
      assertEquals(Math.min(matrix.get("rows").asInt(), matrix.get("columns").asInt()),
          matrix.get("singular_values").size());
      assertEquals(name.equals("convolution") ? "16x3x5x5" : "", matrix.path("flattened_from").asText());
    }
  }
}
