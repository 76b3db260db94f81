package dev.lamina.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.data.Tensor;
import dev.lamina.data.format.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightComparisonTest {

  @TempDir
  private Path root;

  private Path run(String name, Tensor... weights) throws IOException {
    Path run = Files.createDirectories(root.resolve(name));
    SafetensorsWriter.write(run.resolve("weights.safetensors"), List.of(weights), Map.of());
    return run;
  }

  private static Tensor layer(String name, double... weights) {
    return Tensor.of(name, weights, 1, weights.length);
  }

  @Test
  void differencesAreRelativeToTheLargestWeight() throws IOException {
    Path reference = run("reference", layer("layer1.weight", 1, -10, 0));
    Path near = run("near", layer("layer1.weight", 1 + 9e-12, -10, 0));
    assertTrue(WeightComparison.compare(1e-12, near, reference).agrees());
    assertFalse(WeightComparison.compare(1e-13, near, reference).agrees());
    assertFalse(WeightComparison.compare(0, near, reference).agrees());
    assertEquals("1 layers, equal to the last bit", WeightComparison.compare(0, reference, reference).line());
    assertTrue(WeightComparison.compare(0, run("step", layer("layer1.weight", 1, -10, 1e-300)), reference).agrees());
  }

  @Test
  void whatIsNoNumberNeverAgrees() throws IOException {
    Path reference = run("reference", layer("layer1.weight", 1, 2));
    Path lost = run("lost", layer("layer1.weight", 1, Double.NaN));
    for (Acceptance.Result result : List.of(WeightComparison.compare(1, lost, reference),
        WeightComparison.compare(1, reference, lost), WeightComparison.compare(1, lost, lost))) {
      assertFalse(result.agrees());
      assertEquals("1 layers, some weights are not numbers", result.line());
    }
  }

  @Test
  void otherLayersAreTold() throws IOException {
    Path reference = run("reference", layer("layer1.weight", 1, 2), layer("layer2.weight", 3));
    assertFalse(WeightComparison.compare(1, run("one", layer("layer1.weight", 1, 2)), reference).agrees());
    assertFalse(WeightComparison.compare(1, run("shape", layer("layer1.weight", 1), layer("layer2.weight", 3)),
        reference).agrees());
    assertFalse(WeightComparison.compare(1, run("name", layer("layer1.weight", 1, 2), layer("layer2.bias", 3)),
        reference).agrees());
    Path none = run("none");
    assertFalse(WeightComparison.compare(1, none, none).agrees());
  }
}
