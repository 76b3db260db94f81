package dev.lamina.data.format;

import static dev.lamina.data.DataAssertions.assertDataException;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.data.DataException;
import dev.lamina.data.Dataset;
import dev.lamina.data.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxReaderTest {
  private static final byte[] IMAGES = idx(8, new int[] {2, 1, 3}, 0, 1, 51, 127, 128, 255);

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsImagesPlainOrCompressedWhateverTheName(boolean gzip) throws IOException {
    Path file = Files.write(dir.resolve("train-images"), gzip ? gzip(IMAGES) : IMAGES);
    Tensor images = IdxReader.images(file);
    assertEquals("float32 [2, 1, 3]", images.toString());
    assertEquals("train-images", images.name());
    assertArrayEquals(new float[] {0, 1 / 255f, 0.2f, 127 / 255f, 128 / 255f, 1}, images.floats());
  }

  @Test
  void readsLabels() throws IOException {
    Path file = Files.write(dir.resolve("labels.gz"), gzip(idx(8, new int[] {3}, 9, 0, 200)));
    assertArrayEquals(new long[] {9, 0, 200}, IdxReader.labels(file).integers());
  }

  /**
   * A compressed file of some bytes may declare more than the heap holds: it is refused before anything is unpacked.
   */
  @Test
  void whatTheHeapCannotHoldIsNotUnpacked() throws IOException {
    long heap = Runtime.getRuntime().maxMemory();
    int dimension = (int) Math.min(Integer.MAX_VALUE, heap / 4);
    assumeTrue(5L * dimension > heap, "a heap so large that one array cannot fill it");
    Path file = Files.write(dir.resolve("bomb-idx1-ubyte.gz"), gzip(idx(8, new int[] {dimension}, 1, 2)));
    assertDataException(() -> IdxReader.labels(file), "bomb", 9L * dimension + " bytes", "-Xmx");
    assertDataException(() -> IdxReader.images(file), "bomb", 5L * dimension + " bytes", "-Xmx");
  }

  @Test
  void refusesWhatIsNoIdx() throws IOException {
    assertDataException(() -> IdxReader.images(dir.resolve("none")), "none", "no such file");
    assertDataException(() -> IdxReader.images(dir), "directory");
    Path file = dir.resolve("x-idx3-ubyte");
    Files.write(file, new byte[0]);
    assertDataException(() -> IdxReader.images(file), "x-idx3-ubyte", "empty");
    Files.write(file, "hello, world".getBytes());
    assertDataException(() -> IdxReader.images(file), "x-idx3-ubyte", "magic number");
    Files.write(file, idx(0x0D, new int[] {1}, 0, 0, 0, 0));
    assertDataException(() -> IdxReader.images(file), "x-idx3-ubyte", "0x0d", "unsigned bytes");
    Files.write(file, idx(8, new int[] {2, 2}, 1, 2, 3, 4));
    assertDataException(() -> IdxReader.labels(file), "x-idx3-ubyte", "[2, 2]", "one dimension");
    Files.write(file, idx(8, new int[] {-1, -1}, 1, 2, 3, 4));
    assertDataException(() -> IdxReader.images(file), "x-idx3-ubyte", "one Java array");
    Files.write(file, idx(8, new int[] {Integer.MAX_VALUE}, 1, 2, 3, 4));
    assertDataException(() -> IdxReader.images(file), "x-idx3-ubyte", "needs 2147483647 bytes", "there are 4");
    Files.write(file, idx(8, new int[] {3}, 1, 2, 3, 4));
    assertDataException(() -> IdxReader.images(file), "x-idx3-ubyte", "needs 3 bytes of values, there are 4");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyTruncationIsOneLine(boolean gzip) throws IOException {
    byte[] whole = gzip ? gzip(IMAGES) : IMAGES;
    for (int length = 0; length < whole.length; length++) {
      Path file = Files.write(dir.resolve("cut"), Arrays.copyOf(whole, length));
      assertDataException(() -> IdxReader.images(file), "cut");
    }
  }

  @Test
  void damagedCompressionIsOneLine() throws IOException {
    byte[] whole = gzip(IMAGES);
    SplittableRandom random = new SplittableRandom(8);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
      Path file = Files.write(dir.resolve("damaged"), damaged);
      try {
        IdxReader.images(file);
      } catch (DataException e) {
        refused++;
      }
    }
    assertTrue(refused > 100, "refused " + refused);
  }

  @Test
  void imagesAndLabelsMustAgree() throws IOException {
    Path images = Files.write(dir.resolve("images.idx"), IMAGES);
    Path labels = Files.write(dir.resolve("labels.idx"), idx(8, new int[] {2}, 1, 0));
    Dataset set = DatasetReader.idx(images, labels, Optional.empty());
    assertEquals(2, set.samples());
    assertEquals(3, set.dimension());
    assertEquals(2, set.classes());
    Files.write(labels, idx(8, new int[] {3}, 1, 0, 1));
    assertDataException(
        () -> DatasetReader.idx(images, labels, Optional.empty()), "images.idx", "2 samples, but 3 labels",
        "labels.idx");
  }

  private static byte[] idx(int type, int[] shape, int... values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 0, (byte) type, (byte) shape.length});
    for (int dimension : shape) {
      out.writeBytes(ByteBuffer.allocate(4).putInt(dimension).array());
    }
    for (int value : values) {
      out.write(value);
    }
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
