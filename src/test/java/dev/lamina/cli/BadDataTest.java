package dev.lamina.cli;

import dev.lamina.data.Tensor;
import dev.lamina.data.format.SafetensorsWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that cannot be read or do not fit together: exit 4 and a line that names the file and the array. */
class BadDataTest {

  private static final int SAMPLES = 12;

  @TempDir
  private Path directory;

  @Test
  void missingFile() {
    refusedByBoth(directory.resolve("missing.npz"), "missing.npz", "no such file");
  }

  @Test
  void missingArrays() {
    Path file = npz(Tensor.of("Z", new double[SAMPLES], SAMPLES, 1));
    refusedByRun(file, file.toString(), "y");
    Path noFeatures = npz(labels(0, 1));
    refusedByRun(noFeatures, noFeatures.toString(), "X");
    refusedByMeasure(noFeatures, noFeatures.toString(), "no array besides the labels");
  }

  @Test
  void wrongShapes() {
    refusedByBoth(npz(Tensor.of("X", new double[SAMPLES], SAMPLES), labels(0, 1)), "'X'", "N x d");
    refusedByBoth(npz(features(), Tensor.of("y", new long[SAMPLES], SAMPLES, 1)), "'y'", "one dimension");
    refusedByBoth(npz(Tensor.of("X", new double[SAMPLES * 2], 2, SAMPLES), labels(0, 1)), "'X'",
        "2 samples, but 12 labels");
    refusedByBoth(npz(Tensor.of("X", new long[SAMPLES * 2], SAMPLES, 2), labels(0, 1)), "'X'", "float");
  }

  @Test
  void wrongLabels() {
    refusedByBoth(npz(features(), labels(0, 0)), "'y'", "one class");
    double[] measured = new double[SAMPLES];
    Arrays.setAll(measured, i -> i + 0.5);
    refusedByBoth(npz(features(), Tensor.of("y", measured, SAMPLES)), "'y'", "12 different fractions");
    double[] missing = new double[SAMPLES];
    missing[5] = Double.NaN;
    refusedByBoth(npz(features(), Tensor.of("y", missing, SAMPLES)), "'y'", "sample 5", "NaN");
  }

  @Test
  void valuesThatAreNotNumbers() {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      double[] x = new double[SAMPLES * 2];
      x[7] = value;
      refusedByBoth(npz(Tensor.of("X", x, SAMPLES, 2), labels(0, 1)), "'X'", Double.isNaN(value) ? "NaN" : "Inf");
      float[] single = new float[SAMPLES * 2];
      single[7] = (float) value;
      refusedByBoth(npz(Tensor.of("X", single, SAMPLES, 2), labels(0, 1)), "'X'", Double.isNaN(value) ? "NaN" : "Inf");
    }
  }

  @Test
  void truncatedFiles() {
    Path npz = ArrayFiles.half(npz(features(), labels(0, 1)), directory.resolve("half.npz"));
    refusedByBoth(npz, npz.toString());
    Path whole = directory.resolve("whole.safetensors");
    SafetensorsWriter.write(whole, List.of(features(), labels(0, 1)), Map.of());
    Path safetensors = ArrayFiles.half(whole, directory.resolve("half.safetensors"));
    refusedByMeasure(safetensors, safetensors.toString());
    Lamina.assertRefused(directory, ExitCode.DATA, List.of(safetensors.toString()), "run", "--set",
        "data.kind=safetensors",
        "--set", "data.file=" + safetensors, "--out", directory.resolve("run"));
    Path npy = ArrayFiles.half(ArrayFiles.npy(directory.resolve("whole.npy"), features()), directory
        .resolve("half.npy"));
    Path targets = ArrayFiles.npy(directory.resolve("y.npy"), labels(0, 1));
    Lamina.assertRefused(directory, ExitCode.DATA, List.of(npy.toString()), "measure", npy, "--labels", targets);
  }

  @Test
  void truncatedIdx() {
    byte[] images = new byte[16 + 3 * 4 - 1];
    System.arraycopy(new byte[] {0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2}, 0, images, 0, 16);
    Path x = ArrayFiles.write(directory.resolve("images-idx3-ubyte"), images);
    Path y = ArrayFiles.write(directory.resolve("labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 2});
    Lamina.assertRefused(directory, ExitCode.DATA, List.of(x.toString()), "run", "--set", "data.kind=idx", "--set",
        "data.features=" + x, "--set", "data.labels=" + y, "--out", directory.resolve("run"));
  }

  @Test
  void labelsOfOtherSamples() {
    Path file = npz(features());
    Path targets = ArrayFiles.npy(directory.resolve("targets.npy"), Tensor.of("targets", new long[] {0, 1, 1}, 3));
    Lamina.assertRefused(directory, ExitCode.DATA, List.of("'X'", "12 samples, but 3 labels", targets.toString()),
        "measure",
        file, "--labels", targets);
  }

  @Test
  void layersThatAreNotThere() {
    Path file = npz(features(), labels(0, 1));
    Lamina.assertRefused(directory, ExitCode.DATA, List.of("'Y'", "[X]"), "measure", file, "--layers", "X,Y");
  }

  @Test
  void testSetUnlikeTheTrainingSet() {
    Path training = npz(features(), labels(0, 1));
    Path test = ArrayFiles.npz(directory.resolve("test.npz"),
        List.of(Tensor.of("X", new double[SAMPLES * 3], SAMPLES, 3), labels(0, 1)));
    Lamina.assertRefused(directory, ExitCode.DATA, List.of("test", "3 features", "2 features"), "run", "--set",
        "data.kind=npz", "--set", "data.file=" + training, "--set", "data.test-file=" + test, "--out",
        directory.resolve("run"));
  }

  private void refusedByBoth(Path file, String... parts) {
    refusedByRun(file, parts);
    refusedByMeasure(file, parts);
  }

  private void refusedByRun(Path file, String... parts) {
    Lamina.assertRefused(directory, ExitCode.DATA, withFile(file, parts), "run", "--set", "data.kind=npz", "--set",
        "data.file=" + file, "--set", "data.features=X", "--set", "data.labels=y", "--out", directory.resolve("run"));
  }

  private void refusedByMeasure(Path file, String... parts) {
    Lamina.assertRefused(directory, ExitCode.DATA, withFile(file, parts), "measure", file);
  }

  private static List<String> withFile(Path file, String... parts) {
    List<String> all = new ArrayList<>(List.of(parts));
    all.add(file.getFileName().toString());
    return all;
  }

  private Path npz(Tensor... arrays) {
    return ArrayFiles.npz(directory.resolve("data.npz"), List.of(arrays));
  }

  private static Tensor features() {
    double[] x = new double[SAMPLES * 2];
    Arrays.setAll(x, i -> Math.sin(3 * i));
    return Tensor.of("X", x, SAMPLES, 2);
  }

  /** Two labels in turn. */
  private static Tensor labels(long even, long odd) {
    long[] y = new long[SAMPLES];
    Arrays.setAll(y, i -> i % 2 == 0 ? even : odd);
    return Tensor.of("y", y, SAMPLES);
  }
}
