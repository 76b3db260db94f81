package dev.lamina.training;

import dev.lamina.device.Matrix;

/** Parts of matrices. */
final class Views {

  private Views() {}

  /** A smaller matrix at the start of each member, for memory that is used for one after the other. */
  static Matrix of(Matrix buffer, int rows, int columns) {
    if ((long) rows * columns > buffer.size()) {
      throw new IllegalArgumentException(rows + " x " + columns + " does not fit " + buffer.shape());
    }
    return new Matrix(
        buffer.memory(), buffer.type(), buffer.offset(), rows, columns, buffer.members(), buffer.stride());
  }

  /** Some neighbouring members of a matrix whose members have elements of their own. */
  static Matrix members(Matrix stack, int from, int count) {
    return new Matrix(stack.memory(), stack.type(), stack.offset() + from * stack.stride(), stack.rows(),
        stack.columns(), count, stack.stride());
  }
}
