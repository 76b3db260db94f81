package dev.lamina.device.cuda;

import dev.lamina.device.Matrix;

final class Grams {

  private final Kernels kernels;
  private final Blas blas;

  Grams(Kernels kernels, Blas blas) {
    this.kernels = kernels;
    this.blas = blas;
  }

  Operation gram(boolean transposed, Matrix x, Matrix gram) {
    throw new UnsupportedOperationException();
  }
}
