package dev.lamina.data;

import static dev.lamina.data.DataAssertions.assertDataException;
import static dev.lamina.data.DataAssertions.resource;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {
  @TempDir Path dir;

  @Test
  void countsClasses() {
    Labels labels = Labels.of("here", Tensor.of("y", new long[] {2, 0, 1, 1}, 4));
    assertArrayEquals(new int[] {2, 0, 1, 1}, labels.values());
    assertEquals(3, labels.classes());
    assertEquals(4, labels.samples());
  }

  @ParameterizedTest
  @CsvSource({
    "0 2 2, class 1 has no sample (the largest label is 2)", "1 2 3, class 0 has no sample",
    "0 1 1000000000, class 2 has no sample", "0 -3 1, label -3 of sample 1", "0 1 4294967296, label 4294967296",
    "0 0 0, all 3 samples are of one class", "0 1 9223372036854775807, label 9223372036854775807",
  })
  void refusesValuesThatAreNoClasses(String values, String found) {
    long[] integers = Arrays.stream(values.split(" ")).mapToLong(Long::parseLong).toArray();
    Tensor tensor = Tensor.of("y", integers, integers.length);
    assertDataException(() -> Labels.of("file.npz: array 'y'", tensor), "file.npz: array 'y'", found);
  }

  @Test
  void refusesFloatsMatricesAndNothing() {
    assertDataException(
        () -> Labels.of("f", Tensor.of("y", new float[] {0, 1}, 2)), "f: labels are float32 [2]", "integers", "astype");
    assertDataException(
        () -> Labels.of("f", Tensor.of("y", new long[] {0, 1}, 2, 1)), "f: labels are integer [2, 1]", "one dimension");
    assertDataException(() -> Labels.of("f", Tensor.of("y", new long[0], 0)), "f: no labels");
    assertDataException(() -> new Labels("f", new int[] {0, 1}, 3), "f: class 2 has no sample");
    assertDataException(() -> new Labels("f", new int[] {0, 1}, 1), "f: label 1 of sample 1");
  }

  @Test
  void readsEveryFormat() throws IOException {
    int[] expected = {0, 1, 2, 0, 1, 2};
    Tensor y = Tensor.of("y", new long[] {0, 1, 2, 0, 1, 2}, 6);
    Path safetensors = dir.resolve("l.safetensors");
    SafetensorsWriter.write(safetensors, List.of(y, Tensor.of("W", new float[1], 1)), Map.of());
    Path text = Files.writeString(dir.resolve("l.txt"), "0\n1\n2\n\n0\n1\n2");
    Path csv = Files.writeString(dir.resolve("l.csv"), "label\r\n0\r\n1\r\n2\r\n0\r\n1\r\n2\r\n");
    Path idx = Files.write(dir.resolve("l"), new byte[] {0, 0, 8, 1, 0, 0, 0, 6, 0, 1, 2, 0, 1, 2});
    for (Path file : List.of(safetensors, text, csv, idx, resource("data/npz-stored.npz"))) {
      assertArrayEquals(expected, LabelReader.read(file).values(), file.toString());
    }
    assertDataException(() -> LabelReader.read(resource("data/npy-le-i8.npy")), "npy-le-i8.npy", "integer [2, 3]");
  }

  @Test
  void refusesFilesWithoutLabels() throws IOException {
    Path text = Files.writeString(dir.resolve("l.txt"), "0\n1\none\n");
    assertDataException(() -> LabelReader.read(text), "l.txt: line 3", "'one'", "integer");
    Path other = Files.writeString(dir.resolve("l.bin"), "something");
    assertDataException(() -> LabelReader.read(other), "l.bin", "format");
    assertDataException(() -> LabelReader.read(dir.resolve("none.npy")), "none.npy", "no such file");
    Path two = dir.resolve("two.safetensors");
    SafetensorsWriter.write(
        two, List.of(Tensor.of("a", new long[] {0}, 1), Tensor.of("b", new long[] {0}, 1)), Map.of());
    assertDataException(() -> LabelReader.read(two), "two.safetensors", "[a, b]", "labels");
  }
}
