package dev.lamina.device;

/** A factor of an operation: a constant known when it is recorded, or a value read from device memory when it runs. */
public sealed interface Scalar {

  Scalar ZERO = new Constant(0);
  Scalar ONE = new Constant(1);

  static Scalar of(double value) {
    return new Constant(value);
  }

  /**
   * The value that {@code matrix} holds when the operation runs.
   *
   * @param matrix 1 x 1, of the type of the matrices that it scales; one member, or one for each member of the
   *     operation
   */
  static Scalar at(Matrix matrix) {
    return new Resident(matrix);
  }

  /** A value fixed at recording. */
  record Constant(double value) implements Scalar {}

  /** A value in device memory, so that it can change from replay to replay. */
  record Resident(Matrix matrix) implements Scalar {
    public Resident {
      if (matrix.size() != 1 || !matrix.type().isFloating()) {
        throw new IllegalArgumentException("a scalar is 1 x 1 and floating, not " + matrix.shape());
      }
    }
  }
}
