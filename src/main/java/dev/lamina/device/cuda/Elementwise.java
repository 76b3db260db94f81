package dev.lamina.device.cuda;

import dev.lamina.device.Activation;
import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;
import dev.lamina.device.SgdRule;

final class Elementwise {

  private final Kernels kernels;

  Elementwise(Kernels kernels) {
    this.kernels = kernels;
  }

  Operation activate(Activation activation, Matrix z, Matrix h) {
    throw new UnsupportedOperationException();
  }

  Operation activateBackward(Activation activation, Matrix z, Matrix h, Matrix delta) {
    throw new UnsupportedOperationException();
  }

  Operation sgd(SgdRule rule, Scalar rate, Matrix gradient, Matrix velocity, Matrix weights) {
    throw new UnsupportedOperationException();
  }

  Operation applyVelocity(SgdRule rule, Scalar rate, Matrix velocity, Matrix weights) {
    throw new UnsupportedOperationException();
  }
}
