package dev.lamina.data;

/** Reads the rows of a {@link RowSource}, one after the other. */
public interface RowReader extends AutoCloseable {

  /**
   * Reads the next {@code count} rows: the i-th of them to {@code target[places[i] * columns ...]}.
   *
   * @param target {@code float[]} or {@code double[]}, by the source's kind
   * @throws DataException if there are not as many, or the file is damaged
   */
  void read(int count, int[] places, Object target);

  @Override
  void close();
}
