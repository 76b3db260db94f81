package dev.lamina.device.cuda;

import dev.lamina.device.Matrix;

final class Randoms {

  private final Kernels kernels;

  Randoms(Kernels kernels) {
    this.kernels = kernels;
  }

  Operation normal(long[] seeds, int stream, double deviation, Matrix target) {
    throw new UnsupportedOperationException();
  }

  Operation uniform(long[] seeds, int stream, double low, double high, Matrix target) {
    throw new UnsupportedOperationException();
  }
}
