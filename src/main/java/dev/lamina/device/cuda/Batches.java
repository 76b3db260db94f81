package dev.lamina.device.cuda;

import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;

final class Batches {

  private final Kernels kernels;

  Batches(Kernels kernels) {
    this.kernels = kernels;
  }

  Operation addBias(Matrix bias, Matrix z) {
    throw new UnsupportedOperationException();
  }

  Operation sumColumns(Scalar alpha, Matrix source, Scalar beta, Matrix target) {
    throw new UnsupportedOperationException();
  }

  Operation gather(Matrix source, Matrix index, Matrix position, Matrix target) {
    throw new UnsupportedOperationException();
  }

  Operation advance(Matrix counter, int modulus) {
    throw new UnsupportedOperationException();
  }
}
