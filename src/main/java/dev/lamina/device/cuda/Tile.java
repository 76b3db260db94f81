package dev.lamina.device.cuda;

import dev.lamina.device.Matrix;

/** How one member's matrix lies in shared memory; {@code Tile} of {@code kernels/resident.cuh}. */
final class Tile {

  private static final int FOUR = 4;

  private Tile() {}

  /** Elements with the padding, a multiple of four. */
  static long elements(Matrix matrix) {
    int rows = upToFour(matrix.rows());
    int leading = rows % (2 * FOUR) == 0 ? rows + FOUR : rows;
    return (long) leading * upToFour(matrix.columns());
  }

  private static int upToFour(int n) {
    return (n + FOUR - 1) / FOUR * FOUR;
  }
}
