package dev.lamina.data.format;

import static dev.lamina.data.DataAssertions.assertDataException;
import static dev.lamina.data.DataAssertions.resource;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.data.DataException;
import dev.lamina.data.FeatureSet;
import dev.lamina.data.RowReader;
import dev.lamina.data.RowSource;
import dev.lamina.data.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that h5py has written: {@code x = arange(30).reshape(5, 6) / 7} and {@code z = arange(30) - 11}, 5 x 2 x 3. */
class HdfReaderTest {

  private static final double[] X = IntStream.range(0, 30).mapToDouble(i -> i / 7.0).toArray();

  @TempDir Path dir;

  @Test
  void datasetsOfAllGroupsInTheOrderOfAPerson() {
    try (ArrayFile file = ArrayFile.open(resource("data/hdf5-gzip.h5"))) {
      assertEquals(List.of("encoder/z", "epoch", "labels", "x9", "x10"), file.names());
      assertEquals("float32 [5, 2, 3]", file.header("encoder/z").toString());
      assertArrayEquals(X, file.read("x10").doubles());
      assertArrayEquals(X, file.read("x9").doubles(), "big-endian");
      assertArrayEquals(IntStream.range(-11, 19).mapToDouble(i -> i).toArray(), file.read("encoder/z").doubles());
      assertArrayEquals(new long[] {0, 1, 0, 1, 1}, file.read("labels").integers());
      assertEquals(0, file.header("epoch").shape().length);
      assertDataException(() -> file.read("x"), "hdf5-gzip.h5", "no array 'x'", "x10");
    }
  }

  @Test
  void rowsComeInPieces() {
    FeatureSet set = LayerReader.read(List.of(resource("data/hdf5-gzip.h5")), Optional.empty(), List.of());
    assertEquals(List.of("encoder/z", "x9", "x10"), set.layers().stream().map(RowSource::name).toList());
    assertArrayEquals(X, read(set.layers().get(2)));
    assertArrayEquals(IntStream.range(-11, 19).mapToDouble(i -> i).toArray(), read(set.layers().get(0)));
  }

  /** Two rows, one, and two, from the last place to the first. */
  private static double[] read(RowSource source) {
    Object values = source.kind().allocate(5 * source.columns(), "test");
    int place = 4;
    try (RowReader reader = source.open()) {
      for (int count : new int[] {2, 1, 2}) {
        reader.read(count, new int[] {place, place - 1}, values);
        place -= count;
      }
    }
    Tensor read = new Tensor("read", source.kind(), values, new int[] {5, source.columns()});
    double[] rows = new double[read.size()];
    for (int i = 0; i < 5; i++) {
      System.arraycopy(read.doubles(), (4 - i) * source.columns(), rows, i * source.columns(), source.columns());
    }
    return rows;
  }

  @Test
  void textsAndHalvesOfTheNewestFormat() {
    try (ArrayFile file = ArrayFile.open(resource("data/hdf5-latest.h5"))) {
      double[] half = file.read("half").doubles();
      for (int i = 0; i < 30; i++) {
        assertEquals(X[i], half[i], X[i] * 0x1p-11);
      }
    }
    FeatureSet set = LayerReader.read(List.of(resource("data/hdf5-latest.h5")), Optional.empty(), List.of());
    assertEquals(List.of("cat", "dog"), set.labels().orElseThrow().names());
  }

  /** Bytes that are wrong or missing give one line, or other numbers, and nothing else. */
  @Test
  void damagedFilesAreRefused() throws IOException {
    byte[] whole = Files.readAllBytes(resource("data/hdf5-gzip.h5"));
    assertDataException(() -> ArrayFile.open(Files.write(dir.resolve("cut.h5"), Arrays.copyOf(whole, 100))), "cut.h5",
        "cannot be read");
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = i % 3 == 0 ? Arrays.copyOf(whole, 8 + random.nextInt(whole.length - 8)) : whole.clone();
      for (int n = i % 4; n > 0; n--) {
        damaged[8 + random.nextInt(damaged.length - 8)] = (byte) random.nextInt();
      }
      Path file = Files.write(dir.resolve("damaged.h5"), damaged);
      try (ArrayFile arrays = ArrayFile.open(file)) {
        for (String name : arrays.names()) {
          arrays.read(name);
        }
      } catch (DataException e) {
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      }
    }
  }
}
