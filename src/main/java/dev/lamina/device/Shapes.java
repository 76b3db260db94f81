package dev.lamina.device;

/** Checks that operands fit, with messages that give the shapes: what the contracts of the operations are made of. */
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
        throw new IllegalArgumentException("the operands " + first.shape() + " and " + other.shape()
            + " differ in type");
      }
    }
  }

  /**
   * Throws unless a scalar in device memory has the type of the operands and the members of {@code written}, or one. A
   * constant always fits.
   */
  static void requireScalar(Scalar scalar, ElementType type, Matrix written) {
    if (scalar instanceof Scalar.Resident resident) {
      requireType("the scalar", resident.matrix(), type);
      require("the scalar", resident.matrix(), 1, 1, written);
    }
  }

  /** Throws unless each member that {@code other} has finds elements of its own in {@code matrix}, to write to. */
  static void requireOwn(String name, Matrix matrix, Matrix other) {
    requireWritable(name, matrix);
    requireAllMembers(name, matrix, other);
  }

  /** Throws unless {@code matrix} has as many members as {@code other}, where one for all would not do. */
  static void requireAllMembers(String name, Matrix matrix, Matrix other) {
    if (matrix.members() != other.members()) {
      throw new IllegalArgumentException(name + " must have the members of " + other.shape() + ", not "
          + matrix.shape());
    }
  }

  /** Throws unless the result {@code target} is one number for each member. */
  static void requireSingle(Matrix target) {
    if (target.size() != 1) {
      throw new IllegalArgumentException("the target must be 1 x 1, not " + target.shape());
    }
  }
}
