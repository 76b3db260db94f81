package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads the texts of an array: each of one length, in code points or in bytes, which zeros fill up. */
final class NpyTexts {
  private NpyTexts() {}

  /**
   * Reads the product of {@code shape} texts in C order.
   *
   * @throws DataException if the stream ends before, or a text has what is no character
   * @throws IOException as the stream does
   */
  static Tensor read(InputStream in, NpyType type, String name, int[] shape, String where) throws IOException {
    int count = 1;
    for (int dimension : shape) {
      count *= dimension;
    }
    String[] texts = (String[]) Tensor.Kind.TEXT.allocate(count, where);
    for (int i = 0; i < count; i++) {
      byte[] bytes = in.readNBytes((int) type.size());
      if (bytes.length < type.size()) {
        throw new DataException(where, "the file ends in text " + i, count + " texts",
            "the file is truncated: write or copy it again");
      }
      texts[i] = type.element() == ElementType.UINT8 ? bytes(bytes) : codePoints(bytes, type, where);
    }
    return new Tensor(name, Tensor.Kind.TEXT, texts, shape);
  }

  private static String bytes(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private static String codePoints(byte[] bytes, NpyType type, String where) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(type.order());
    StringBuilder text = new StringBuilder();
    int zeros = 0;
    while (buffer.hasRemaining()) {
      int c = buffer.getInt();
      if (!Character.isValidCodePoint(c)) {
        throw new DataException(where, "the code point " + Integer.toUnsignedString(c), "text",
            "the file is damaged: write it again");
      }
      zeros = c == 0 ? zeros + 1 : 0;
      text.appendCodePoint(c);
    }
    return text.substring(0, text.length() - zeros);
  }
}
