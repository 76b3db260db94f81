package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Slot;
import jcuda.Pointer;
import jcuda.jcusolver.JCusolverDn;
import jcuda.jcusolver.cusolverDnHandle;

/**
 * One singular value decomposition by cuSOLVER's gesvd, which wants as many rows as columns at least: of a wide matrix,
 * one member after the other is transposed, {@code a^T = v s u^T}.
 */
final class SingularValues {

  /** The driver's name in results. */
  static final String DRIVER = "cuSOLVER gesvd";

  private static final String ADVICE = "with metrics.spectrum: gram the values need far less";

  /** For what is not wanted. */
  private static final Pointer NOWHERE = new Pointer();

  private final Solver solver;
  private final Matrix a;
  private final Matrix u;
  private final Matrix s;
  private final Matrix vt;
  private final int rows;
  private final int rank;
  private final int workSize;
  private final Kernel flip;
  private final Kernel vectorSigns;
  private final Kernel scaleColumns;
  private final Kernel scaleRows;
  private final FiniteMembers finite;
  private final Operation operation = new Operation().notCapturable().advising(ADVICE);
  private final Slot work;
  private final Slot tall;
  private final Slot left;
  private final Slot right;
  private final Slot signs;

  /**
   * @param u null if only the values are wanted
   * @param vt null where {@code u} is
   */
  SingularValues(Kernels kernels, Solver solver, Matrix a, Matrix u, Matrix s, Matrix vt) {
    this.solver = solver;
    this.a = a;
    this.u = u;
    this.s = s;
    this.vt = vt;
    rows = Math.max(a.rows(), a.columns());
    rank = s.rows();
    workSize = rank == 0 ? 0 : workSize();
    flip = Transfers.flip(kernels, a.type(), a.type());
    vectorSigns = kernels.get("decompositions", a.type(), "vector_signs");
    scaleColumns = kernels.get("decompositions", a.type(), "scale_columns");
    scaleRows = kernels.get("decompositions", a.type(), "scale_rows");
    finite = new FiniteMembers(kernels, operation, a);
    work = operation.scratch("work", a.type(), workSize, 1, 1);
    boolean wide = a.rows() < a.columns();
    tall = wide ? operation.scratch("transposed", a.type(), rows, rank, 1) : null;
    left = wide && u != null ? operation.scratch("v", a.type(), rows, rank, 1) : null;
    right = wide && u != null ? operation.scratch("u transposed", a.type(), rank, rank, 1) : null;
    signs = u == null ? null : operation.scratch("signs", a.type(), rank, 1, a.members());
    operation.body(this::queue);
  }

  Operation operation() {
    return operation;
  }

  private int workSize() {
    int[] size = {0};
    if (a.type() == ElementType.FLOAT32) {
      Status.solver("cusolverDnSgesvd_bufferSize",
          JCusolverDn.cusolverDnSgesvd_bufferSize(solver.handle(), rows, rank, size), a.shape() + "; " + ADVICE);
    } else {
      Status.solver("cusolverDnDgesvd_bufferSize",
          JCusolverDn.cusolverDnDgesvd_bufferSize(solver.handle(), rows, rank, size), a.shape() + "; " + ADVICE);
    }
    return size[0];
  }

  private void queue(Queue queue, Workspace workspace) {
    if (rank == 0) {
      return;
    }
    finite.replace(queue, workspace, a);
    for (int e = 0; e < a.members(); e++) {
      if (tall == null) {
        decompose(queue, workspace, e, a.member(e), u == null ? null : u.member(e), vt == null ? null : vt.member(e));
      } else {
        decomposeWide(queue, workspace, e);
      }
    }
    if (u != null) {
      Matrix ofVectors = workspace.scratch(signs);
      queue.launch(vectorSigns, rank, a.members(), u.rows(), u, ofVectors);
      queue.forEach(scaleColumns, a.members(), u.size(), u.size(), u.rows(), ofVectors, u);
      queue.forEach(scaleRows, a.members(), vt.size(), vt.size(), rank, ofVectors, vt);
    }
    finite.undefine(queue, workspace, u == null ? new Matrix[] {s} : new Matrix[] {u, s, vt});
  }

  private void decomposeWide(Queue queue, Workspace workspace, int member) {
    Matrix transposed = workspace.scratch(tall);
    Transfers.transpose(queue, flip, a.member(member), transposed);
    if (u == null) {
      decompose(queue, workspace, member, transposed, null, null);
      return;
    }
    Matrix v = workspace.scratch(left);
    Matrix ut = workspace.scratch(right);
    decompose(queue, workspace, member, transposed, v, ut);
    Transfers.transpose(queue, flip, v, vt.member(member));
    Transfers.transpose(queue, flip, ut, u.member(member));
  }

  /** {@code matrix = leftVectors diag(s) rightVectors}, {@code rows x rank}. */
  private void decompose(Queue queue, Workspace workspace, int member, Matrix matrix, Matrix leftVectors,
      Matrix rightVectors) {
    char job = leftVectors == null ? 'N' : 'S';
    Pointer x = queue.address(matrix);
    Pointer values = queue.address(s.member(member));
    Pointer l = leftVectors == null ? NOWHERE : queue.address(leftVectors);
    Pointer r = rightVectors == null ? NOWHERE : queue.address(rightVectors);
    Pointer buffer = queue.address(workspace.scratch(work));
    Pointer info = queue.address(finite.info(workspace).member(member));
    cusolverDnHandle handle = solver.handle();
    if (a.type() == ElementType.FLOAT32) {
      Status.solver("cusolverDnSgesvd",
          JCusolverDn.cusolverDnSgesvd(handle, job, job, rows, rank, x, rows, values, l, rows, r, rank, buffer,
              workSize, NOWHERE, info), a.shape());
    } else {
      Status.solver("cusolverDnDgesvd",
          JCusolverDn.cusolverDnDgesvd(handle, job, job, rows, rank, x, rows, values, l, rows, r, rank, buffer,
              workSize, NOWHERE, info), a.shape());
    }
  }
}
