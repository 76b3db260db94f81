package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.Transpose;

/** Copies on the device, fills and diagonals. */
final class Transfers {

  private static final String FILE = "transfers";

  /** Rows and columns of the squares that are transposed, {@code SIDE} of the kernels. */
  private static final int SIDE = 32;

  private final Kernels kernels;

  Transfers(Kernels kernels) {
    this.kernels = kernels;
  }

  Operation copy(Transpose transpose, Matrix source, Matrix target) {
    String from = source.type() == ElementType.FLOAT32 ? "float" : "double";
    if (transpose == Transpose.NO) {
      Kernel copy = kernels.get(FILE, target.type(), "copy_" + from);
      return Operation.of((queue, workspace) ->
          queue.forEach(copy, target.members(), target.size(), target.size(), source, target));
    }
    Kernel flip = kernels.get(FILE, target.type(), "transpose_" + from);
    int squares = Math.toIntExact(squares(target.rows()) * squares(target.columns()));
    return Operation.of((queue, workspace) ->
        queue.launch(flip, squares, target.members(), target.rows(), target.columns(), source, target));
  }

  private static long squares(int length) {
    return ((long) length + SIDE - 1) / SIDE;
  }

  Operation fill(Matrix target, double value) {
    if (target.type() == ElementType.INT32) {
      Kernel fill = kernels.get(FILE, ElementType.FLOAT32, "fill_int");
      return Operation.of((queue, workspace) ->
          queue.forEach(fill, target.members(), target.size(), target.size(), (int) value, target));
    }
    Kernel fill = kernels.get(FILE, target.type(), "fill");
    return Operation.of((queue, workspace) ->
        queue.forEach(fill, target.members(), target.size(), target.size(), value, target));
  }

  Operation diagonal(Matrix values, double power, double cutoff, Matrix target) {
    Kernel fill = kernels.get(FILE, target.type(), "fill");
    Kernel diagonal = kernels.get(FILE, target.type(), "diagonal");
    return Operation.of((queue, workspace) -> {
      queue.forEach(fill, target.members(), target.size(), target.size(), 0.0, target);
      queue.forEach(diagonal, target.members(), values.rows(), values.rows(), target.rows(), power, cutoff, values,
          target);
    });
  }
}
