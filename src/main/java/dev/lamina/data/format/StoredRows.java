package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.RowReader;
import dev.lamina.data.RowSource;
import dev.lamina.data.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The rows of an array that a file holds in C order.
 *
 * @param type floating
 * @param values opens them at the first row
 * @param expected what the file is, for messages
 */
record StoredRows(String name, String where, ElementType type, ByteOrder order, long rows, int columns,
    ValueStream.Opening values, String expected) implements RowSource {

  private static final int BUFFER = 1 << 20;

  @Override
  public Tensor.Kind kind() {
    return type.kind();
  }

  @Override
  public RowReader open() {
    try {
      return new Reader(values.open());
    } catch (IOException e) {
      throw InputFile.unreadable(where, expected, e);
    }
  }

  private final class Reader implements RowReader {
    private final ValueStream stream;
    /** Multiples of 8 bytes, so that no element is cut. */
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(order).limit(0);
    private long read;

    Reader(ValueStream stream) {
      this.stream = stream;
    }

    @Override
    public void read(int count, int[] places, Object target) {
      try {
        for (int i = 0; i < count; i++) {
          row(target, places[i] * columns);
          read++;
        }
        if (read == rows) {
          stream.end();
        }
      } catch (IOException | IllegalArgumentException e) {
        throw InputFile.unreadable(where, expected, e);
      }
    }

    private void row(Object target, int at) throws IOException {
      for (int done = 0; done < columns; ) {
        if (buffer.remaining() < type.size()) {
          fill();
        }
        int some = Math.min(columns - done, buffer.remaining() / type.size());
        int begin = buffer.position();
        type.decode(buffer, target, at + done, some);
        buffer.position(begin + some * type.size());
        done += some;
      }
    }

    private void fill() throws IOException {
      buffer.compact();
      while (buffer.position() < type.size()) {
        if (stream.read(buffer) < 0) {
          throw new DataException(where, "the file ends in sample " + read, rows + " samples",
              "the file is truncated: write or copy it again");
        }
      }
      buffer.flip();
    }

    @Override
    public void close() {
      try {
        stream.close();
      } catch (IOException e) {
        throw InputFile.unreadable(where, expected, e);
      }
    }
  }
}
