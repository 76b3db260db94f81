package dev.lamina.device.cuda;

import dev.lamina.device.Matrix;
import dev.lamina.device.Transpose;

final class Transfers {

  private final Kernels kernels;

  Transfers(Kernels kernels) {
    this.kernels = kernels;
  }

  Operation copy(Transpose transpose, Matrix source, Matrix target) {
    throw new UnsupportedOperationException();
  }

  Operation fill(Matrix target, double value) {
    throw new UnsupportedOperationException();
  }

  Operation diagonal(Matrix values, double power, double cutoff, Matrix target) {
    throw new UnsupportedOperationException();
  }
}
