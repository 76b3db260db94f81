package dev.lamina.data.format;

import static dev.lamina.data.DataAssertions.assertDataException;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.data.Split;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchedSetsTest {

  @TempDir
  private Path folder;

  @Test
  void cifar() {
    Split ten = FetchedSets.read("cifar-10", CifarFiles.ten(folder.resolve("ten")), false);
    assertEquals(List.of(20, 10, 10), List.of(ten.train().samples(), ten.test().samples(), ten.train().classes()));
    assertArrayEquals(new int[] {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}, ten.test().labels());
    Path hundred = CifarFiles.hundred(folder.resolve("hundred"));
    assertEquals(100, FetchedSets.read("cifar-100", hundred, false).train().classes());
    assertEquals(20, FetchedSets.read("cifar-100", hundred, true).train().classes());
  }

  /** The packaged images stand in for the full sets, which have the same files. */
  @Test
  void idxPlainOrCompressed() throws IOException {
    for (String part : List.of("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")) {
      String name = part + "-ubyte.gz";
      try (InputStream in = FetchedSets.class.getResourceAsStream("/data/fashion-mnist-5k/" + name)) {
        Files.copy(in, folder.resolve(name));
      }
    }
    Split packaged = PackagedData.fashionMnist5k();
    assertSame(packaged, FetchedSets.read("fashion-mnist", folder, false));
    Path images = folder.resolve("train-images-idx3-ubyte.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(images))) {
      Files.copy(in, folder.resolve("train-images-idx3-ubyte"));
    }
    Files.delete(images);
    assertSame(packaged, FetchedSets.read("mnist", folder, false));
  }

  @Test
  void missingFilesAreNamedWithTheCommandThatBringsThem() throws IOException {
    for (String name : FetchedSets.NAMES) {
      assertDataException(() -> FetchedSets.read(name, folder, false), folder.toString(), "lamina data fetch " + name);
    }
    CifarFiles.ten(folder);
    assertEquals(List.of(), FetchedSets.missing("cifar-10", folder));
    Files.delete(folder.resolve("data_batch_3.bin"));
    assertEquals(List.of("data_batch_3.bin"), FetchedSets.missing("cifar-10", folder));
    assertDataException(() -> FetchedSets.read("cifar-10", folder, false), "no data_batch_3.bin;");
  }

  private static void assertSame(Split expected, Split actual) {
    assertArrayEquals(expected.train().features().floats(), actual.train().features().floats());
    assertArrayEquals(expected.train().labels(), actual.train().labels());
    assertArrayEquals(expected.test().features().floats(), actual.test().features().floats());
    assertArrayEquals(expected.test().labels(), actual.test().labels());
  }
}
