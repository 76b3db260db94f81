package dev.lamina.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code .safetensors}: 8 bytes of header length (little-endian), a JSON header, then the values. Types F16,
 * BF16, F32, F64, BOOL, I8, U8, I16, U16, I32, U32 and I64. Arrays come in the order of their values in the file. The
 * values must fill the rest of the file exactly: no overlap, no gap, nothing outside.
 */
public final class SafetensorsReader implements ArrayFile {
  private static final String EXPECTED = "a .safetensors file";
  private static final String METADATA = "__metadata__";

  /** The format's own limit. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final Map<String, ElementType> TYPES =
      Map.ofEntries(
          Map.entry("F16", ElementType.FLOAT16),
          Map.entry("BF16", ElementType.BFLOAT16),
          Map.entry("F32", ElementType.FLOAT32),
          Map.entry("F64", ElementType.FLOAT64),
          Map.entry("BOOL", ElementType.UINT8),
          Map.entry("I8", ElementType.INT8),
          Map.entry("U8", ElementType.UINT8),
          Map.entry("I16", ElementType.INT16),
          Map.entry("U16", ElementType.UINT16),
          Map.entry("I32", ElementType.INT32),
          Map.entry("U32", ElementType.UINT32),
          Map.entry("I64", ElementType.INT64));

  private record Entry(String name, String dtype, long[] shape, long begin, long end) {}

  private final Path file;
  private final long dataStart;
  private final Map<String, Entry> entries;
  private final Map<String, String> metadata;

  private SafetensorsReader(Path file, long dataStart, Map<String, Entry> entries, Map<String, String> metadata) {
    this.file = file;
    this.dataStart = dataStart;
    this.entries = entries;
    this.metadata = metadata;
  }

  /**
   * Reads all arrays.
   *
   * @throws DataException if the file is missing, truncated or not as the format says
   */
  public static List<Tensor> read(Path file) {
    return open(file).readAll();
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws DataException if the file is missing, or its header is not as the format says
   */
  public static SafetensorsReader open(Path file) {
    long size = InputFile.size(file, EXPECTED);
    JsonNode header;
    long dataStart;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] lengthBytes = in.readNBytes(Long.BYTES);
      long length =
          lengthBytes.length < Long.BYTES ? -1 : ByteBuffer.wrap(lengthBytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (length < 2 || length > LONGEST_HEADER || length > size - Long.BYTES) {
        throw damaged(
            file.toString(),
            "a header of " + (length < 0 ? "no sensible number of" : length) + " bytes in a file of " + size,
            "a header that fits the file and has at most " + LONGEST_HEADER + " bytes");
      }
      header = parse(in.readNBytes((int) length), file);
      dataStart = Long.BYTES + length;
    } catch (IOException e) {
      throw InputFile.unreadable(file.toString(), EXPECTED, e);
    }
    List<Entry> entries = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (field.getKey().equals(METADATA)) {
        metadata.putAll(metadata(field.getValue(), file));
      } else {
        entries.add(entry(field.getKey(), field.getValue(), file));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    requireContiguous(entries, size - dataStart, file);
    Map<String, Entry> byName = new LinkedHashMap<>();
    entries.forEach(entry -> byName.put(entry.name(), entry));
    return new SafetensorsReader(file, dataStart, byName, Collections.unmodifiableMap(metadata));
  }

  private static JsonNode parse(byte[] header, Path file) throws IOException {
    ObjectReader json =
        new ObjectMapper()
            .reader()
            .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    JsonNode node;
    try {
      node = json.readTree(header);
    } catch (JsonProcessingException e) {
      throw damaged(file.toString(), "a header that is not JSON (" + e.getOriginalMessage() + ")", "a JSON object");
    }
    if (!node.isObject()) {
      throw damaged(file.toString(), "a header that is not a JSON object", "a JSON object");
    }
    return node;
  }

  private static Map<String, String> metadata(JsonNode node, Path file) {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getValue().isTextual()) {
        throw damaged(
            file + ": " + METADATA, "'" + field.getKey() + "' is " + field.getValue(), "text for every key");
      }
      metadata.put(field.getKey(), field.getValue().textValue());
    }
    return metadata;
  }

  private static Entry entry(String name, JsonNode node, Path file) {
    JsonNode dtype = node.path("dtype");
    JsonNode shape = node.path("shape");
    JsonNode offsets = node.path("data_offsets");
    boolean valid = dtype.isTextual() && shape.isArray() && offsets.isArray() && offsets.size() == 2;
    for (JsonNode number : shape) {
      valid &= natural(number);
    }
    for (JsonNode number : offsets) {
      valid &= natural(number);
    }
    if (!valid) {
      throw damaged(
          ArrayName.in(file, name),
          "the header entry " + node,
          "dtype (text), shape (natural numbers) and data_offsets (two natural numbers)");
    }
    long[] dimensions = new long[shape.size()];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = shape.get(i).longValue();
    }
    return new Entry(name, dtype.textValue(), dimensions, offsets.get(0).longValue(), offsets.get(1).longValue());
  }

  private static boolean natural(JsonNode number) {
    return number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0;
  }

  private static void requireContiguous(List<Entry> entries, long bytes, Path file) {
    long at = 0;
    for (Entry entry : entries) {
      String where = ArrayName.in(file, entry.name());
      String found = "data_offsets [" + entry.begin() + ", " + entry.end() + "]";
      if (entry.end() < entry.begin() || entry.end() > bytes) {
        throw damaged(where, found, "an ordered pair inside the " + bytes + " bytes of values there are");
      }
      if (entry.begin() != at) {
        throw damaged(
            where, found + (entry.begin() < at ? ", an overlap" : ", a gap"), "values to begin at " + at);
      }
      at = entry.end();
    }
    if (at != bytes) {
      throw damaged(file.toString(), bytes + " bytes of values", at + " bytes, as the header says");
    }
  }

  /** The header's free-form text, by key. */
  public Map<String, String> metadata() {
    return metadata;
  }

  @Override
  public Path path() {
    return file;
  }

  @Override
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  @Override
  public Tensor read(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw ArrayName.missing(file, name, names());
    }
    String where = ArrayName.in(file, name);
    ElementType type = TYPES.get(entry.dtype());
    if (type == null) {
      throw new DataException(
          where, "dtype '" + entry.dtype() + "'", "one of F16, BF16, F32, F64, BOOL, I8 to I64 or U8 to U32",
          "convert the array and save it again");
    }
    int[] shape = ArrayShape.check(entry.shape(), type.size(), entry.end() - entry.begin(), where);
    try (SeekableByteChannel channel = Files.newByteChannel(file).position(dataStart + entry.begin());
        InputStream in = Channels.newInputStream(channel)) {
      return ElementReader.read(in, type, ByteOrder.LITTLE_ENDIAN, name, shape, where);
    } catch (IOException e) {
      throw InputFile.unreadable(where, EXPECTED, e);
    }
  }

  @Override
  public void close() {
    // Nothing stays open between reads.
  }

  private static DataException damaged(String where, String found, String expected) {
    return new DataException(where, found, expected, "the file is truncated or damaged: write or copy it again");
  }
}
