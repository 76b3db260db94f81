package dev.lamina.device.cuda;

import dev.lamina.device.Matrix;

final class Decompositions {

  private final Kernels kernels;
  private final Solver solver;

  Decompositions(Kernels kernels, Solver solver) {
    this.kernels = kernels;
    this.solver = solver;
  }

  Operation orthonormalize(Matrix a) {
    throw new UnsupportedOperationException();
  }

  Operation singularValues(Matrix a, Matrix values) {
    throw new UnsupportedOperationException();
  }

  Operation svd(Matrix a, Matrix u, Matrix s, Matrix vt) {
    throw new UnsupportedOperationException();
  }

  Operation symmetricEigen(boolean vectors, Matrix a, Matrix values) {
    throw new UnsupportedOperationException();
  }
}
