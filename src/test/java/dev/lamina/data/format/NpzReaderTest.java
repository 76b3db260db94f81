package dev.lamina.data.format;

import static dev.lamina.data.DataAssertions.assertDataException;
import static dev.lamina.data.DataAssertions.resource;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.data.DataException;
import dev.lamina.data.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpzReaderTest {
  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"stored", "deflated", "descriptors"})
  void readsArraysInTheOrderOfTheArchive(String name) {
    List<Tensor> tensors = NpzReader.read(resource("data/npz-" + name + ".npz"));
    assertEquals(List.of("zeta", "alpha", "labels"), tensors.stream().map(Tensor::name).toList());
    assertEquals("float32 [6, 4]", tensors.get(0).toString());
    assertEquals("float64 [6, 2, 3]", tensors.get(1).toString());
    assertEquals(0.1257302165031433f, tensors.get(0).floats()[0]);
    assertEquals(-0.6617025720390349, tensors.get(1).doubles()[35]);
    assertArrayEquals(new long[] {0, 1, 2, 0, 1, 2}, tensors.get(2).integers());
  }

  @ParameterizedTest
  @CsvSource({
    "features, layer_03, 'float32 [186, 128]'", "features_collapsed, layer_01, 'float32 [180, 90]'",
    "features_tall, layer_00, 'float32 [400, 300]'", "hybrid, W6_init, 'float64 [4, 32]'", "hybrid, lr, float64 []",
    "hybrid, batch, integer []", "linear_theory, X, 'float64 [30, 50]'", "linear_theory, y, integer [30]",
    "linear_wide, W1_expected, 'float64 [96, 48]'",
  })
  void readsTheGoldenFiles(String file, String array, String expected) {
    try (NpzReader reader = NpzReader.open(resource("golden/" + file + ".npz"))) {
      assertEquals(expected, reader.read(array).toString());
    }
  }

  /** A text, a folder and what begins like an array's name are no arrays, and no reason to refuse the others. */
  @Test
  void leavesOtherEntriesAlone() throws IOException {
    Path file = dir.resolve("mixed.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String entry : List.of("README.txt", "folder/", "folder/h.npy", "x.npy.bak")) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.write(entry.endsWith("h.npy") ? Files.readAllBytes(resource("data/npy-le-f4.npy")) : new byte[0]);
        zip.closeEntry();
      }
    }
    assertEquals(List.of("folder/h"), NpzReader.read(file).stream().map(Tensor::name).toList());
  }

  @Test
  void refusesWhatIsNoArchiveOfArrays() throws IOException {
    Path garbage = Files.write(dir.resolve("garbage.npz"), new byte[100]);
    assertDataException(() -> NpzReader.read(garbage), "garbage.npz", "cannot be read", "numpy.savez");
    assertDataException(() -> NpzReader.read(dir.resolve("none.npz")), "none.npz", "no such file");
    Path nothing = zip("nothing.npz");
    assertDataException(() -> NpzReader.read(nothing), "nothing.npz", "the archive is empty");
    Path other = zip("other.npz", "archive/data.pkl");
    assertDataException(() -> NpzReader.read(other), "other.npz", "none of its 1 entries is an array",
        "'archive/data.pkl'", "numpy.savez");
    Path hollow = zip("hollow.npz", "x.npy");
    assertDataException(() -> NpzReader.read(hollow), "hollow.npz: array 'x'", "magic");
    try (NpzReader reader = NpzReader.open(resource("data/npz-stored.npz"))) {
      assertDataException(() -> reader.read("beta"), "npz-stored.npz", "no array 'beta'", "[zeta, alpha, labels]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored", "deflated", "descriptors"})
  void everyTruncationIsOneLine(String name) throws IOException {
    byte[] whole = Files.readAllBytes(resource("data/npz-" + name + ".npz"));
    // A step that shares no factor with the sizes of zip's records reaches every part of each.
    for (int length = 0; length < whole.length; length += 7) {
      Path file = Files.write(dir.resolve("cut.npz"), Arrays.copyOf(whole, length));
      assertDataException(() -> NpzReader.read(file), "cut.npz");
    }
  }

  /** The checksum sees any damaged value; other damage gives one line or nothing, never another exception. */
  @ParameterizedTest
  @ValueSource(strings = {"stored", "deflated", "descriptors"})
  void damagedBytesNeverLeakAnotherException(String name) throws IOException {
    Path original = resource("data/npz-" + name + ".npz");
    byte[] whole = Files.readAllBytes(original);
    List<Tensor> expected = NpzReader.read(original);
    SplittableRandom random = new SplittableRandom(6);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
      Path file = Files.write(dir.resolve("damaged.npz"), damaged);
      try {
        List<Tensor> tensors = NpzReader.read(file);
        // A damaged name is another name, or that of something else than an array.
        for (Tensor tensor : tensors) {
          expected.stream().filter(read -> read.name().equals(tensor.name())).forEach(
              same -> assertArrayEquals(same.doubles(), tensor.doubles()));
        }
      } catch (DataException e) {
        refused++;
      }
    }
    assertTrue(refused > 100, "refused " + refused);
  }

  private Path zip(String name, String... entries) throws IOException {
    Path file = dir.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String entry : entries) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.closeEntry();
      }
    }
    return file;
  }
}
