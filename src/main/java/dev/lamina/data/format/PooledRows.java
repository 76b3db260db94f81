package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.RowReader;
import dev.lamina.data.RowSource;
import dev.lamina.data.Tensor;

/**
 * Samples of several positions, made one row each, or one row for each position.
 *
 * @param source rows of all positions
 * @param positions tokens, or height x width
 * @param step from a position to the next in a row of {@code source}: d for tokens, 1 for channels first
 * @param stride from a feature to the next: 1 for tokens, height x width for channels first
 */
record PooledRows(RowSource source, Pool pool, int positions, int columns, int step, int stride)
    implements RowSource {

  /**
   * Pools an array of three or four dimensions; others are left as they are.
   *
   * @param shape of the array
   * @throws DataException if it has more than four dimensions
   */
  static RowSource of(RowSource source, long[] shape, Pool pool) {
    if (pool == Pool.NONE || shape.length == 2) {
      return source;
    }
    if (shape.length == 3) {
      return new PooledRows(source, pool, (int) shape[1], (int) shape[2], (int) shape[2], 1);
    }
    if (shape.length == 4) {
      int places = Math.toIntExact(shape[2] * shape[3]);
      return new PooledRows(source, pool, places, (int) shape[1], 1, places);
    }
    throw new DataException(source.where(), "an array of " + shape.length + " dimensions",
        "N x tokens x d or N x channels x height x width to pool", "reshape it, or measure it with --pool none");
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public String where() {
    return source.where();
  }

  @Override
  public long rows() {
    return pool == Pool.TOKENS ? Math.multiplyExact(source.rows(), (long) positions) : source.rows();
  }

  @Override
  public Tensor.Kind kind() {
    return source.kind();
  }

  @Override
  public RowReader open() {
    RowReader reader = source.open();
    Object row = kind().allocate(source.columns(), where());
    double[] pooled = new double[columns];
    int[] here = {0};
    return new RowReader() {
      private int position = pool == Pool.TOKENS ? positions : 0;

      @Override
      public void read(int count, int[] places, Object target) {
        for (int i = 0; i < count; i++) {
          if (pool != Pool.TOKENS || position == positions) {
            reader.read(1, here, row);
            position = 0;
          }
          pool(row, position++, pooled);
          put(pooled, target, places[i] * columns);
        }
      }

      @Override
      public void close() {
        reader.close();
      }
    };
  }

  private void pool(Object row, int position, double[] pooled) {
    int from = switch (pool) {
      case FIRST, MEAN, MAX, NONE -> 0;
      case LAST -> positions - 1;
      case TOKENS -> position;
    };
    int to = pool == Pool.MEAN || pool == Pool.MAX ? positions : from + 1;
    for (int j = 0; j < columns; j++) {
      double sum = 0;
      double most = Double.NEGATIVE_INFINITY;
      for (int p = from; p < to; p++) {
        double value = value(row, p * step + j * stride);
        sum += value;
        most = Math.max(most, value);
      }
      pooled[j] = pool == Pool.MAX ? most : sum / (to - from);
    }
  }

  private static double value(Object row, int at) {
    return row instanceof float[] floats ? floats[at] : ((double[]) row)[at];
  }

  private static void put(double[] values, Object target, int at) {
    if (target instanceof double[] doubles) {
      System.arraycopy(values, 0, doubles, at, values.length);
      return;
    }
    float[] floats = (float[]) target;
    for (int j = 0; j < values.length; j++) {
      floats[at + j] = (float) values[j];
    }
  }
}
