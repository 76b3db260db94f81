package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.data.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The runs without random numbers, computed independently of Lamina in float64 (docs/theory.md, R1 to R4): N = 30,
 * d = 50, K = 3, label i mod 3, all weights epsilon times the identity; data A are unit vectors, data B are perturbed.
 * Expected numbers are as printed there, and tolerances half a unit of their last digit.
 */
class DeterministicRunsTest {

  @TempDir
  private Path directory;

  @Test
  void exactlyOrthonormalDataWithOutputScale1() {
    JsonNode run = run("A", 0, "network.output-scale=1", "init.scale=0.3", "training.learning-rate=0.1");
    assertEquals(1992, run.get("steps").asInt());
    assertLosses("A", .999854253144, .999853780757, .999849517659, .999805565657);
    assertLayers(run, "compression", 13.5, .8188790336, .04971646021, 3.020605063e-3, 1.836432345e-4, 1.117190969e-5);
    for (JsonNode layer : run.get("layers")) {
      assertEquals(1, layer.get("discrimination").asDouble(), 1e-12);
    }
    assertPrinted(.6169590118, run.get("weights").get(4).get("balance_residual").asDouble());
    JsonNode first = run.get("weights").get(0).get("singular_values");
    JsonNode last = run.get("weights").get(5).get("singular_values");
    for (int i = 0; i < 3; i++) {
      assertPrinted(1.2121707716, first.get(i).asDouble());
      assertPrinted(.2866198845, first.get(47 + i).asDouble());
      assertPrinted(1.208862115112, last.get(i).asDouble());
    }
    assertEquals(.3, run.get("weights").get(0).get("plateau_min").asDouble(), 1e-12);
    assertEquals(.3, run.get("weights").get(0).get("plateau_max").asDouble(), 1e-12);
    assertTrue(run.get("min_norm_residual").asDouble() < 1e-5,
        "the residual of identity weights on data A is about 5e-6");
  }

  @Test
  void exactlyOrthonormalDataWithOutputScale100() {
    JsonNode run = run("A100", 0, "network.output-scale=100", "init.scale=0.3", "training.learning-rate=0.01");
    assertEquals(602, run.get("steps").asInt());
    assertLosses("A100", .985951441, .985485157248, .981178545292, .897304874807);
    assertLayers(run, "compression", 13.5, 3.778709903, 1.058776725, .2969244362, .083340910075, .02341628101);
  }

  @Test
  void perturbedData() {
    JsonNode run = run("B", .02, "network.output-scale=1", "init.scale=0.3", "training.learning-rate=0.1");
    assertEquals(2006, run.get("steps").asInt());
    assertLosses("B", .999853550548, .999853077154, .999848804915, .999804752552);
    assertLayers(run, "compression", 13.65887493, .8291082754, .05033604997, 3.058010111e-3, 1.859016127e-4,
        1.130832135e-5);
    assertLayers(run, "discrimination", .997221793835, .998273856829, .998660930507, .999006742025, .999349851653,
        .999692647079);
  }

  @Test
  void perturbedDataInFourLayers() {
    JsonNode run = run("B4", .02, "network.output-scale=1", "init.scale=0.5", "training.learning-rate=0.1",
        "network.hidden=3");
    assertEquals(393, run.get("steps").asInt());
    assertLosses("B4", .987836242477, .987009751949, .979154863601, .333698301162);
    assertLayers(run, "compression", 13.65887493, 1.87810225, .2587197135, .03571326771);
    assertLayers(run, "discrimination", .997221793835, .998425809588, .999042233415, .999574097452);
  }

  private JsonNode run(String name, double perturbation, String... settings) {
    double[] x = new double[30 * 50];
    long[] y = new long[30];
    for (int c = 0; c < 30; c++) {
      y[c] = c % 3;
      for (int r = 0; r < 50; r++) {
        x[c * 50 + r] = (r == c ? 1 : 0) + perturbation * Math.sin(3 * r + 7 * c + 1);
      }
    }
    Path data = ArrayFiles.npz(directory.resolve(name + ".npz"),
        List.of(Tensor.of("X", x, 30, 50), Tensor.of("y", y, 30)));
    Object[] fixed = {"run", "--json", "--out", directory.resolve(name), "--precision", "fp64", "--set",
        "data.kind=npz", "--set", "data.file=" + data, "--set", "init.kind=identity", "--set",
        "training.stop-loss=1e-12", "--set", "training.check-every=1"};
    Object[] all = new Object[fixed.length + 2 * settings.length];
    System.arraycopy(fixed, 0, all, 0, fixed.length);
    for (int i = 0; i < settings.length; i++) {
      all[fixed.length + 2 * i] = "--set";
      all[fixed.length + 2 * i + 1] = settings[i];
    }
    return Lamina.run(all).done().json();
  }

  /** The losses before steps 0, 1, 10 and 100. */
  private void assertLosses(String name, double... expected) {
    List<String> lines = Lamina.read(directory.resolve(name).resolve("losses.csv")).lines().toList();
    int[] epochs = {0, 1, 10, 100};
    for (int i = 0; i < epochs.length; i++) {
      assertPrinted(expected[i], Double.parseDouble(lines.get(1 + epochs[i]).split(",", -1)[4]));
    }
  }

  private static void assertLayers(JsonNode run, String metric, double... expected) {
    for (int l = 0; l < expected.length; l++) {
      assertPrinted(expected[l], run.get("layers").get(l).get(metric).asDouble());
    }
  }

  /** Equal to the digits that the expected number has; none has fewer than nine. */
  private static void assertPrinted(double expected, double actual) {
    int digits = Double.toString(expected).replaceAll("E.*", "").replaceAll("^0\\.0*|\\.", "").length();
    double unit = Math.pow(10, Math.floor(Math.log10(Math.abs(expected))) + 1 - Math.max(9, digits));
    assertEquals(expected, actual, 0.51 * unit);
  }
}
