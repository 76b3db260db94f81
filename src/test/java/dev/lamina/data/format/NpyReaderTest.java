package dev.lamina.data.format;

import static dev.lamina.data.DataAssertions.assertDataException;
import static dev.lamina.data.DataAssertions.resource;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.data.DataException;
import dev.lamina.data.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files under {@code data/} were written by NumPy. */
class NpyReaderTest {
  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({
    "le-f2, FLOAT32", "le-f4, FLOAT32", "be-f4, FLOAT32", "le-f8, FLOAT64", "be-f8, FLOAT64", "i1, INTEGER",
    "u1, INTEGER", "le-i2, INTEGER", "be-i2, INTEGER", "le-u2, INTEGER", "le-i4, INTEGER", "be-i4, INTEGER",
    "le-u4, INTEGER", "le-i8, INTEGER", "be-i8, INTEGER",
  })
  void readsEveryElementTypeInBothByteOrders(String type, Tensor.Kind kind) {
    Tensor tensor = NpyReader.read(resource("data/npy-" + type + ".npy"));
    assertEquals("npy-" + type, tensor.name());
    assertEquals(kind, tensor.kind());
    assertArrayEquals(new int[] {2, 3}, tensor.shape());
    assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5}, tensor.doubles());
    assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, tensor.floats());
  }

  @Test
  void readsBooleansAsIntegers() {
    assertArrayEquals(new long[] {0, 1, 1, 1, 1, 1}, NpyReader.read(resource("data/npy-b1.npy")).integers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fortran-2d", "v2", "v3"})
  void readsFortranOrderAndLaterVersions(String name) {
    Tensor tensor = NpyReader.read(resource("data/npy-" + name + ".npy"));
    assertArrayEquals(new int[] {2, 3}, tensor.shape());
    assertArrayEquals(new float[] {-1, -0.75f, -0.5f, -0.25f, 0, 0.25f}, tensor.floats());
  }

  @ParameterizedTest
  @ValueSource(strings = {"f4", "f8", "i8"})
  void readsFortranOrderOfThreeDimensions(String type) {
    Tensor tensor = NpyReader.read(resource("data/npy-fortran-3d-" + type + ".npy"));
    assertArrayEquals(new int[] {2, 3, 4}, tensor.shape());
    double[] counting = new double[24];
    Arrays.setAll(counting, i -> i);
    assertArrayEquals(counting, tensor.doubles());
  }

  @Test
  void readsScalarsVectorsAndEmptyArrays() {
    Tensor scalar = NpyReader.read(resource("data/npy-scalar.npy"));
    assertEquals(0, scalar.rank());
    assertEquals(2.5, scalar.doubles()[0]);
    assertArrayEquals(new int[] {5}, NpyReader.read(resource("data/npy-vector.npy")).shape());
    assertArrayEquals(new int[] {0, 3}, NpyReader.read(resource("data/npy-empty.npy")).shape());
  }

  @Test
  void readsArraysLargerThanItsBuffer() throws IOException {
    int n = 300_000;
    byte[] header = header("{'descr': '|i1', 'fortran_order': False, 'shape': (" + n + ",), }");
    byte[] bytes = Arrays.copyOf(header, header.length + n);
    new SplittableRandom(4).nextBytes(bytes);
    System.arraycopy(header, 0, bytes, 0, header.length);
    long[] values = NpyReader.read(write("large.npy", bytes)).integers();
    for (int i = 0; i < n; i++) {
      assertEquals(bytes[header.length + i], values[i]);
    }
  }

  @Test
  void readsEveryHalf() throws IOException {
    byte[] header = header("{'descr': '<f2', 'fortran_order': False, 'shape': (65536,), }");
    byte[] bytes = Arrays.copyOf(header, header.length + 2 * 65536);
    for (int i = 0; i < 65536; i++) {
      bytes[header.length + 2 * i] = (byte) i;
      bytes[header.length + 2 * i + 1] = (byte) (i >>> 8);
    }
    float[] halves = NpyReader.read(write("halves.npy", bytes)).floats();
    for (int i = 0; i < 65536; i++) {
      int exponent = i >>> 10 & 31;
      int fraction = i & 1023;
      double magnitude =
          exponent == 31
              ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
              : Math.scalb(exponent == 0 ? fraction : 1024.0 + fraction, Math.max(exponent, 1) - 25);
      assertEquals((float) (i >= 32768 ? -magnitude : magnitude), halves[i]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "object, object arrays '|O'", "structured, structured dtype", "complex, '<c16'",
  })
  void refusesOtherElementTypes(String name, String found) {
    assertDataException(
        () -> NpyReader.read(resource("data/npy-" + name + ".npy")), "npy-" + name + ".npy", found, "expected", "save");
  }

  /** Files that NumPy 2.3 wrote: texts of code points, and an unsigned integer of 8 bytes. */
  @Test
  void readsTextsAndUnsignedIntegers() throws IOException {
    Tensor texts = NpyReader.read(resource("data/npy-string.npy"));
    assertEquals(Tensor.Kind.TEXT, texts.kind());
    assertDataException(texts::doubles, "'npy-string'", "text");
    assertArrayEquals(new long[] {1}, NpyReader.read(resource("data/npy-u8.npy")).integers());
    byte[] large = Arrays.copyOf(header("{'descr': '>u8', 'fortran_order': False, 'shape': (1,)}"), 10 + 55 + 8);
    large[large.length - 8] = (byte) 0x80;
    assertDataException(() -> NpyReader.read(write("large.npy", large)), "large.npy", "9223372036854775808", "2^63");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<U4", ">U4", "|S5", "S5"})
  void readsTextsOfEveryKind(String type) throws IOException {
    byte[] header = header("{'descr': '" + type + "', 'fortran_order': True, 'shape': (2,)}");
    String[] texts = {"a\u00e9", type.contains("U") ? "\ud83d\ude00b" : "bc"};
    ByteBuffer bytes = ByteBuffer.allocate(header.length + 2 * (type.contains("U") ? 16 : 5)).put(header)
        .order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 2; i++) {
      bytes.position(header.length + i * (type.contains("U") ? 16 : 5));
      if (type.contains("U")) {
        texts[i].codePoints().forEach(bytes::putInt);
      } else {
        bytes.put(texts[i].getBytes(StandardCharsets.UTF_8));
      }
    }
    assertArrayEquals(texts, (String[]) NpyReader.read(write("texts.npy", bytes.array())).values());
  }

  /** {@code numpy.load} reads each of these as one float32 (or what the type says) in one dimension. */
  @ParameterizedTest
  @ValueSource(strings = {
    "{\"descr\": \"<f4\", \"fortran_order\": False, \"shape\": (1,), }",
    "{'shape':(1,),'fortran_order':False,'descr':'<f4'}",
    " { 'descr' : 'float32' , 'fortran_order' : False , 'shape' : ( 1 , ) } \n",
    "{'descr': 'f4', 'fortran_order': False, 'shape': (1,)}",
    "{'descr': 'f', 'fortran_order': False, 'shape': (1,)}",
    "{'descr': '=f4', 'fortran_order': False, 'shape': (+1,)}",
    "{'descr': '=i4', 'fortran_order': False, 'shape': (1,)}",
    "{'descr': 'int32', 'fortran_order': False, 'shape': (1,)}",
    "{'descr': u'<u4', 'fortran_order': False, 'shape': (1L,)}",
    "{'descr': 'single', 'fortran_order': True, 'shape': (1,)}",
    "{'descr': '<f4', 'descr': 'f4', 'fortran_order': False, 'shape': (1,)}",
  })
  void takesEverySpellingThatNumPyTakes(String dictionary) throws IOException {
    byte[] header = header(dictionary);
    Tensor tensor = NpyReader.read(write("spelled.npy", Arrays.copyOf(header, header.length + 4)));
    assertArrayEquals(new int[] {1}, tensor.shape());
    assertEquals(0, tensor.doubles()[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1)}", "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} 1",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,", "((((((((((((((((((((((((", "{'descr'", "",
    "{'descr': '<U0', 'fortran_order': False, 'shape': (2000000000,)}",
  })
  void refusesWhatNumPyRefuses(String dictionary) throws IOException {
    byte[] header = header(dictionary);
    Path file = write("refused.npy", dictionary.contains("U0") ? header : Arrays.copyOf(header, header.length + 4));
    assertDataException(() -> NpyReader.read(file), "refused.npy");
  }

  /** 500,000 dimensions or unfinished texts in the longest header cost neither time nor a long line. */
  @Test
  void hostileHeadersAreRefusedInOneShortLine() throws IOException {
    for (String part : List.of("1,", "'descr'", "'shape': (", "{", " ")) {
      String text = "{'descr': '<f4', 'fortran_order': True, 'shape': (" + part.repeat(1_000_000 / part.length());
      byte[] bytes = ByteBuffer.allocate(12 + text.length() + 4).order(ByteOrder.LITTLE_ENDIAN)
          .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0}).putInt(text.length() + 3)
          .put((text + "),}").getBytes(StandardCharsets.ISO_8859_1)).array();
      Path file = write("hostile.npy", bytes);
      DataException refusal = assertTimeout(
          Duration.ofSeconds(5), () -> assertThrows(DataException.class, () -> NpyReader.read(file)));
      assertTrue(refusal.getMessage().length() < 2000, part);
    }
  }

  @Test
  void refusesWhatIsNoArrayFile() throws IOException {
    assertDataException(() -> NpyReader.read(dir.resolve("none.npy")), "none.npy", "no such file", "check the path");
    assertDataException(() -> NpyReader.read(dir), dir.toString(), "directory");
    assertDataException(() -> NpyReader.read(write("empty.npy")), "empty.npy", "the file is empty");
    assertDataException(() -> NpyReader.read(write("garbage.npy", 1, 2, 3, 4, 5, 6, 7, 8, 9)), "garbage.npy", "magic");
    byte[] version = header("{}");
    version[6] = 9;
    assertDataException(() -> NpyReader.read(write("v9.npy", version)), "v9.npy", "version 9.0", "1.0, 2.0 or 3.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'descr': '<f4', 'fortran_order': False}| the header",
        "{'descr': '<f4', 'fortran_order': Maybe, 'shape': (1,)}| the header",
        "not a dictionary| the header",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 3)}| : (-1, 3)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, x)}| : (1, x)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,,1)}| : (1,,1)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}| at most 18 digits",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}| one Java array",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4294967296)}| one Java array",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (46341, 46341)}| one Java array",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}| [2, 3] needs 24 bytes of values, there are 4",
        "{'descr': '<f4', 'fortran_order': False, 'shape': ()}| ok",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1L, 1L)}| ok",
        "{'descr': '<f8', 'fortran_order': False, 'shape': ()}| needs 8 bytes of values, there are 4",
        "{'descr': '<f2', 'fortran_order': False, 'shape': (1,)}| needs 2 bytes of values, there are 4",
      })
  void checksTheHeader(String dictionary, String found) throws IOException {
    byte[] header = header(dictionary);
    Path file = write("header.npy", Arrays.copyOf(header, header.length + 4));
    if (found.equals("ok")) {
      assertArrayEquals(new float[1], NpyReader.read(file).floats());
    } else {
      assertDataException(() -> NpyReader.read(file), "header.npy", found);
    }
  }

  @Test
  void everyTruncationIsOneLine() throws IOException {
    byte[] whole = Files.readAllBytes(resource("data/npy-be-f8.npy"));
    for (int length = 1; length < whole.length; length++) {
      Path file = write("cut.npy", Arrays.copyOf(whole, length));
      assertDataException(() -> NpyReader.read(file), "cut.npy");
    }
    Path longer = write("longer.npy", Arrays.copyOf(whole, whole.length + 1));
    assertDataException(() -> NpyReader.read(longer), "longer.npy", "needs 48 bytes of values, there are 49");
  }

  /** A damaged byte gives an array or one line, never another exception. */
  @Test
  void damagedBytesNeverLeakAnotherException() throws IOException {
    byte[] whole = Files.readAllBytes(resource("data/npy-fortran-2d.npy"));
    SplittableRandom random = new SplittableRandom(5);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(80)] = (byte) random.nextInt(256);
      Path file = write("damaged.npy", damaged);
      try {
        NpyReader.read(file);
      } catch (DataException e) {
        refused++;
      }
    }
    assertTrue(refused > 100, "refused " + refused);
  }

  private static byte[] header(String dictionary) {
    byte[] text = dictionary.getBytes(StandardCharsets.ISO_8859_1);
    byte[] header = new byte[10 + text.length];
    System.arraycopy(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, 0, header, 0, 8);
    header[8] = (byte) text.length;
    header[9] = (byte) (text.length >>> 8);
    System.arraycopy(text, 0, header, 10, text.length);
    return header;
  }

  private Path write(String name, int... bytes) throws IOException {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return write(name, content);
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(dir.resolve(name), bytes);
  }
}
