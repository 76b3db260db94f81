package dev.lamina.metric;

import dev.lamina.device.HostArray;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Stacks;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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

  /** A block behind the others; where they become too long for the host to read, {@link #plan} says so. */
  Block add(int rows, int columns) {
    Block block = new Block((int) Math.min(length, Integer.MAX_VALUE), rows, columns);
    length += (long) rows * columns;
    return block;
  }

  Block scalar() {
    return add(1, 1);
  }

  /**
   * Plans the packed column of each member.
   *
   * @param what is in them, for the plan
   * @param measured as for {@link HostArray#length}
   * @throws IllegalArgumentException if those of all members are more than one array holds
   */
  Slot plan(Stacks stacks, String what, String measured) {
    int members = stacks.members();
    HostArray.length(length, members, measured + ", of " + members + (members == 1 ? " network," : " networks,"));
    return stacks.add(Purpose.METRICS, what, (int) length, 1);
  }

  /**
   * Reads the columns of all members in one transfer, and waits for what fills them.
   *
   * @param filled false where nothing was queued that fills them: then all are 0, and nothing is read
   */
  static List<double[]> read(Place place, Slot results, boolean filled) {
    double[] all = new double[results.rows() * results.members()];
    if (filled) {
      place.device().read(place.matrix(results), all);
    }
    return IntStream.range(0, results.members())
        .mapToObj(e -> Arrays.copyOfRange(all, e * results.rows(), (e + 1) * results.rows())).toList();
  }

  /** A matrix of another shape at the start of a workspace that is at least as large. */
  static Matrix view(Matrix workspace, int rows, int columns, int members) {
    return new Matrix(workspace.memory(), workspace.type(), workspace.offset(), rows, columns, members,
        (long) rows * columns);
  }
}
