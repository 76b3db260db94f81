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
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code lamina measure} agrees with NumPy, whatever file the features come in. */
class MeasureTest {

  @TempDir
  private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"features", "features_tall", "features_collapsed"})
  void npz(String name) {
    JsonNode layers = measure(Golden.path(name + ".npz"));
    assertExpected(name, layers);
    assertCounts(new Golden(name), layers);
  }

  @Test
  void npyWithLabelsApart() {
    Golden golden = new Golden("features");
    List<Object> arguments = new ArrayList<>(List.of("measure", "--json", "--labels",
        ArrayFiles.npy(directory.resolve("targets.npy"), golden.array("labels"))));
    golden.names().stream().filter(name -> !name.equals("labels"))
        .forEach(name -> arguments.add(ArrayFiles.npy(directory.resolve(name + ".npy"), golden.array(name))));
    JsonNode layers = Lamina.run(arguments.toArray()).done().json().get("layers");
    assertExpected("features", layers);
    assertCounts(golden, layers);
  }

  @Test
  void safetensors() {
    Golden golden = new Golden("features");
    List<Tensor> tensors = golden.names().stream().map(golden::array).toList();
    Path file = directory.resolve("features.safetensors");
    SafetensorsWriter.write(file, tensors, Map.of());
    assertExpected("features", measure(file));
  }

  /** For people, too: the table has the dimension of every layer and the CKA of every pair. */
  @Test
  void tableShowsAllThatIsMeasured() {
    Path file = Golden.path("features.npz");
    JsonNode layers = measure(file, "--all");
    String table = Lamina.run("measure", file, "--all").done().out();
    List<String> lines = table.lines().toList();
    assertTrue(lines.get(0).endsWith(" TwoNN"), table);
    int title = lines.indexOf("linear CKA between layers");
    for (int l = 0; l < layers.size(); l++) {
      double dimension = layers.get(l).get("intrinsic_dimension").asDouble();
      assertTrue(lines.get(1 + l).endsWith(String.format(Locale.ROOT, " %.4g", dimension)), table);
      String[] similarities = lines.get(title + 2 + l).trim().split(" +");
      assertEquals(layers.get(l).get("name").asText(), similarities[0]);
      for (int other = 0; other < layers.size(); other++) {
        assertEquals(layers.get(l).get("cka").get(other).asDouble(), Double.parseDouble(similarities[1 + other]), 5e-5);
      }
    }
    assertFalse(Lamina.run("measure", file).done().out().contains("CKA"), "nor what is not measured");
  }

  /** The layers that are asked for, in the order in which they are asked for. */
  @Test
  void chosenLayers() {
    Path file = Golden.path("features.npz");
    JsonNode all = measure(file);
    JsonNode chosen = measure(file, "--layers", "layer_02,layer_00");
    assertEquals(2, chosen.size());
    assertEquals(all.get(2), chosen.get(0));
    assertEquals(all.get(0), chosen.get(1));
  }

  /** Neighbours of float32 and float64 are measured apart, and come out in the file's order. */
  @Test
  void mixedPrecisions() {
    Golden golden = new Golden("features");
    Tensor first = golden.array("layer_00");
    Tensor wide = Tensor.of("wide", first.doubles(), first.dimension(0), first.dimension(1));
    Path file = ArrayFiles.npz(directory.resolve("mixed.npz"),
        List.of(golden.array("layer_01"), wide, golden.array("labels"), golden.array("layer_02")));
    JsonNode layers = measure(file);
    assertEquals(List.of("layer_01", "wide", "layer_02"), layers.findValuesAsText("name"));
    JsonNode narrow = measure(Golden.path("features.npz")).get(0);
    assertEquals(narrow.get("compression").asDouble(), layers.get(1).get("compression").asDouble(), 1e-12);
  }

  /**
   * A layer that lost what tells samples apart has NaN in its row; standard error has the reason, and JSON nothing
   * else.
   */
  @Test
  void undefinedMetricsAreExplained() {
    float[] alike = new float[12];
    Arrays.fill(alike, 1);
    float[] means = {1, 2, 2, 1, 1, 2, 2, 1, 1, 2, 2, 1};
    float[] opposite = {1, 1, -1, -1, 3, 1, 4, 2, 1, 5, 2, 5};
    Path file = ArrayFiles.npz(directory.resolve("undefined.npz"), List.of(Tensor.of("zero", new float[12], 6, 2),
        Tensor.of("alike", alike, 6, 2), Tensor.of("means", means, 6, 2), Tensor.of("balanced", opposite, 6, 2),
        Tensor.of("labels", new long[] {0, 0, 1, 1, 2, 2}, 6)));
    List<String> expected = List.of("lamina: zero: all features are 0, so that C and D are undefined",
        "lamina: alike: all samples have the same features, so that C is undefined",
        "lamina: means: the means of all classes agree, so that C is undefined",
        "lamina: balanced: the mean of a class is 0, so that D is undefined");
    Lamina.Result result = Lamina.run("measure", file, "--json").done();
    assertEquals(4, result.json().get("layers").size());
    assertEquals(expected, result.err().lines().filter(line -> !line.contains("device")).toList());
    Lamina.Result healthy = Lamina.run("measure", Golden.path("features.npz")).done();
    assertTrue(healthy.err().lines().noneMatch(line -> line.contains("undefined")), healthy.err());
  }

  /** The squares of large features overflow where the features do not: no reason to call these anything. */
  @Test
  void largeFeaturesAreFinite() {
    double[] large = {3e170, 1e170, 2e170, 4e170, -1e170, 5e170, 2e170, -3e170};
    Path file = ArrayFiles.npz(directory.resolve("large.npz"),
        List.of(Tensor.of("large", large, 4, 2), Tensor.of("labels", new long[] {0, 0, 1, 1}, 4)));
    Lamina.Result result = Lamina.run("measure", file, "--json").done();
    JsonNode layer = result.json().get("layers").get(0);
    assertTrue(layer.get("trace_within").isNull());
    assertTrue(layer.get("compression").asDouble() > 0);
    assertTrue(result.err().lines().noneMatch(line -> line.contains("large")), result.err());
  }

  /** Feature maps, N x channels x height, are flattened. */
  @Test
  void moreThanTwoDimensions() {
    Golden golden = new Golden("features");
    Tensor flat = golden.array("layer_01");
    Tensor maps = Tensor.of("layer_01", flat.floats(), flat.dimension(0), 4, 16);
    Path file = ArrayFiles.npz(directory.resolve("maps.npz"), List.of(maps, golden.array("labels")));
    assertEquals(measure(Golden.path("features.npz")).get(1), measure(file).get(0));
  }

  /** Without --json: a line for each layer and one above, for people. */
  @Test
  void table() {
    Lamina.Result result = Lamina.run("measure", Golden.path("features.npz")).done();
    List<String> lines = result.out().lines().toList();
    assertEquals(5, lines.size(), result.out());
    assertTrue(lines.get(0).startsWith("layer") && lines.get(4).startsWith("layer_03"), result.out());
    assertEquals("", result.err());
  }

  @Test
  void extendedMetricsAreMeasuredOnRequestOnly() {
    Path file = Golden.path("features.npz");
    assertTrue(measure(file).get(0).get("intrinsic_dimension").isNull());
    JsonNode layer = measure(file, "--all").get(1);
    assertTrue(layer.get("intrinsic_dimension").asDouble() > 1, layer.toString());
    assertEquals(4, layer.get("cka").size());
    assertEquals(1, layer.get("cka").get(1).asDouble(), 1e-6);
  }

  private static JsonNode measure(Path file, String... options) {
    List<Object> arguments = new ArrayList<>(List.of("measure", file, "--device", Lamina.DEVICE, "--json"));
    arguments.addAll(List.of(options));
    return Lamina.run(arguments.toArray()).done().json().get("layers");
  }

  private static void assertExpected(String name, JsonNode layers) {
    JsonNode expected = Lamina.json(Lamina.read(Golden.path(name + ".expected.json")));
    assertEquals(expected.size(), layers.size());
    for (int l = 0; l < layers.size(); l++) {
      for (String metric : Golden.METRICS) {
        double tolerance = metric.equals("numerical_rank") ? 0 : 1e-6;
        Golden.assertClose(expected.get(l).get(metric).asDouble(), layers.get(l).get(metric), tolerance,
            metric + " of layer " + l);
      }
      for (int i = 0; i < 5; i++) {
        Golden.assertClose(expected.get(l).get("singular_values_top5").get(i).asDouble(),
            layers.get(l).get("singular_values").get(i), 1e-6, "singular value " + i + " of layer " + l);
      }
    }
  }

  private static void assertCounts(Golden golden, JsonNode layers) {
    List<String> names = golden.names().stream().filter(name -> !name.equals("labels")).toList();
    int classes = 1 + (int) Arrays.stream(golden.values("labels")).max().orElseThrow();
    for (int l = 0; l < layers.size(); l++) {
      Tensor features = golden.array(names.get(l));
      JsonNode layer = layers.get(l);
      assertEquals(names.get(l), layer.get("name").asText());
      assertEquals(features.dimension(0), layer.get("samples").asInt());
      assertEquals(features.dimension(1), layer.get("dimension").asInt());
      assertEquals(classes, layer.get("classes").asInt());
      assertTrue(layer.get("numerical_rank").isIntegralNumber(), layer.toString());
    }
  }
}
