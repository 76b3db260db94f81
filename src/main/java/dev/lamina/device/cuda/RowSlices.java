package dev.lamina.device.cuda;

import dev.lamina.device.Matrix;

/**
 * How the blocks of a kernel share out a matrix whose rows are summed or treated alike ({@code share_of_block} of
 * {@code kernels/lamina.cuh}): 32 rows and a slice of the columns each. It depends on the shape of one member only, and
 * so does the order of every sum.
 *
 * @param tiles blocks to cover the rows
 * @param slices blocks to cover the columns
 */
record RowSlices(int tiles, int slices) {

  private static final int ROWS = 32;

  /** Columns that are worth a block: each of its eight warps then takes eight. */
  private static final int WORTH = 64;

  /** Blocks that keep the largest GPU busy. */
  private static final int ENOUGH = 1024;

  /** One thread adds up the slices of a row. */
  private static final int MOST = 256;

  static RowSlices of(Matrix matrix) {
    int tiles = (int) (((long) matrix.rows() + ROWS - 1) / ROWS);
    int wanted = Math.min(MOST, ENOUGH / Math.max(1, tiles));
    return new RowSlices(tiles, Math.max(1, Math.min(wanted, matrix.columns() / WORTH)));
  }

  int blocks() {
    return Math.multiplyExact(tiles, slices);
  }
}
