package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.NaturalOrder;
import dev.lamina.data.RowSource;
import dev.lamina.data.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code .safetensors}: 8 bytes of header length (little-endian), a JSON header, then the values. Types F16,
 * BF16, F32, F64, BOOL, I8, U8, I16, U16, I32, U32, I64 and U64 (values below 2^63). Arrays come in the order of their
 * values in the file; where that is the order in which the format's own library sorts them (by size of type, then by
 * name), it means nothing, and they come in {@link NaturalOrder}. The values must fill the rest of the file exactly: no
 * overlap, no gap, nothing outside.
 */
public final class SafetensorsReader implements ArrayFile {
  private static final String EXPECTED = "a .safetensors file";

  /**
   * A tenth of the format's own limit, which is room for a hundred thousand arrays; what it takes in memory is more.
   */
  private static final long LONGEST_HEADER = 10_000_000;

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
          Map.entry("I64", ElementType.INT64),
          Map.entry("U64", ElementType.UINT64));

  private final Path file;
  private final long dataStart;
  private final Map<String, SafetensorsHeader.Entry> entries;
  private final Map<String, String> metadata;

  private SafetensorsReader(Path file, long dataStart, Map<String, SafetensorsHeader.Entry> entries,
      Map<String, String> metadata) {
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
    SafetensorsHeader header;
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
      header = SafetensorsHeader.parse(in.readNBytes((int) length), file);
      dataStart = Long.BYTES + length;
    } catch (IOException e) {
      throw InputFile.unreadable(file.toString(), EXPECTED, e);
    }
    List<SafetensorsHeader.Entry> entries = new ArrayList<>(header.entries());
    entries.sort(Comparator.comparingLong(SafetensorsHeader.Entry::begin)
        .thenComparingLong(SafetensorsHeader.Entry::end));
    requireContiguous(entries, size - dataStart, file);
    if (isSorted(entries)) {
      entries.sort(Comparator.comparing(SafetensorsHeader.Entry::name, NaturalOrder.INSTANCE));
    }
    Map<String, SafetensorsHeader.Entry> byName = new LinkedHashMap<>();
    entries.forEach(entry -> byName.put(entry.name(), entry));
    return new SafetensorsReader(file, dataStart, byName, header.metadata());
  }

  /**
   * Whether the order is that of the format's own library, which sorts by size of type, largest first, then by name.
   */
  private static boolean isSorted(List<SafetensorsHeader.Entry> entries) {
    for (int i = 1; i < entries.size(); i++) {
      SafetensorsHeader.Entry a = entries.get(i - 1);
      SafetensorsHeader.Entry b = entries.get(i);
      int sizes = Integer.compare(bytes(b), bytes(a));
      if (sizes > 0 || sizes == 0 && a.dtype().equals(b.dtype()) && a.name().compareTo(b.name()) > 0) {
        return false;
      }
    }
    return true;
  }

  private static int bytes(SafetensorsHeader.Entry entry) {
    ElementType type = TYPES.get(entry.dtype());
    return type == null ? 0 : type.size();
  }

  private static void requireContiguous(List<SafetensorsHeader.Entry> entries, long bytes, Path file) {
    long at = 0;
    for (SafetensorsHeader.Entry entry : entries) {
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

  private SafetensorsHeader.Entry entry(String name) {
    SafetensorsHeader.Entry entry = entries.get(name);
    if (entry == null) {
      throw ArrayName.missing(file, name, names());
    }
    return entry;
  }

  private static ElementType type(SafetensorsHeader.Entry entry, String where) {
    ElementType type = TYPES.get(entry.dtype());
    if (type == null) {
      throw new DataException(
          where, "dtype '" + entry.dtype() + "'", "one of F16, BF16, F32, F64, BOOL, I8 to I64 or U8 to U64",
          "convert the array and save it again");
    }
    return type;
  }

  @Override
  public ArrayHeader header(String name) {
    SafetensorsHeader.Entry entry = entry(name);
    return new ArrayHeader(type(entry, ArrayName.in(file, name)).kind(), entry.shape());
  }

  @Override
  public RowSource rows(String name) {
    SafetensorsHeader.Entry entry = entry(name);
    String where = ArrayName.in(file, name);
    ElementType type = type(entry, where);
    int columns = header(name).requireFeatures(where);
    ArrayShape.requireBytes(entry.shape(), type.size(), entry.end() - entry.begin(), where);
    return new StoredRows(name, where, type, ByteOrder.LITTLE_ENDIAN, entry.shape()[0], columns,
        () -> ValueStream.of(file, dataStart + entry.begin()), EXPECTED);
  }

  @Override
  public Tensor read(String name) {
    SafetensorsHeader.Entry entry = entry(name);
    String where = ArrayName.in(file, name);
    ElementType type = type(entry, where);
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

  static DataException damaged(String where, String found, String expected) {
    return new DataException(where, found, expected, "the file is truncated or damaged: write or copy it again");
  }
}
