package dev.lamina.device.cuda;

import dev.lamina.device.Matrix;

final class Neighbours {

  private final Kernels kernels;
  private final Blas blas;

  Neighbours(Kernels kernels, Blas blas) {
    this.kernels = kernels;
    this.blas = blas;
  }

  Operation of(Matrix x, Matrix distances) {
    throw new UnsupportedOperationException();
  }
}
