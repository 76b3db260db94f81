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
    if (transpose == Transpose.YES) {
      Kernel flip = flip(kernels, source.type(), target.type());
      return Operation.of((queue, workspace) -> transpose(queue, flip, source, target));
    }
    Kernel copy = kernels.get(FILE, target.type(), "copy_" + name(source.type()));
    return Operation.of((queue, workspace) ->
        queue.forEach(copy, target.members(), target.size(), target.size(), source, target));
  }

  /** The kernel that transposes. */
  static Kernel flip(Kernels kernels, ElementType from, ElementType to) {
    return kernels.get(FILE, to, "transpose_" + name(from));
  }

  /** Queues {@code target = source^T}. */
  static void transpose(Queue queue, Kernel flip, Matrix source, Matrix target) {
    int squares = Math.toIntExact(squares(target.rows()) * squares(target.columns()));
    queue.launch(flip, squares, target.members(), target.rows(), target.columns(), source, target);
  }

  private static String name(ElementType type) {
    return type == ElementType.FLOAT32 ? "float" : "double";
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
