package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.data.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be done is said in one line before anything runs, and the line names what is too much. */
class LimitsTest {

  @TempDir
  private Path directory;

  /**
   * Two samples have no second neighbour: their dimension is not known, all else is. Two equal vectors apart: D is 1.
   */
  @Test
  void twoSamples() {
    Path file = ArrayFiles.npz(directory.resolve("two.npz"),
        List.of(Tensor.of("labels", new long[] {0, 1}, 2), Tensor.of("h", new double[] {1, 0, 0, 0, 1, 0}, 2, 3)));
    JsonNode layer = Lamina.run("measure", file, "--all", "--json", "--device", Lamina.DEVICE).done().json()
        .path("layers").get(0);
    assertTrue(layer.path("intrinsic_dimension").isNull());
    assertEquals(1, layer.path("discrimination").doubleValue(), 1e-12);
    assertEquals(1, layer.path("cka").get(0).doubleValue(), 1e-12);
  }

  /** 24,000 classes have matrices of 576 million elements. */
  @Test
  void moreClassesThanCanBeMeasured() {
    long[] classes = new long[24_000];
    Arrays.setAll(classes, i -> i);
    Path file = ArrayFiles.npz(directory.resolve("many.npz"),
        List.of(Tensor.of("labels", classes, 24_000), Tensor.of("h", new float[24_000], 24_000, 1)));
    Lamina.assertRefused(directory, ExitCode.DATA, List.of("24000 classes", "'labels'"), "measure", file, "--device",
        "cpu");
    Lamina.assertRefused(directory, ExitCode.USAGE, List.of("24000 classes"), "run", "--set", "data.kind=npz", "--set",
        "data.file=" + file, "--set", "network.width=24000", "--set", "network.hidden=1", "--out",
        directory.resolve("run"), "--dry-run", "--device", "cpu");
  }

  /** Results of a million networks are more than one array holds. */
  @Test
  void moreResultsThanCanBeRead() {
    Lamina.assertRefused(directory, ExitCode.USAGE, List.of("of 1000000 networks", "5 layers"), "run", "--set",
        "members=1000000", "--set", "data.kind=fashion-mnist-5k", "--set", "network.width=784", "--set",
        "network.hidden=4", "--dry-run", "--out", directory.resolve("run"), "--device", "cpu");
    Lamina.assertRefused(directory, ExitCode.USAGE, List.of("of 500000 members", "training.check-every"), "run",
        "--set", "members=500000", "--set", "network.width=3", "--set", "network.hidden=1", "--set", "data.dimension=3",
        "--set", "data.samples=3", "--set", "init.kind=orthogonal", "--set", "training.check-every=5000", "--set",
        "training.epochs=5000", "--dry-run", "--out", directory.resolve("run"), "--device", "cpu");
  }
}
