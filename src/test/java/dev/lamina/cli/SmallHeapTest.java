package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Java heap need not hold the weights: they go from the device to the file piece by piece. */
class SmallHeapTest {

  @TempDir
  private Path directory;

  /**
   * 64 networks of 56 thousand weights: 29 MB in float64, in a heap of 48 MB, which has no room for them and their
   * transposes.
   */
  @Test
  @Timeout(120)
  void theWeightsOfAnEnsembleAreSaved() throws IOException, InterruptedException {
    Path run = directory.resolve("run");
    Process process = new ProcessBuilder(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx48m",
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
            "dev.lamina.cli.Main",
        "run", "--device", "cpu", "--precision", "fp64", "--set", "members=64", "--set", "network.width=128", "--set",
        "network.hidden=4", "--set", "training.epochs=1", "--out", run.toString()))
        .redirectOutput(directory.resolve("out").toFile()).redirectError(directory.resolve("err").toFile()).start();
    assertEquals(ExitCode.DONE, process.waitFor(), () -> Lamina.read(directory.resolve("err")));
    long weights = 64L * (128 * 50 + 3 * 128 * 128 + 3 * 128);
    assertTrue(Files.size(run.resolve("weights.safetensors")) > 8 * weights);
  }
}
