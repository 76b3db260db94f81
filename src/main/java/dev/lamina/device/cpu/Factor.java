package dev.lamina.device.cpu;

import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;

/** A {@link Scalar} as a task reads it when it runs. */
@FunctionalInterface
interface Factor {

  double of(int member);

  /** @param written the matrix that the operation writes, whose members the scalar has, or one */
  static Factor of(Scalar scalar, Matrix written) {
    if (scalar instanceof Scalar.Constant constant) {
      double value = constant.value();
      return member -> value;
    }
    Matrix matrix = ((Scalar.Resident) scalar).matrix();
    Values[] values = Values.of(matrix.broadcast(written.members()));
    return member -> values[member].get(0);
  }
}
