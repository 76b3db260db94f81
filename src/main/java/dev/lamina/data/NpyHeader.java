package dev.lamina.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a NumPy array: magic, version (1.0 has 2 bytes of length, 2.0 and 3.0 have 4), and a Python dictionary
 * with {@code descr}, {@code fortran_order} and {@code shape}.
 *
 * @param type the element type
 * @param order the byte order of the elements
 * @param fortranOrder whether the first index moves fastest
 * @param shape the dimensions as declared
 * @param bytes length of the header, where the values begin
 */
record NpyHeader(ElementType type, ByteOrder order, boolean fortranOrder, long[] shape, int bytes) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_DICTIONARY = 1 << 20;
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)\\b");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");
  private static final Pattern DIMENSION = Pattern.compile("\\d{1,18}L?");
  private static final Map<String, ElementType> TYPES =
      Map.ofEntries(
          Map.entry("f2", ElementType.FLOAT16),
          Map.entry("f4", ElementType.FLOAT32),
          Map.entry("f8", ElementType.FLOAT64),
          Map.entry("b1", ElementType.UINT8),
          Map.entry("i1", ElementType.INT8),
          Map.entry("u1", ElementType.UINT8),
          Map.entry("i2", ElementType.INT16),
          Map.entry("u2", ElementType.UINT16),
          Map.entry("i4", ElementType.INT32),
          Map.entry("u4", ElementType.UINT32),
          Map.entry("i8", ElementType.INT64));

  static NpyHeader read(InputStream in, String where) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
      throw damaged(where, "it does not begin with the magic of a NumPy array", "\\x93NUMPY and a version", null);
    }
    int version = start[6];
    if (version < 1 || version > 3) {
      throw new DataException(
          where,
          "NumPy format version " + version + "." + start[7],
          "version 1.0, 2.0 or 3.0",
          "save the array again with numpy.save");
    }
    int lengthBytes = version == 1 ? 2 : 4;
    long length = 0;
    byte[] lengths = in.readNBytes(lengthBytes);
    for (int i = lengths.length - 1; i >= 0; i--) {
      length = length << 8 | lengths[i] & 0xFF;
    }
    if (lengths.length < lengthBytes || length > LONGEST_DICTIONARY) {
      throw damaged(where, "a header of " + length + " bytes", "at most " + LONGEST_DICTIONARY, null);
    }
    byte[] dictionary = in.readNBytes((int) length);
    if (dictionary.length < length) {
      throw damaged(where, "the file ends inside its header", length + " bytes of header", new EOFException());
    }
    return parse(new String(dictionary, StandardCharsets.UTF_8), 8 + lengthBytes + (int) length, where);
  }

  private static NpyHeader parse(String dictionary, int bytes, String where) {
    Matcher descr = DESCR.matcher(dictionary);
    Matcher fortran = ORDER.matcher(dictionary);
    Matcher shape = SHAPE.matcher(dictionary);
    if (dictionary.matches("(?s).*'descr'\\s*:\\s*\\[.*")) {
      throw new DataException(
          where, "a structured dtype", "a plain number type", "save each field as an array of its own");
    }
    if (!descr.find() || !fortran.find() || !shape.find()) {
      throw damaged(where, "the header " + dictionary, "a dictionary of descr, fortran_order and shape", null);
    }
    ElementType type = TYPES.get(descr.group(2));
    if (type == null) {
      String object = descr.group(2).startsWith("O") ? "object arrays" : "dtype";
      throw new DataException(
          where,
          object + " '" + descr.group(1) + descr.group(2) + "' cannot be read",
          "float16, float32, float64, bool or an integer type up to int64",
          "convert it with .astype(numpy.float32), labels with .astype(numpy.int64), and save it again");
    }
    ByteOrder order = descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new NpyHeader(type, order, fortran.group(1).equals("True"), dimensions(shape.group(1), where), bytes);
  }

  /** The dimensions in a Python tuple: {@code ""}, {@code "5,"} or {@code "2, 3"}; old Pythons wrote {@code 3L}. */
  private static long[] dimensions(String tuple, String where) {
    if (tuple.isBlank()) {
      return new long[0];
    }
    // split drops the empty part after a comma at the end.
    return Arrays.stream(tuple.stripTrailing().split(","))
        .mapToLong(
            part -> {
              if (!DIMENSION.matcher(part.strip()).matches()) {
                throw damaged(where, "the shape (" + tuple + ")", "natural numbers of at most 18 digits", null);
              }
              return Long.parseLong(part.strip().replace("L", ""));
            })
        .toArray();
  }

  private static DataException damaged(String where, String found, String expected, Exception cause) {
    return new DataException(
        where, found, expected, "this is not a whole NumPy array: save it again with numpy.save", cause);
  }
}
