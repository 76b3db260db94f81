package dev.lamina.device.cuda;

import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Scalar;
import dev.lamina.device.Transpose;

/**
 * Matrix products by cuBLAS, one strided batch for all members.
 *
 * <p>cuBLAS takes one alpha and one beta for a batch. A beta that differs between members multiplies {@code c} first;
 * an alpha that does splits the batch.
 */
final class Products {

  private final Kernels kernels;
  private final Blas blas;

  Products(Kernels kernels, Blas blas) {
    this.kernels = kernels;
    this.blas = blas;
  }

  Operation gemm(Transpose ta, Transpose tb, Scalar alpha, Matrix a, Matrix b, Scalar beta, Matrix c) {
    int inner = ta == Transpose.NO ? a.columns() : a.rows();
    boolean scaleFirst = inner == 0 || differs(beta);
    Kernel scale = kernels.get("products", c.type(), "scale");
    Kernel setScalar = kernels.get("products", c.type(), "set_scalar");
    Operation operation = new Operation();
    Slot alphaSlot = operation.scratch("alpha", c.type(), 1, 1, 1);
    Slot betaSlot = operation.scratch("beta", c.type(), 1, 1, 1);
    Instruction call = new Instruction("product<" + (ta == Transpose.YES) + ", " + (tb == Transpose.YES) + ">");
    (Scalar.ZERO.equals(beta) ? call.writes(c) : call.updates(c)).reads(a).reads(b).factor(alpha).factor(beta);
    operation.resident(call);
    return operation.body((queue, workspace) -> {
      if (c.size() == 0) {
        return;
      }
      if (scaleFirst) {
        queue.forEach(scale, c.members(), c.size(), c.size(), beta, c);
      }
      if (inner == 0) {
        return;
      }
      Scalar rest = scaleFirst ? Scalar.ONE : beta;
      if (alpha instanceof Scalar.Constant factor && rest instanceof Scalar.Constant addend) {
        blas.gemm(ta, tb, factor.value(), a, b, addend.value(), c);
        return;
      }
      // With one scalar in device memory, cuBLAS wants the other there too.
      Matrix addend = resident(queue, setScalar, rest, workspace.scratch(betaSlot));
      Matrix factor = resident(queue, setScalar, alpha, workspace.scratch(alphaSlot));
      if (!differs(alpha)) {
        blas.gemm(ta, tb, factor, a, b, addend, c);
        return;
      }
      for (int e = 0; e < c.members(); e++) {
        blas.gemm(ta, tb, factor.member(e), member(a, e), member(b, e), addend, c.member(e));
      }
    });
  }

  private static boolean differs(Scalar scalar) {
    return scalar instanceof Scalar.Resident resident && resident.matrix().members() > 1
        && !resident.matrix().isBroadcast();
  }

  private static Matrix member(Matrix matrix, int e) {
    return matrix.members() == 1 ? matrix : matrix.member(e);
  }

  private static Matrix resident(Queue queue, Kernel setScalar, Scalar scalar, Matrix place) {
    if (scalar instanceof Scalar.Resident resident) {
      return resident.matrix();
    }
    queue.launch(setScalar, 1, 1, scalar, place);
    return place;
  }
}
