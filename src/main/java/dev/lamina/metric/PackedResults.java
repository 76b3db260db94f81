package dev.lamina.metric;

import dev.lamina.device.HostArray;
import dev.lamina.device.Matrix;
import java.util.Arrays;

/**
 * Small float64 results side by side in one column per member, so that one transfer reads them all. Blocks are added
 * while planning; later each is a matrix on the device and a range of the column on the host.
 */
final class PackedResults {

  /** A matrix within the column; of size 0 where there is nothing to measure. */
  record Block(int start, int rows, int columns) {

    int size() {
      return rows * columns;
    }

    /** The block in device memory, of the first {@code members} members of the packed matrix. */
    Matrix in(Matrix packed, int members) {
      return new Matrix(packed.memory(), packed.type(), packed.offset() + start, rows, columns, members,
          packed.stride());
    }

    /** The block in what was read, column-major. */
    double[] of(double[] column) {
      return Arrays.copyOfRange(column, start, start + size());
    }

    /** The only value of a 1 x 1 block. */
    double scalar(double[] column) {
      return column[start];
    }
  }

  private long length;

  /**
   * A block behind the others; where they become too long for the host to read, {@link #length(int, String)} says so.
   */
  Block add(int rows, int columns) {
    Block block = new Block((int) Math.min(length, Integer.MAX_VALUE), rows, columns);
    length += (long) rows * columns;
    return block;
  }

  Block scalar() {
    return add(1, 1);
  }

  /**
   * Values of one member.
   *
   * @param as for {@link HostArray#length}
   * @throws IllegalArgumentException if those of all members are more than one array holds
   */
  int length(int members, String what) {
    HostArray.length(length, members, what);
    return (int) length;
  }

  /** One member's part of what was read. */
  static double[] member(double[] all, int member, int length) {
    return Arrays.copyOfRange(all, member * length, (member + 1) * length);
  }

  /** A matrix of another shape at the start of a workspace that is at least as large. */
  static Matrix view(Matrix workspace, int rows, int columns, int members) {
    return new Matrix(workspace.memory(), workspace.type(), workspace.offset(), rows, columns, members,
        (long) rows * columns);
  }
}
