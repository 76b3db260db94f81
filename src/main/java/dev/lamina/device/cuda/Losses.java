package dev.lamina.device.cuda;

import dev.lamina.device.Loss;
import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;

final class Losses {

  private final Kernels kernels;

  Losses(Kernels kernels) {
    this.kernels = kernels;
  }

  Operation loss(Loss loss, double outputScale, Matrix output, Matrix labels, Scalar gradientScale, Matrix delta,
      Matrix sums, Matrix position) {
    throw new UnsupportedOperationException();
  }
}
