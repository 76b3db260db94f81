package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Slot;
import jcuda.Pointer;
import jcuda.jcublas.cublasFillMode;
import jcuda.jcusolver.JCusolverDn;
import jcuda.jcusolver.cusolverEigMode;

/**
 * QR and symmetric eigenvalues by cuSOLVER, one member after the other, and singular values by {@link SingularValues}.
 */
final class Decompositions {

  private static final String FILE = "decompositions";

  /** Where a buffer is only asked for its size, cuSOLVER does not look at the matrix. */
  private static final Pointer NOWHERE = new Pointer();

  private final Kernels kernels;
  private final Solver solver;

  Decompositions(Kernels kernels, Solver solver) {
    this.kernels = kernels;
    this.solver = solver;
  }

  /** Q of Householder's QR, its columns times the signs of R's diagonal. */
  Operation orthonormalize(Matrix a) {
    int rows = a.rows();
    int columns = a.columns();
    if (columns == 0) {
      return Operation.of((queue, workspace) -> { });
    }
    int[] factorSize = {0};
    int[] expandSize = {0};
    Status.solver("cusolverDnDgeqrf_bufferSize", JCusolverDn.cusolverDnDgeqrf_bufferSize(
        solver.handle(), rows, columns, NOWHERE, rows, factorSize), a.shape());
    Status.solver("cusolverDnDorgqr_bufferSize", JCusolverDn.cusolverDnDorgqr_bufferSize(
        solver.handle(), rows, columns, columns, NOWHERE, rows, NOWHERE, expandSize), a.shape());
    int workSize = Math.max(factorSize[0], expandSize[0]);
    Kernel diagonalSigns = kernels.get(FILE, ElementType.FLOAT64, "diagonal_signs");
    Kernel scaleColumns = kernels.get(FILE, ElementType.FLOAT64, "scale_columns");
    Operation operation = new Operation().notCapturable();
    FiniteMembers finite = new FiniteMembers(kernels, operation, a);
    Slot tauSlot = operation.scratch("tau", ElementType.FLOAT64, columns, 1, a.members());
    Slot signsSlot = operation.scratch("signs", ElementType.FLOAT64, columns, 1, a.members());
    Slot workSlot = operation.scratch("work", ElementType.FLOAT64, workSize, 1, 1);
    return operation.body((queue, workspace) -> {
      Matrix tau = workspace.scratch(tauSlot);
      Matrix signs = workspace.scratch(signsSlot);
      Pointer work = queue.address(workspace.scratch(workSlot));
      Matrix info = finite.info(workspace);
      finite.replace(queue, workspace, a);
      for (int e = 0; e < a.members(); e++) {
        Status.solver("cusolverDnDgeqrf", JCusolverDn.cusolverDnDgeqrf(solver.handle(), rows, columns,
            queue.address(a.member(e)), rows, queue.address(tau.member(e)), work, workSize,
            queue.address(info.member(e))), a.shape());
      }
      // R's diagonal, before Q takes its place.
      queue.forEach(diagonalSigns, a.members(), columns, rows, columns, a, signs);
      for (int e = 0; e < a.members(); e++) {
        Status.solver("cusolverDnDorgqr", JCusolverDn.cusolverDnDorgqr(solver.handle(), rows, columns, columns,
            queue.address(a.member(e)), rows, queue.address(tau.member(e)), work, workSize,
            queue.address(info.member(e))), a.shape());
      }
      queue.forEach(scaleColumns, a.members(), a.size(), a.size(), rows, signs, a);
      finite.undefine(queue, workspace, a);
    });
  }

  Operation singularValues(Matrix a, Matrix values) {
    return new SingularValues(kernels, solver, a, null, values, null).operation();
  }

  Operation svd(Matrix a, Matrix u, Matrix s, Matrix vt) {
    return new SingularValues(kernels, solver, a, u, s, vt).operation();
  }

  Operation symmetricEigen(boolean vectors, Matrix a, Matrix values) {
    int n = a.rows();
    if (n == 0) {
      return Operation.of((queue, workspace) -> { });
    }
    int job = vectors ? cusolverEigMode.CUSOLVER_EIG_MODE_VECTOR : cusolverEigMode.CUSOLVER_EIG_MODE_NOVECTOR;
    int triangle = cublasFillMode.CUBLAS_FILL_MODE_UPPER;
    int[] workSize = {0};
    Status.solver("cusolverDnDsyevd_bufferSize", JCusolverDn.cusolverDnDsyevd_bufferSize(
        solver.handle(), job, triangle, n, NOWHERE, n, NOWHERE, workSize), a.shape());
    Operation operation = new Operation().notCapturable();
    FiniteMembers finite = new FiniteMembers(kernels, operation, a);
    Slot workSlot = operation.scratch("work", ElementType.FLOAT64, workSize[0], 1, 1);
    return operation.body((queue, workspace) -> {
      Pointer work = queue.address(workspace.scratch(workSlot));
      Matrix info = finite.info(workspace);
      finite.replace(queue, workspace, a);
      for (int e = 0; e < a.members(); e++) {
        Status.solver("cusolverDnDsyevd", JCusolverDn.cusolverDnDsyevd(solver.handle(), job, triangle, n,
            queue.address(a.member(e)), n, queue.address(values.member(e)), work, workSize[0],
            queue.address(info.member(e))), a.shape());
      }
      finite.undefine(queue, workspace, vectors ? new Matrix[] {values, a} : new Matrix[] {values});
    });
  }
}
