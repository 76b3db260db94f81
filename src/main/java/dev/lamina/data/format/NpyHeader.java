package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The header of a NumPy array: magic, version (1.0 has 2 bytes of length, 2.0 and 3.0 have 4), and a Python dictionary
 * with {@code descr}, {@code fortran_order} and {@code shape}.
 *
 * @param type the element type
 * @param fortranOrder whether the first index moves fastest
 * @param shape the dimensions as declared
 * @param bytes length of the header, where the values begin
 */
record NpyHeader(NpyType type, boolean fortranOrder, long[] shape, int bytes) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_DICTIONARY = 1 << 20;
  private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");

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

  /** Kind and shape. */
  ArrayHeader array() {
    return new ArrayHeader(type.text() ? Tensor.Kind.TEXT : type.element().kind(), shape);
  }

  /**
   * Checks that the array is features, all of which are there.
   *
   * @param length bytes of header and values
   * @return d
   */
  int requireFeatures(long length, String where) {
    int columns = array().requireFeatures(where);
    ArrayShape.requireBytes(shape, type.size(), length - bytes, where);
    return columns;
  }

  private static NpyHeader parse(String text, int bytes, String where) {
    Object value;
    try {
      value = PythonLiteral.parse(text);
    } catch (PythonLiteral.Wrong e) {
      throw damaged(where, "the header " + text.strip() + " (" + e.getMessage() + ")",
          "a dictionary of descr, fortran_order and shape", e);
    }
    if (!(value instanceof Map<?, ?> header) || !header.keySet().equals(KEYS)
        || !(header.get("fortran_order") instanceof Boolean fortran)) {
      throw damaged(where, "the header " + text.strip(), "a dictionary of descr, fortran_order and shape", null);
    }
    NpyType type = type(header.get("descr"), where);
    return new NpyHeader(type, fortran, shape(header.get("shape"), text, where), bytes);
  }

  private static NpyType type(Object descr, String where) {
    if (!(descr instanceof String spelling)) {
      throw new DataException(
          where, "a structured dtype", "a plain number type", "save each field as an array of its own");
    }
    return NpyType.of(spelling).orElseThrow(() -> new DataException(
        where,
        (spelling.contains("O") ? "object arrays" : "dtype") + " '" + spelling + "' cannot be read",
        "float16, float32, float64, bool, an integer type or text",
        "convert features with .astype(numpy.float32), labels with .astype(str), and save again; or choose layers by"
            + " name"));
  }

  private static long[] shape(Object shape, String text, String where) {
    boolean natural = shape instanceof List<?> sizes
        && sizes.stream().allMatch(size -> size instanceof Long number && number >= 0);
    if (!natural) {
      throw damaged(where, "the header " + text.strip(), "a shape that is a tuple of natural numbers", null);
    }
    return ((List<?>) shape).stream().mapToLong(size -> (Long) size).toArray();
  }

  private static DataException damaged(String where, String found, String expected, Exception cause) {
    return new DataException(
        where, found, expected, "this is not a whole NumPy array: save it again with numpy.save", cause);
  }
}
