package dev.lamina.data.format;

import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A plain dtype of NumPy.
 *
 * @param element what a number is, or a character of a text: a code point or a byte
 * @param order the byte order
 * @param text whether elements are texts
 * @param characters of a text, which zeros fill up; 1 for a number
 */
record NpyType(ElementType element, ByteOrder order, boolean text, int characters) {
  private static final Pattern SPELLING = Pattern.compile("([<>|=]?)([A-Za-z?][A-Za-z_]*)(\\d{0,9})");

  /** By code and bytes, as headers have them, by the letters of C's types, and by name. */
  private static final Map<String, ElementType> NUMBERS =
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
          Map.entry("i8", ElementType.INT64),
          Map.entry("u8", ElementType.UINT64),
          Map.entry("e", ElementType.FLOAT16),
          Map.entry("f", ElementType.FLOAT32),
          Map.entry("d", ElementType.FLOAT64),
          Map.entry("?", ElementType.UINT8),
          Map.entry("b", ElementType.INT8),
          Map.entry("B", ElementType.UINT8),
          Map.entry("h", ElementType.INT16),
          Map.entry("H", ElementType.UINT16),
          Map.entry("i", ElementType.INT32),
          Map.entry("I", ElementType.UINT32),
          Map.entry("l", ElementType.INT64),
          Map.entry("L", ElementType.UINT64),
          Map.entry("q", ElementType.INT64),
          Map.entry("Q", ElementType.UINT64),
          Map.entry("float16", ElementType.FLOAT16),
          Map.entry("float32", ElementType.FLOAT32),
          Map.entry("float64", ElementType.FLOAT64),
          Map.entry("half", ElementType.FLOAT16),
          Map.entry("single", ElementType.FLOAT32),
          Map.entry("double", ElementType.FLOAT64),
          Map.entry("float", ElementType.FLOAT64),
          Map.entry("bool", ElementType.UINT8),
          Map.entry("int8", ElementType.INT8),
          Map.entry("uint8", ElementType.UINT8),
          Map.entry("byte", ElementType.INT8),
          Map.entry("ubyte", ElementType.UINT8),
          Map.entry("int16", ElementType.INT16),
          Map.entry("uint16", ElementType.UINT16),
          Map.entry("short", ElementType.INT16),
          Map.entry("ushort", ElementType.UINT16),
          Map.entry("int32", ElementType.INT32),
          Map.entry("uint32", ElementType.UINT32),
          Map.entry("intc", ElementType.INT32),
          Map.entry("uintc", ElementType.UINT32),
          Map.entry("int64", ElementType.INT64),
          Map.entry("uint64", ElementType.UINT64),
          Map.entry("longlong", ElementType.INT64),
          Map.entry("ulonglong", ElementType.UINT64),
          Map.entry("int", ElementType.INT64),
          Map.entry("uint", ElementType.UINT64),
          Map.entry("intp", ElementType.INT64),
          Map.entry("uintp", ElementType.UINT64));

  /** The type of that spelling; nothing if it is none that can be read. */
  static Optional<NpyType> of(String spelling) {
    Matcher parts = SPELLING.matcher(spelling);
    if (!parts.matches()) {
      return Optional.empty();
    }
    ByteOrder order = parts.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    String code = parts.group(2);
    String digits = parts.group(3);
    if (code.equals("U") || code.equals("S") || code.equals("a")) {
      int characters = digits.isEmpty() ? 0 : Integer.parseInt(digits);
      return Optional.of(new NpyType(code.equals("U") ? ElementType.UINT32 : ElementType.UINT8, order, true,
          characters));
    }
    return Optional.ofNullable(NUMBERS.get(code + digits)).map(element -> new NpyType(element, order, false, 1));
  }

  /** Bytes of one element. */
  long size() {
    return (long) characters * element.size();
  }
}
