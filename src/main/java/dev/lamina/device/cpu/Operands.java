package dev.lamina.device.cpu;

import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The matrices that an operation reads and writes, from which a plan sees what its members may do by themselves.
 *
 * @param written matrices that it writes
 * @param read matrices that it only reads
 */
record Operands(List<Matrix> written, List<Matrix> read) {

  /** @param written nulls are left out */
  static Operands writing(Matrix... written) {
    List<Matrix> present = new ArrayList<>();
    for (Matrix matrix : written) {
      if (matrix != null) {
        present.add(matrix);
      }
    }
    return new Operands(present, List.of());
  }

  Operands reading(Matrix... more) {
    List<Matrix> all = new ArrayList<>(read);
    all.addAll(List.of(more));
    return new Operands(written, all);
  }

  Operands reading(Scalar... scalars) {
    List<Matrix> all = new ArrayList<>(read);
    for (Scalar scalar : scalars) {
      if (scalar instanceof Scalar.Resident resident) {
        all.add(resident.matrix());
      }
    }
    return new Operands(written, all);
  }

  /**
   * Whether members of this operation and of an earlier one touch the same elements, so that no member may start this
   * before all have done that. An operand that has a place of its own for every member never does.
   */
  boolean mixesMembersOf(Operands earlier) {
    return sharesWith(earlier.written) || earlier.sharesWith(written);
  }

  private boolean sharesWith(List<Matrix> touched) {
    return read.stream().filter(matrix -> matrix.members() == 1 || matrix.isBroadcast())
        .anyMatch(matrix -> touched.stream().anyMatch(other -> overlap(matrix, other)));
  }

  private static boolean overlap(Matrix a, Matrix b) {
    return a.memory() == b.memory() && start(a) < end(b) && start(b) < end(a);
  }

  private static long start(Matrix matrix) {
    return matrix.offset() * matrix.type().bytes();
  }

  private static long end(Matrix matrix) {
    return (matrix.offset() + (matrix.members() - 1) * matrix.stride() + matrix.size()) * matrix.type().bytes();
  }

  /** The memory of every operand. */
  Stream<CpuMemory> memories() {
    return Stream.concat(written.stream(), read.stream()).map(matrix -> (CpuMemory) matrix.memory());
  }
}
