package dev.lamina.device.cpu;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;

/** Checks that operands fit, with messages that give the shapes. */
final class Shapes {

  private Shapes() {}

  /** Throws unless {@code matrix} is {@code rows x columns} and has the members of {@code written}, or one. */
  static void require(String name, Matrix matrix, long rows, long columns, Matrix written) {
    if (matrix.rows() != rows || matrix.columns() != columns) {
      throw new IllegalArgumentException(name + " must be " + rows + " x " + columns + ", not " + matrix.shape());
    }
    requireMembers(name, matrix, written);
  }

  /** Throws unless {@code matrix} has the members of {@code written}, or one. */
  static void requireMembers(String name, Matrix matrix, Matrix written) {
    if (matrix.members() != written.members() && matrix.members() != 1) {
      throw new IllegalArgumentException(
          name + " must have " + written.members() + " members or one, not " + matrix.shape());
    }
  }

  /** Throws unless every member of {@code matrix} has elements of its own to write to. */
  static void requireWritable(String name, Matrix matrix) {
    if (matrix.isBroadcast()) {
      throw new IllegalArgumentException(name + " is shared by its members and cannot be written: " + matrix.shape());
    }
  }

  static void requireType(String name, Matrix matrix, ElementType type) {
    if (matrix.type() != type) {
      throw new IllegalArgumentException(name + " must be " + type + ", not " + matrix.shape());
    }
  }

  static void requireFloating(String name, Matrix matrix) {
    if (!matrix.type().isFloating()) {
      throw new IllegalArgumentException(name + " must be FLOAT32 or FLOAT64, not " + matrix.shape());
    }
  }

  /** Throws unless all have one type, which is floating. */
  static void requireSameType(Matrix first, Matrix... others) {
    requireFloating("the operand", first);
    for (Matrix other : others) {
      if (other.type() != first.type()) {
        throw new IllegalArgumentException("the operands " + first.shape() + " and " + other.shape() + " differ in type");
      }
    }
  }

  /** The view of {@code matrix} that has one entry per member of {@code written}. */
  static Matrix spread(Matrix matrix, Matrix written) {
    return matrix.members() == written.members() ? matrix : matrix.broadcast(written.members());
  }
}
