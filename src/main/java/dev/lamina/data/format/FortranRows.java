package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.RowReader;
import dev.lamina.data.RowSource;
import dev.lamina.data.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The rows of an N x d array that a file holds in Fortran order: a feature of all samples after the other's. As many
 * reads as there are features fetch a block of samples.
 *
 * @param start where the values begin
 */
record FortranRows(String name, String where, Path file, long start, ElementType type, ByteOrder order, long rows,
    int columns, String expected) implements RowSource {

  @Override
  public Tensor.Kind kind() {
    return type.kind();
  }

  @Override
  public RowReader open() {
    try {
      return new Reader(FileChannel.open(file, StandardOpenOption.READ));
    } catch (IOException e) {
      throw InputFile.unreadable(where, expected, e);
    }
  }

  private final class Reader implements RowReader {
    private final FileChannel channel;
    private long next;

    Reader(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void read(int count, int[] places, Object target) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(Math.multiplyExact(count, type.size())).order(order);
      Object column = type.kind().allocate(count, where);
      try {
        for (int j = 0; j < columns; j++) {
          buffer.clear();
          long at = start + (j * rows + next) * type.size();
          while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
              throw new DataException(where, "the file ends in column " + j, columns + " columns",
                  "the file is truncated: write or copy it again");
            }
          }
          type.decode(buffer.flip(), column, 0, count);
          scatter(column, count, places, j, target);
        }
      } catch (IOException e) {
        throw InputFile.unreadable(where, expected, e);
      }
      next += count;
    }

    private void scatter(Object column, int count, int[] places, int j, Object target) {
      if (column instanceof float[] floats) {
        float[] out = (float[]) target;
        for (int i = 0; i < count; i++) {
          out[places[i] * columns + j] = floats[i];
        }
      } else {
        double[] doubles = (double[]) column;
        double[] out = (double[]) target;
        for (int i = 0; i < count; i++) {
          out[places[i] * columns + j] = doubles[i];
        }
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw InputFile.unreadable(where, expected, e);
      }
    }
  }
}
