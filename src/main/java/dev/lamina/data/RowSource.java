package dev.lamina.data;

/** Samples that can be read in order, again and again: N x d numbers, a row a sample, in a file or in memory. */
public interface RowSource {

  /** What the layer is called. */
  String name();

  /** Where it is, for messages. */
  String where();

  /** N. */
  long rows();

  /** d. */
  int columns();

  /** How numbers are given: float32, which float16 and bfloat16 become, or float64. */
  Tensor.Kind kind();

  /** Bytes of all values as they are given. */
  default long bytes() {
    return Math.multiplyExact(rows(), (long) columns() * (kind() == Tensor.Kind.FLOAT32 ? Float.BYTES : Double.BYTES));
  }

  /**
   * Begins at the first row.
   *
   * @throws DataException if the file cannot be read
   */
  RowReader open();
}
