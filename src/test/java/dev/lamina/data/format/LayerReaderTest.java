package dev.lamina.data.format;

import static dev.lamina.data.DataAssertions.assertDataException;
import static dev.lamina.data.DataAssertions.resource;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.data.Dataset;
import dev.lamina.data.FeatureSet;
import dev.lamina.data.RowReader;
import dev.lamina.data.RowSource;
import dev.lamina.data.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerReaderTest {
  private static final Tensor LABELS = Tensor.of("labels", new long[] {0, 1, 0, 1}, 4);

  @TempDir Path dir;

  @Test
  void readsTheGoldenFeatures() {
    FeatureSet layers = read(List.of(resource("golden/features.npz")));
    assertEquals(186, layers.labels().orElseThrow().samples());
    assertEquals(
        List.of("layer_00 float32 [186, 20]", "layer_01 float32 [186, 64]", "layer_02 float32 [186, 33]",
            "layer_03 float32 [186, 128]"),
        layers.layers().stream().map(LayerReaderTest::described).toList());
  }

  @Test
  void flattensAndKeepsTheOrderOfTheArchive() {
    FeatureSet layers = read(List.of(resource("data/npz-deflated.npz")));
    assertEquals("zeta", layers.layers().get(0).name());
    assertEquals("alpha float64 [6, 6]", described(layers.layers().get(1)));
  }

  @Test
  void takesOnlyTheLayersAskedFor() {
    // The file's scalars and integers would be refused as layers.
    FeatureSet layers =
        read(List.of(resource("golden/linear_theory.npz")), Optional.empty(), List.of("X"));
    assertEquals(List.of("X"), layers.layers().stream().map(RowSource::name).toList());
    assertEquals(3, layers.labels().orElseThrow().classes());
    assertDataException(
        () -> read(List.of(resource("data/npz-stored.npz")), Optional.empty(), List.of("zeta", "beta")),
        "layer 'beta'", "npz-stored.npz", "one of [zeta, alpha]");
  }

  /**
   * A pattern stands for the layers that fit, in the file's order; names and patterns come in the order that is asked
   * for.
   */
  @Test
  void takesLayersByPattern() {
    Path file = write("f.safetensors", LABELS, layer("block2.a", 1), layer("block10.a", 1), layer("block10.b", 1),
        layer("head", 1));
    assertEquals(List.of("head", "block10.a", "block10.b"), names(file, "head", "block10.*"));
    assertEquals(List.of("block2.a", "block10.a"), names(file, "*.a"));
    assertEquals(List.of("block2.a", "head", "block10.a", "block10.b"), names(file, "block?.a", "head", "*"));
    assertDataException(() -> names(file, "block3*"), "layer 'block3*'",
        "one of [block2.a, block10.a, block10.b, head]");
  }

  private static List<String> names(Path file, String... only) {
    return read(List.of(file), Optional.empty(), List.of(only)).layers().stream().map(RowSource::name).toList();
  }

  /** A number or a text beside the layers is no layer, and no reason to refuse them. */
  @Test
  void leavesSingleNumbersAlone() {
    Path file = write("f.safetensors", LABELS, Tensor.of("epoch", new long[1]), layer("a", 1),
        Tensor.of("rate", new float[1]));
    assertEquals(List.of("a"), names(file));
  }

  @Test
  void readsSeveralFilesWithLabelsOfTheirOwn() throws IOException {
    Path first = write("first.safetensors", layer("a", 3), layer("b", 2));
    Path second = write("second.safetensors", layer("c", 5), LABELS);
    Path labels = Files.writeString(dir.resolve("labels.txt"), "1\n1\n0\n0\n");
    FeatureSet inside = read(List.of(first, second));
    assertEquals(List.of("a", "b", "c"), inside.layers().stream().map(RowSource::name).toList());
    assertArrayEquals(new int[] {0, 1, 0, 1}, inside.labels().orElseThrow().values());
    FeatureSet given = read(List.of(first, second), Optional.of(labels), List.of());
    assertEquals(3, given.layers().size());
    assertArrayEquals(new int[] {1, 1, 0, 0}, given.labels().orElseThrow().values());
  }

  @Test
  void anNpyTakesTheFilesName() throws IOException {
    Path labels = Files.writeString(dir.resolve("labels.csv"), "0\n1\n");
    FeatureSet layers =
        read(List.of(resource("data/npy-fortran-3d-f8.npy")), Optional.of(labels), List.of());
    assertEquals("npy-fortran-3d-f8 float64 [2, 12]", described(layers.layers().get(0)));
  }

  @Test
  void refusesArraysThatAreNoFeatures() {
    refuses("f.safetensors: array 'x'", "integer [4, 2]", LABELS, Tensor.of("x", new long[8], 4, 2));
    refuses("f.safetensors", "only single numbers and texts besides the labels: [x]", LABELS,
        Tensor.of("x", new float[1]));
    refuses("f.safetensors: array 'x'", "of 1 dimensions", LABELS, Tensor.of("x", new float[4], 4));
    refuses("f.safetensors: array 'x'", "without values", LABELS, Tensor.of("x", new float[0], 4, 0));
    refuses("f.safetensors: array 'x'", "3 samples, but 4 labels", LABELS, Tensor.of("x", new float[6], 3, 2));
  }

  @Test
  void refusesMissingOrDoubtfulLabelsAndLayers() {
    assertTrue(read(List.of(write("f.safetensors", layer("a", 1)))).labels().isEmpty());
    refuses("f.safetensors: array 'b'", "3 samples, but 4", layer("a", 1), Tensor.of("b", new float[3], 3, 1));
    refuses("f.safetensors", "no array besides the labels", LABELS);
    Path first = write("first.safetensors", layer("a", 1), LABELS);
    Path second = write("second.safetensors", layer("b", 1), LABELS);
    Path third = write("third.safetensors", layer("a", 1));
    assertDataException(
        () -> read(List.of(first, second)), "second.safetensors", "a second array 'labels'", "--labels");
    assertDataException(
        () -> read(List.of(first, third)), "third.safetensors: array 'a'", "a second layer", "first.safetensors");
  }

  /** A folder stands for its files, in the order of a person; other files are left alone. */
  @Test
  void readsFolders() throws IOException {
    write("h10.safetensors", layer("b", 2));
    write("h9.safetensors", layer("a", 3));
    write("labels.safetensors", LABELS);
    Files.writeString(dir.resolve("notes.txt"), "text");
    FeatureSet set = read(List.of(dir));
    assertEquals(List.of("a", "b"), set.layers().stream().map(RowSource::name).toList());
    assertEquals(2, set.labels().orElseThrow().classes());
    Path empty = Files.createDirectory(dir.resolve("empty"));
    assertDataException(() -> read(List.of(empty)), "empty", "a folder without arrays", ".npy");
  }

  @Test
  void readsModelsThatAreSpreadOverFiles() throws IOException {
    write("m-1.safetensors", layer("h10", 3), layer("h2", 2));
    write("m-2.safetensors", LABELS);
    FeatureSet set = read(List.of(index("h10", "m-1", "h2", "m-1", "labels", "m-2")));
    assertEquals(List.of("h2", "h10"), set.layers().stream().map(RowSource::name).toList());
    assertTrue(set.labels().isPresent());
    assertDataException(() -> read(List.of(index("h3", "m-1"))), "array 'h3'", "m-1.safetensors has no such array");
    assertDataException(() -> read(List.of(index("h2", "m-3"))), "m-3.safetensors is not beside it");
    assertDataException(() -> read(List.of(index("h2", "../m-1"))), "names of files beside the index");
  }

  private Path index(String... arraysAndFiles) throws IOException {
    StringBuilder map = new StringBuilder();
    for (int i = 0; i < arraysAndFiles.length; i += 2) {
      map.append(i == 0 ? "" : ", ").append('"').append(arraysAndFiles[i]).append("\": \"")
          .append(arraysAndFiles[i + 1]).append(".safetensors\"");
    }
    return Files.writeString(dir.resolve("m.safetensors.index.json"), "{\"weight_map\": {" + map + "}}");
  }

  @Test
  void runsNoPickles() throws IOException {
    Path file = Files.write(dir.resolve("x.pt"), new byte[] {'P', 'K', 3, 4});
    assertDataException(() -> read(List.of(file)), "x.pt", "a pickle", "save_file(torch.load('x.pt'");
  }

  /** What is read row by row is what is read at once: stored, deflated, both orders, all floating types. */
  @Test
  void rowsAreThoseOfTheWholeArray() {
    for (String name : List.of("data/npz-deflated.npz", "data/npz-stored.npz", "data/npy-be-f4.npy",
        "data/npy-be-f8.npy", "data/npy-le-f2.npy", "data/npy-fortran-2d.npy", "data/npy-fortran-3d-f4.npy",
        "data/npy-fortran-3d-f8.npy", "golden/features.npz")) {
      try (ArrayFile file = ArrayFile.open(resource(name))) {
        for (String array : file.names()) {
          ArrayHeader header = file.header(array);
          Tensor whole = file.read(array);
          assertEquals(whole.toString(), header.toString(), name);
          if (header.shape().length < 2 || whole.kind() == Tensor.Kind.INTEGER) {
            continue;
          }
          RowSource rows = file.rows(array);
          Object values = rows.kind().allocate(whole.size(), name);
          try (RowReader reader = rows.open()) {
            for (int i = 0; i < rows.rows(); i++) {
              reader.read(1, new int[] {i}, values);
            }
          }
          assertArrayEquals(whole.doubles(), new Tensor(array, rows.kind(), values, whole.shape()).doubles(), name);
        }
      }
    }
  }

  @Test
  void refusesFilesThatHoldNoArrays() throws IOException {
    assertDataException(() -> read(List.of(dir.resolve("none.npz"))), "none.npz", "no such file");
    Path csv = Files.writeString(dir.resolve("x.csv"), "1,2\n");
    assertDataException(() -> read(List.of(csv)), "x.csv", "not an array file", ".npz");
    Path empty = Files.createFile(dir.resolve("empty.npz"));
    assertDataException(() -> read(List.of(empty)), "empty.npz", "empty");
    Path garbage = Files.writeString(dir.resolve("garbage.npz"), "this is no archive");
    assertDataException(() -> read(List.of(garbage)), "garbage.npz", "numpy.savez");
  }

  @Test
  void readsDataSetsByName() {
    Path file = resource("golden/hybrid.npz");
    Dataset set = DatasetReader.arrays(file, Optional.empty(), Optional.empty(), Optional.empty());
    assertEquals("hybrid", set.name());
    assertEquals("240 x 24, 4", set.samples() + " x " + set.dimension() + ", " + set.classes());
    Path other = write("o.safetensors", layer("only", 3), Tensor.of("kind", LABELS.integers(), 4));
    assertEquals(3, DatasetReader.arrays(other, Optional.empty(), Optional.of("kind"), Optional.empty()).dimension());
    assertDataException(
        () -> DatasetReader.arrays(other, Optional.empty(), Optional.empty(), Optional.empty()), "o.safetensors",
        "labels, y", "data.labels");
    assertDataException(
        () -> DatasetReader.arrays(other, Optional.of("nix"), Optional.of("kind"), Optional.empty()),
        "o.safetensors", "'nix'", "only");
  }

  private void refuses(String where, String found, Tensor... tensors) {
    Path file = write("f.safetensors", tensors);
    assertDataException(() -> read(List.of(file)), where, found, "expected");
  }

  private static FeatureSet read(List<Path> files) {
    return read(files, Optional.empty(), List.of());
  }

  private static FeatureSet read(List<Path> files, Optional<Path> labels, List<String> only) {
    return LayerReader.read(files, labels.map(file -> new LabelSource(file, Optional.empty())), only);
  }

  private static String described(RowSource layer) {
    return layer.name() + " " + layer.kind().name().toLowerCase(Locale.ROOT) + " [" + layer.rows() + ", "
        + layer.columns() + "]";
  }

  private static Tensor layer(String name, int d) {
    return Tensor.of(name, new float[4 * d], 4, d);
  }

  private Path write(String name, Tensor... tensors) {
    Path file = dir.resolve(name);
    SafetensorsWriter.write(file, List.of(tensors), Map.of());
    return file;
  }
}
