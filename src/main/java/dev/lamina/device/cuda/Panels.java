package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;

/**
 * Parts of a matrix in float64, {@code kernels/panels.cu}: cuBLAS multiplies them panel by panel, in scratch memory
 * that does not grow with the number of samples.
 */
final class Panels {

  /** Scratch memory that an operation on panels should not exceed, nor does, except for few columns of many rows. */
  static final long BYTES = 64L << 20;

  private static final String FILE = "panels";

  /** Columns of a thread, {@code COLUMNS} of the kernel file. */
  private static final int COLUMNS_OF_THREAD = 8;

  private final Kernel panel;
  private final Kernel columnNorms;

  /** @param type of the matrices whose parts are wanted */
  Panels(Kernels kernels, ElementType type) {
    panel = kernels.get(FILE, type, "panel");
    columnNorms = kernels.get(FILE, ElementType.FLOAT64, "column_norms");
  }

  /**
   * How many columns of how many members an operation takes at a time.
   *
   * @param members a member's panel is made as wide as can be before a second member joins
   */
  record Size(int columns, int members) {

    /** Products of fewer columns are not worth a call. */
    private static final int LEAST_COLUMNS = 16;

    /**
     * What fits into {@code bytes} of scratch memory.
     *
     * @param fixed bytes of a member beside its panel
     * @param each bytes of a column of a panel, with all that belongs to it
     */
    static Size of(long bytes, long fixed, long each, int columns, int members) {
      int wide = columns(bytes - fixed, each, columns);
      return new Size(wide, (int) Math.min(members, Math.max(1, bytes / Math.max(1, fixed + each * wide))));
    }

    /**
     * Columns of {@code each} bytes that fit into {@code bytes}, but a few at any rate; all {@code most} together are
     * taken in parts of one size, so that no product is left with a few.
     */
    static int columns(long bytes, long each, int most) {
      long wide = Math.max(LEAST_COLUMNS, bytes / Math.max(1, each));
      long parts = Math.max(1, (most + wide - 1) / wide);
      return (int) ((most + parts - 1) / parts);
    }
  }

  /** Members {@code from} to {@code to} of a matrix, or the only one. */
  static Matrix members(Matrix matrix, int from, int to) {
    return matrix.members() == 1 ? matrix
        : new Matrix(matrix.memory(), matrix.type(), matrix.offset() + from * matrix.stride(), matrix.rows(),
            matrix.columns(), to - from, matrix.stride());
  }

  /** A smaller matrix at the start of each member. */
  static Matrix packed(Matrix matrix, int rows, int columns) {
    return new Matrix(
        matrix.memory(), matrix.type(), matrix.offset(), rows, columns, matrix.members(), matrix.stride());
  }

  /** Queues {@code target = x}. */
  void convert(Queue queue, Matrix x, Matrix target) {
    centre(queue, x, null, target);
  }

  /**
   * Queues {@code target(:, j) = x(:, j) - origin} for rows {@code firstRow} and on, as many as the target has.
   *
   * @param origin one column of all rows, or null for zero
   */
  void centreRows(Queue queue, Matrix x, int firstRow, Matrix origin, Matrix target) {
    Matrix part = origin == null ? null
        : new Matrix(origin.memory(), origin.type(), origin.offset() + firstRow, target.rows(), 1, origin.members(),
            origin.members() == 1 ? target.rows() : origin.stride());
    launch(queue, x, firstRow, part, null, 0, target);
  }

  /**
   * Queues {@code target(:, j) = x(:, j) - origin}.
   *
   * @param origin one column, or null for zero
   */
  void centre(Queue queue, Matrix x, Matrix origin, Matrix target) {
    launch(queue, x, 0, origin, null, 0, target);
  }

  /**
   * Queues {@code target(:, j) = x(:, j) - means(:, k)}, where sample {@code first + j} is of class k.
   *
   * @param offsets where classes start, and the number of samples, in a column
   */
  void centreClasses(Queue queue, Matrix x, int first, Matrix means, Matrix offsets, Matrix target) {
    launch(queue, x, 0, means, offsets, first, target);
  }

  private void launch(Queue queue, Matrix x, int firstRow, Matrix origins, Matrix offsets, int firstSample,
      Matrix target) {
    RowTiles tiles = RowTiles.of(target.rows());
    int columns = tiles.lanes() * COLUMNS_OF_THREAD;
    int blocks = Math.multiplyExact((target.columns() + columns - 1) / columns, tiles.tiles());
    queue.launch(panel, blocks, target.members(), target.rows(), target.columns(), tiles.rows(), tiles.lanes(),
        tiles.tiles(), x, x.rows(), firstRow, origins, offsets, offsets == null ? 1 : offsets.rows() - 1, firstSample,
        target);
  }

  /** Queues {@code norms(j) = |target(:, j)|^2}. */
  void norms(Queue queue, Matrix target, Matrix norms) {
    queue.launch(columnNorms, Queue.warps(target.columns()), target.members(), target.rows(), target.columns(), target,
        norms);
  }
}
