package dev.lamina.device.cuda;

import dev.lamina.device.Matrix;

final class Projections {

  private final Kernels kernels;
  private final Blas blas;

  Projections(Kernels kernels, Blas blas) {
    this.kernels = kernels;
    this.blas = blas;
  }

  Operation scatter(Matrix x, int[] offsets, Matrix means, Matrix directions, Matrix scatter) {
    throw new UnsupportedOperationException();
  }

  Operation nearestMean(Matrix x, Matrix means, Matrix assigned) {
    throw new UnsupportedOperationException();
  }
}
