package dev.lamina.data.format;

import static dev.lamina.data.DataAssertions.assertDataException;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.data.DataException;
import dev.lamina.data.Tensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir Path dir;

  @Test
  void roundTrip() {
    Path file = dir.resolve("weights.safetensors");
    float[] large = new float[100_003];
    for (int i = 0; i < large.length; i++) {
      large[i] = i * 0.5f;
    }
    List<Tensor> tensors =
        List.of(
            Tensor.of("W1", large, 100_003),
            Tensor.of("b\u00e9ta \"1\"", new float[] {1, -0f, Float.MIN_VALUE}, 3, 1),
            Tensor.of("double", new double[] {Math.PI, -1e300}, 1, 2),
            Tensor.of("step", new long[] {Long.MIN_VALUE}),
            Tensor.of("a none", new float[0], 0, 7));
    SafetensorsWriter.write(file, tensors, Map.of("format", "pt", "epoch", "3"));
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertEquals(Map.of("format", "pt", "epoch", "3"), reader.metadata());
      assertEquals(List.of("double", "step", "W1", "b\u00e9ta \"1\"", "a none"), reader.names());
      for (Tensor tensor : tensors) {
        Tensor back = reader.read(tensor.name());
        assertEquals(tensor.toString(), back.toString());
        assertArrayEquals(tensor.doubles(), back.doubles());
      }
      assertDataException(() -> reader.read("W9"), "weights.safetensors", "'W9'", "W1");
    }
  }

  /** The format's own library sorts by size of type and name: block10 before block2. A person's order comes back. */
  @Test
  void namesWithNumbersAreInOrder() throws IOException {
    List<String> names = List.of("block0.mlp", "block1.mlp", "block10.mlp", "block2.mlp", "head");
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i < names.size(); i++) {
      header.append(i == 0 ? "" : ",").append("\"").append(names.get(i))
          .append("\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[").append(i).append(',').append(i + 1)
          .append("]}");
    }
    Path file = file(header + "}", new byte[] {0, 1, 10, 2, 3});
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertEquals(List.of("block0.mlp", "block1.mlp", "block2.mlp", "block10.mlp", "head"), reader.names());
      assertArrayEquals(new long[] {10}, reader.read("block10.mlp").integers());
    }
  }

  /** Valid headers that would take a hundred times their size: each is refused, soon and in one short line. */
  @Test
  void hostileHeadersAreRefused() throws IOException {
    for (String header : List.of("{'a':" + "[".repeat(2_000_000),
        "{'a':{'dtype':'F32','shape':[" + "1,".repeat(2_000_000) + "1]}}",
        "{" + "'a':{},".repeat(10) + "'b':1}", "{'" + "x".repeat(1_000_000) + "':{}}")) {
      Path file = file(header.replace('\'', '"'), new byte[4]);
      DataException refusal = assertTimeout(Duration.ofSeconds(5),
          () -> assertThrows(DataException.class, () -> SafetensorsReader.open(file)));
      assertTrue(refusal.getMessage().length() < 2000);
    }
    Path large = dir.resolve("large.safetensors");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.write(new byte[] {0, -31, -11, 5, 0, 0, 0, 0, '{'}); // 100,000,000
      sparse.setLength(100_000_100);
    }
    assertDataException(() -> SafetensorsReader.open(large), "large.safetensors", "a header of 100000000 bytes",
        "10000000");
  }

  /** The layout, byte by byte: length, JSON padded with spaces to a multiple of 8, little-endian values. */
  @Test
  void layoutIsTheFormats() throws IOException {
    Path file = dir.resolve("one.safetensors");
    SafetensorsWriter.write(file, List.of(Tensor.of("a", new float[] {1.5f, -2f}, 2)), Map.of());
    byte[] bytes = Files.readAllBytes(file);
    String json = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    String padded = json + " ".repeat(-json.length() & 7);
    assertEquals(padded.length(), ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong());
    assertEquals(padded, new String(bytes, 8, padded.length(), StandardCharsets.US_ASCII));
    byte[] values = {0, 0, (byte) 0xC0, 0x3F, 0, 0, 0, (byte) 0xC0};
    assertArrayEquals(values, Arrays.copyOfRange(bytes, 8 + padded.length(), bytes.length));
  }

  @ParameterizedTest
  @CsvSource({
    "F16, 2, FLOAT32, 003C00C0, 1, -2", "BF16, 2, FLOAT32, 803F00C0, 1, -2", "I8, 1, INTEGER, 01FE, 1, -2",
    "U8, 1, INTEGER, 01FE, 1, 254", "I16, 2, INTEGER, 0100FEFF, 1, -2", "U16, 2, INTEGER, 0100FEFF, 1, 65534",
    "I32, 4, INTEGER, 01000000FEFFFFFF, 1, -2", "U32, 4, INTEGER, 01000000FEFFFFFF, 1, 4294967294",
    "BOOL, 1, INTEGER, 0100, 1, 0", "F64, 8, FLOAT64, 000000000000F03F00000000000000C0, 1, -2",
  })
  void readsEveryElementType(String dtype, int size, Tensor.Kind kind, String hex, double first, double second)
      throws IOException {
    String header = "{\"x\":{\"dtype\":\"" + dtype + "\",\"shape\":[2],\"data_offsets\":[0," + 2 * size + "]}}";
    Tensor x = SafetensorsReader.read(file(header, HexFormat.of().parseHex(hex))).get(0);
    assertEquals(kind, x.kind());
    assertArrayEquals(new double[] {first, second}, x.doubles());
  }

  @Test
  void arraysComeInTheOrderOfTheirValues() throws IOException {
    String header =
        "{\"late\":{\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[1,2]},"
            + "\"early\":{\"dtype\":\"I8\",\"shape\":[],\"data_offsets\":[0,1]}}";
    List<Tensor> tensors = SafetensorsReader.read(file(header, new byte[] {7, 8}));
    assertEquals(List.of("early", "late"), tensors.stream().map(Tensor::name).toList());
    assertEquals(7, tensors.get(0).integers()[0]);
  }

  /** Each header goes before four bytes of values. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no json| not JSON",
        "[1]| not a JSON object",
        "{} {'b':2}| not JSON",
        "{'a':{'dtype':'I8','shape':[4],'data_offsets':[0,4]},'a':{}}| not JSON",
        "{'a':1}| array 'a': the header entry 1",
        "{'a':{'dtype':'I8','shape':[-4],'data_offsets':[0,4]}}| array 'a'",
        "{'a':{'dtype':'I8','shape':[4.5],'data_offsets':[0,4]}}| array 'a'",
        "{'a':{'dtype':'I8','shape':4,'data_offsets':[0,4]}}| array 'a'",
        "{'a':{'dtype':'I8','shape':[4],'data_offsets':[0,99999999999999999999]}}| array 'a'",
        "{'a':{'dtype':'I8','shape':[4],'data_offsets':[0,4,5]}}| array 'a'",
        "{'a':{'dtype':'F8_E4M3','shape':[4],'data_offsets':[0,4]}}| dtype 'F8_E4M3'",
        "{'a':{'dtype':'I8','shape':[5],'data_offsets':[0,5]}}| inside the 4 bytes",
        "{'a':{'dtype':'I8','shape':[4],'data_offsets':[4,0]}}| an ordered pair",
        "{'a':{'dtype':'I8','shape':[3],'data_offsets':[1,4]}}| a gap",
        "{'a':{'dtype':'I8','shape':[3],'data_offsets':[0,3]},'b':{'dtype':'I8','shape':[2],'data_offsets':[2,4]}}"
            + "| an overlap",
        "{'a':{'dtype':'I8','shape':[3],'data_offsets':[0,3]}}| 4 bytes of values; expected 3 bytes",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}| needs 8 bytes of values, there are 4",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,4]}}| one Java array",
        "{'__metadata__':{'k':1},'a':{'dtype':'I8','shape':[4],'data_offsets':[0,4]}}| 'k' is 1",
      })
  void refusesDamagedHeaders(String header, String found) throws IOException {
    Path file = file(header.replace('\'', '"'), new byte[4]);
    assertDataException(() -> SafetensorsReader.read(file), "x.safetensors", found);
  }

  @Test
  void refusesAHeaderLongerThanTheFile() throws IOException {
    Path file = dir.resolve("long.safetensors");
    for (byte[] start : List.of(new byte[3], new byte[8], new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, '{'},
        new byte[] {99, 0, 0, 0, 0, 0, 0, 0, '{', '}'})) {
      Files.write(file, start);
      assertDataException(() -> SafetensorsReader.read(file), "long.safetensors", "a header of", "fits the file");
    }
  }

  @Test
  void everyTruncationAndDamageIsOneLineOrNone() throws IOException {
    Path whole = dir.resolve("whole.safetensors");
    SafetensorsWriter.write(
        whole, List.of(Tensor.of("a", new float[5], 5), Tensor.of("b", new double[2], 2)), Map.of("k", "v"));
    byte[] bytes = Files.readAllBytes(whole);
    for (int length = 0; length < bytes.length; length++) {
      Path cut = Files.write(dir.resolve("cut.safetensors"), Arrays.copyOf(bytes, length));
      assertDataException(() -> SafetensorsReader.read(cut), "cut.safetensors");
    }
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
      Path file = Files.write(dir.resolve("damaged.safetensors"), damaged);
      try {
        SafetensorsReader.read(file);
      } catch (DataException e) {
        assertEquals(1, e.getMessage().lines().count());
      }
    }
  }

  @Test
  void writerRefusesNamesThatCannotBeRead() {
    Tensor a = Tensor.of("a", new float[1], 1);
    Path file = dir.resolve("w.safetensors");
    assertThrows(
        IllegalArgumentException.class, () -> SafetensorsWriter.write(file, List.of(a, a), Map.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> SafetensorsWriter.write(file, List.of(a.renamed("__metadata__")), Map.of()));
    assertDataException(
        () -> SafetensorsWriter.write(dir.resolve("none/w.safetensors"), List.of(a), Map.of()), "none", "written");
  }

  private Path file(String header, byte[] values) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json).put(values);
    return Files.write(dir.resolve("x.safetensors"), bytes.array());
  }
}
