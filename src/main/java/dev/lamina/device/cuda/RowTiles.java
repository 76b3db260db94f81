package dev.lamina.device.cuda;

/**
 * How a block's threads share the rows of a matrix: a tile of rows, and in it as many lanes as fit, groups of one
 * thread for each row, which take different columns. Neighbouring threads then read neighbouring elements, however few
 * rows there are.
 *
 * @param rows of a tile
 * @param lanes groups of a block
 * @param tiles that cover all rows
 */
record RowTiles(int rows, int lanes, int tiles) {

  /** Share of busy threads that is not worth looking further for. */
  private static final double GOOD = 0.9;

  /** Tiles of {@code d} rows. */
  static RowTiles of(int d) {
    return of(d, Queue.BLOCK);
  }

  /**
   * Tiles of {@code d} rows that keep many threads busy, where every tile has at most {@code most} rows, so that there
   * are at least {@code BLOCK / most} lanes.
   */
  static RowTiles of(int d, int most) {
    RowTiles best = tiles(d, Math.max(1, Math.min(d, most)));
    for (int rows = most; rows >= 32 && best.busy(d) < GOOD; rows /= 2) {
      RowTiles candidate = tiles(d, rows);
      best = candidate.busy(d) > best.busy(d) ? candidate : best;
    }
    return best;
  }

  private static RowTiles tiles(int d, int rows) {
    return new RowTiles(rows, Queue.BLOCK / rows, (d + rows - 1) / rows);
  }

  /** The share of threads that have a row. */
  private double busy(int d) {
    return (double) d * lanes / ((double) tiles * Queue.BLOCK);
  }
}
