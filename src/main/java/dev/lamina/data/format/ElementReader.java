package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the values of one array from a stream, a buffer at a time, so that no second copy of a file is held. */
final class ElementReader {
  private static final int BUFFER_BYTES = 1 << 18;

  private ElementReader() {}

  /**
   * Reads the product of {@code shape} elements in C order.
   *
   * @throws DataException if the stream ends before, or memory does not hold the array, or a value of UINT64 is 2^63 or
   *     more
   * @throws IOException as the stream does
   */
  static Tensor read(
      InputStream in, ElementType type, ByteOrder order, String name, int[] shape, String where) throws IOException {
    int count = 1;
    for (int dimension : shape) {
      count *= dimension;
    }
    Object values = type.kind().allocate(count, where);
    byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, (long) count * type.size())];
    ByteBuffer view = ByteBuffer.wrap(buffer).order(order);
    for (int at = 0; at < count; ) {
      int elements = Math.min(count - at, buffer.length / type.size());
      int bytes = elements * type.size();
      int got = in.readNBytes(buffer, 0, bytes);
      if (got < bytes) {
        throw new DataException(
            where,
            "the file ends after " + ((long) at * type.size() + got) + " bytes of values",
            (long) count * type.size() + " bytes",
            "the file is truncated: write or copy it again");
      }
      type.decode(view.rewind(), values, at, elements);
      if (type == ElementType.UINT64) {
        requireSigned((long[]) values, at, elements, where);
      }
      at += elements;
    }
    return new Tensor(name, type.kind(), values, shape);
  }

  private static void requireSigned(long[] values, int at, int count, String where) {
    for (int i = at; i < at + count; i++) {
      if (values[i] < 0) {
        throw new DataException(where, "the value " + Long.toUnsignedString(values[i]) + " at place " + i,
            "values below 2^63", "take labels through numpy.unique(labels, return_inverse=True)[1]");
      }
    }
  }
}
