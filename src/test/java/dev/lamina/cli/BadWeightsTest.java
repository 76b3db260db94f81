package dev.lamina.cli;

import dev.lamina.data.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Initial weights from a file: a file that cannot be read is bad data (4), arrays that the configured network does not
 * have a place for do not fit the configuration (2).
 */
class BadWeightsTest {

  @TempDir
  private Path directory;

  @Test
  void missingFile() {
    refused(ExitCode.DATA, directory.resolve("missing.npz"), "no such file");
  }

  @Test
  void truncatedFile() {
    Path half = ArrayFiles.half(weights(), directory.resolve("half.npz"));
    refused(ExitCode.DATA, half, half.toString());
  }

  @Test
  void missingArray() {
    Path file = ArrayFiles.npz(directory.resolve("weights.npz"), List.of(Tensor.of("W1", new double[200], 4, 50)));
    refused(ExitCode.USAGE, file, "'W2'", "it has W1", file.toString());
  }

  @Test
  void notAMatrix() {
    Path vector = ArrayFiles.npz(directory.resolve("weights.npz"),
        List.of(Tensor.of("W1", new double[200], 200), Tensor.of("W2", new double[12], 3, 4)));
    refused(ExitCode.USAGE, vector, "'W1'", "outputs x inputs");
  }

  /** Weights of a network of one hidden layer of 4 on samples of 50 features and 3 classes. */
  private Path weights() {
    return ArrayFiles.npz(directory.resolve("weights.npz"), List.of(
        Tensor.of("W1", new double[200], 4, 50), Tensor.of("W2", new double[12], 3, 4)));
  }

  private void refused(int code, Path file, String... parts) {
    List<Object> arguments = new ArrayList<>(List.of("run", "--out", directory.resolve("run")));
    List.of("network.width=4", "network.hidden=1", "init.kind=file", "init.file=" + file, "init.weights=W{layer}",
        "training.epochs=1")
        .forEach(setting -> arguments.add("--set=" + setting));
    Lamina.assertRefused(directory, code, List.of(parts), arguments.toArray());
  }
}
