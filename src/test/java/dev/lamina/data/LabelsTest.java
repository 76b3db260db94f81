package dev.lamina.data;

import static dev.lamina.data.DataAssertions.assertDataException;
import static dev.lamina.data.DataAssertions.resource;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.data.format.LabelReader;
import dev.lamina.data.format.LabelSource;
import dev.lamina.data.format.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Any values are classes, in the order of numbers or else of a person; what each was called is kept. */
  @ParameterizedTest
  @CsvSource({
    "0 2 2, 0 1 1, 0 2", "7 1000000000000 -3, 1 2 0, -3 7 1000000000000", "-1 1 -1, 0 1 0, -1 1",
    "9223372036854775807 0 9223372036854775806, 2 0 1, 0 9223372036854775806 9223372036854775807",
  })
  void integersOfAnyKindAreClasses(String values, String classes, String names) {
    long[] integers = Arrays.stream(values.split(" ")).mapToLong(Long::parseLong).toArray();
    assertLabels(classes, names, Labels.of("f", Tensor.of("y", integers, integers.length)));
  }

  @ParameterizedTest
  @CsvSource({
    "1.0 0.0 -0.0, 1 0 0, 0 1", "1e3 10 -2.0 10, 2 1 0 1, -2 10 1000", "0.5 1.5 0.5 1.5, 0 1 0 1, 0.5 1.5",
  })
  void floatsWithClassesInThemAreLabels(String values, String classes, String names) {
    double[] doubles = Arrays.stream(values.split(" ")).mapToDouble(Double::parseDouble).toArray();
    assertLabels(classes, names, Labels.of("f", Tensor.of("y", doubles, doubles.length)));
  }

  @Test
  void textsAreInTheOrderOfAPerson() {
    String[] texts = {"class10", "class2", "Class1", "class2", "caf\u00e9"};
    Labels labels = Labels.of("f", new Tensor("y", Tensor.Kind.TEXT, texts, new int[] {5}));
    assertLabels("3 2 0 2 1", "Class1 caf\u00e9 class2 class10", labels);
  }

  @Test
  void whatIsNoClassIsRefused() {
    assertDataException(() -> Labels.of("f", Tensor.of("y", new long[3], 3)), "f: all 3 samples are of one class");
    assertDataException(() -> Labels.of("f", Tensor.of("y", new double[] {0, Double.NaN}, 2)), "f, sample 1", "'NaN'");
    assertDataException(
        () -> Labels.of("f", Tensor.of("y", new double[] {0, Double.NEGATIVE_INFINITY}, 2)), "f, sample 1", "Infinity");
    assertDataException(() -> Labels.of("f", Tensor.of("y", new double[] {.1, .25, .3}, 3)), "3 different fractions",
        "0.1");
    Tensor blank = new Tensor("y", Tensor.Kind.TEXT, new String[] {"a", ""}, new int[] {2});
    assertDataException(() -> Labels.of("f", blank), "f, sample 1", "no label");
  }

  private static void assertLabels(String classes, String names, Labels labels) {
    assertArrayEquals(Arrays.stream(classes.split(" ")).mapToInt(Integer::parseInt).toArray(), labels.values());
    assertEquals(List.of(names.split(" ")), labels.names());
  }

  @Test
  void refusesMatricesAndNothing() {
    assertDataException(
        () -> Labels.of("f", Tensor.of("y", new long[] {0, 1}, 2, 1)), "f: labels are integer [2, 1]", "one dimension");
    assertDataException(() -> Labels.of("f", Tensor.of("y", new long[0], 0)), "f: no labels");
    Labels two = new Labels("f", new int[] {0, 1}, Labels.numbers(3));
    assertDataException(two::requireEveryClass, "f: class 2 has no sample");
    assertDataException(() -> new Labels("f", new int[] {0, 1}, Labels.numbers(1)), "f: class 1 of sample 1");
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
      assertArrayEquals(expected, LabelReader.read(labels(file)).values(), file.toString());
    }
    assertDataException(() -> LabelReader.read(labels(resource("data/npy-le-i8.npy"))), "npy-le-i8.npy",
        "integer [2, 3]");
  }

  @Test
  void readsTheColumnThatIsNamed() throws IOException {
    Path csv = Files.writeString(dir.resolve("ids.csv"), "id,species\n17,setosa\n4,virginica\n9,setosa\n");
    Labels labels = LabelReader.read(LabelSource.of(csv + ":species"));
    assertLabels("0 1 0", "setosa virginica", labels);
    assertDataException(() -> LabelReader.read(labels(csv)), "ids.csv", "[id, species]", "FILE:COLUMN");
    assertDataException(() -> LabelReader.read(LabelSource.of(csv + ":kind")), "no column 'kind'", "[id, species]");
    Path usual = Files.writeString(dir.resolve("usual.csv"), "\"id\",\"label\"\n\"a\",\"x\"\n\"b\",\"y\"\n");
    assertLabels("0 1", "x y", LabelReader.read(labels(usual)));
    Path arrays = dir.resolve("arrays.safetensors");
    SafetensorsWriter.write(
        arrays, List.of(Tensor.of("a", new long[] {3, 5}, 2), Tensor.of("b", new long[] {5, 3}, 2)), Map.of());
    assertLabels("1 0", "3 5", LabelReader.read(LabelSource.of(arrays + ":b")));
    assertEquals(Optional.empty(), LabelSource.of(csv.toString()).column());
  }

  /** One text per line, with or without a usual name above. */
  @Test
  void readsLinesOfText() throws IOException {
    Path file = dir.resolve("l.txt");
    for (String head : List.of("", "label\n", "\ufefflabels\r\n")) {
      Files.writeString(file, head + "golden retriever\ncat\n\ncat\n");
      assertEquals(List.of("cat", "golden retriever"), LabelReader.read(labels(file)).names());
      assertArrayEquals(new int[] {1, 0, 0}, LabelReader.read(labels(file)).values());
    }
  }

  @Test
  void refusesFilesWithoutLabels() throws IOException {
    Path text = Files.writeString(dir.resolve("l.txt"), "0\n1\n?\n");
    assertDataException(() -> LabelReader.read(labels(text)), "l.txt: line 3", "'?'", "label");
    Path other = Files.writeString(dir.resolve("l.bin"), "something");
    assertDataException(() -> LabelReader.read(labels(other)), "l.bin", "format");
    assertDataException(() -> LabelReader.read(labels(dir.resolve("none.npy"))), "none.npy", "no such file");
    Path two = dir.resolve("two.safetensors");
    SafetensorsWriter.write(
        two, List.of(Tensor.of("a", new long[] {0}, 1), Tensor.of("b", new long[] {0}, 1)), Map.of());
    assertDataException(() -> LabelReader.read(labels(two)), "two.safetensors", "[a, b]", "labels");
  }

  private static LabelSource labels(Path file) {
    return new LabelSource(file, Optional.empty());
  }
}
