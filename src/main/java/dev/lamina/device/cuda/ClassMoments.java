package dev.lamina.device.cuda;

import dev.lamina.device.Matrix;

final class ClassMoments {

  private final Kernels kernels;

  ClassMoments(Kernels kernels) {
    this.kernels = kernels;
  }

  Operation of(Matrix x, int[] offsets, Matrix means, Matrix scatter) {
    throw new UnsupportedOperationException();
  }
}
