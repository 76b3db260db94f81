package dev.lamina.training;

import dev.lamina.device.Matrix;

/** Smaller matrices at the start of each member of a larger one, for memory that is used for one after the other. */
final class Views {

  private Views() {}

  static Matrix of(Matrix buffer, int rows, int columns) {
    if ((long) rows * columns > buffer.size()) {
      throw new IllegalArgumentException(rows + " x " + columns + " does not fit " + buffer.shape());
    }
    return new Matrix(
        buffer.memory(), buffer.type(), buffer.offset(), rows, columns, buffer.members(), buffer.stride());
  }
}
