package dev.lamina.device;

/**
 * A view of device memory: a stack of {@code members} column-major matrices, {@code rows x columns} each, every one
 * contiguous. Features of a layer are {@code d x N}: a column is a sample.
 *
 * <p>Member {@code e} starts {@code offset + e * stride} elements into the memory. A stride of 0 means that all members
 * share the same elements ({@link #broadcast}); such a matrix is read, never written.
 *
 * @param memory the block that holds the elements
 * @param type what the elements are
 * @param offset where member 0 starts, in elements
 * @param rows rows of each member
 * @param columns columns of each member
 * @param members how many matrices are stacked
 * @param stride elements from one member to the next; 0 where all share one
 */
public record Matrix(Memory memory, ElementType type, long offset, int rows, int columns, int members, long stride) {

  public Matrix {
    if (rows < 0 || columns < 0 || members < 1) {
      throw new IllegalArgumentException(
          "a matrix needs rows >= 0, columns >= 0 and members >= 1, not " + rows + " x " + columns + " x " + members);
    }
    if (stride != 0 && stride < (long) rows * columns) {
      throw new IllegalArgumentException("members of " + rows + " x " + columns + " overlap at stride " + stride);
    }
    long end = offset + (members - 1) * stride + (long) rows * columns;
    if (offset < 0 || end * type.bytes() > memory.bytes()) {
      throw new IllegalArgumentException(
          "elements " + offset + " to " + end + " of " + type + " lie outside " + memory.bytes() + " bytes");
    }
  }

  /** Elements of one member. */
  public long size() {
    return (long) rows * columns;
  }

  /** Elements that are stored: {@code size * members}, or {@code size} where the members share them. */
  public long stored() {
    return isBroadcast() ? size() : size() * members;
  }

  /** Whether several members share the same elements. */
  public boolean isBroadcast() {
    return members > 1 && stride == 0;
  }

  /** Columns {@code from} (inclusive) to {@code to} (exclusive) of every member. */
  public Matrix columns(int from, int to) {
    if (from < 0 || to < from || to > columns) {
      throw new IllegalArgumentException("columns " + from + " to " + to + " of " + shape());
    }
    return new Matrix(memory, type, offset + (long) from * rows, rows, to - from, members, stride);
  }

  /** One member alone. */
  public Matrix member(int member) {
    if (member < 0 || member >= members) {
      throw new IllegalArgumentException("member " + member + " of " + shape());
    }
    return new Matrix(memory, type, offset + member * stride, rows, columns, 1, size());
  }

  /** The same elements seen {@code members} times, without a copy. */
  public Matrix broadcast(int members) {
    if (this.members == members) {
      return this;
    }
    if (this.members != 1) {
      throw new IllegalArgumentException("only a single member can be broadcast, not " + shape());
    }
    return new Matrix(memory, type, offset, rows, columns, members, 0);
  }

  /** The same elements of each member in another shape. */
  public Matrix reshape(int rows, int columns) {
    if ((long) rows * columns != size()) {
      throw new IllegalArgumentException(shape() + " cannot be seen as " + rows + " x " + columns);
    }
    return new Matrix(memory, type, offset, rows, columns, members, stride);
  }

  /** For messages: {@code 50 x 30 FLOAT32, 5 members}. */
  public String shape() {
    return rows + " x " + columns + " " + type + (members == 1 ? "" : ", " + members + " members");
  }
}
