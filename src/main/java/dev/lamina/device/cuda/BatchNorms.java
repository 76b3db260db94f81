package dev.lamina.device.cuda;

import dev.lamina.device.BatchNorm;
import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;

final class BatchNorms {

  private final Kernels kernels;

  BatchNorms(Kernels kernels) {
    this.kernels = kernels;
  }

  Operation training(BatchNorm norm, Matrix z, Scalar momentum, Matrix y) {
    throw new UnsupportedOperationException();
  }

  Operation inference(BatchNorm norm, Matrix z, Matrix y) {
    throw new UnsupportedOperationException();
  }

  Operation backward(BatchNorm norm, Matrix z, Matrix delta, Matrix gammaGradient, Matrix betaGradient) {
    throw new UnsupportedOperationException();
  }
}
