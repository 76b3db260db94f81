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
   * Whether a member of this operation and another member of an earlier one touch the same elements, at least one of
   * them writing, so that no member may start this before all have done that. An operand that has a place of its own
   * for every member does so too where the other sees the same memory in another shape.
   */
  boolean mixesMembersOf(Operands earlier) {
    return written.stream().anyMatch(matrix -> earlier.all().anyMatch(other -> mix(matrix, other)))
        || read.stream().anyMatch(matrix -> earlier.written.stream().anyMatch(other -> mix(matrix, other)));
  }

  private Stream<Matrix> all() {
    return Stream.concat(written.stream(), read.stream());
  }

  private static boolean mix(Matrix a, Matrix b) {
    return overlap(a, b) && !sameCells(a, b);
  }

  private static boolean overlap(Matrix a, Matrix b) {
    return a.memory() == b.memory() && start(a) < end(b) && start(b) < end(a);
  }

  /** Whether member e of both lies in cell e of one row of equal cells. */
  private static boolean sameCells(Matrix a, Matrix b) {
    long stride = a.stride() * a.type().bytes();
    return a.members() > 1 && a.members() == b.members() && stride > 0 && stride == b.stride() * b.type().bytes()
        && Math.max(firstEnd(a), firstEnd(b)) - Math.min(start(a), start(b)) <= stride;
  }

  private static long firstEnd(Matrix matrix) {
    return (matrix.offset() + matrix.size()) * matrix.type().bytes();
  }

  private static long start(Matrix matrix) {
    return matrix.offset() * matrix.type().bytes();
  }

  private static long end(Matrix matrix) {
    return (matrix.offset() + (matrix.members() - 1) * matrix.stride() + matrix.size()) * matrix.type().bytes();
  }

  /** The memory of every operand. */
  Stream<CpuMemory> memories() {
    return all().map(matrix -> (CpuMemory) matrix.memory());
  }
}
