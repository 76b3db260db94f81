package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Scalar;
import dev.lamina.device.Transpose;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasOperation;

/**
 * Matrix products by cuBLAS, one strided batch for all members.
 *
 * <p>cuBLAS takes one alpha and one beta for a batch. A beta that differs between members multiplies {@code c} first; an
 * alpha that does splits the batch.
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
        run(queue, ta, tb, host(c.type(), factor.value()), a, b, host(c.type(), addend.value()), c, false);
        return;
      }
      // With one scalar in device memory, cuBLAS wants the other there too.
      Matrix addend = resident(queue, setScalar, rest, workspace.scratch(betaSlot));
      Matrix factor = resident(queue, setScalar, alpha, workspace.scratch(alphaSlot));
      if (!differs(alpha)) {
        run(queue, ta, tb, queue.address(factor), a, b, queue.address(addend), c, true);
        return;
      }
      for (int e = 0; e < c.members(); e++) {
        run(queue, ta, tb, queue.address(factor.member(e)), member(a, e), member(b, e), queue.address(addend),
            c.member(e), true);
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

  private static Pointer host(ElementType type, double value) {
    return type == ElementType.FLOAT32 ? Pointer.to(new float[] {(float) value}) : Pointer.to(new double[] {value});
  }

  private static Matrix resident(Queue queue, Kernel setScalar, Scalar scalar, Matrix place) {
    if (scalar instanceof Scalar.Resident resident) {
      return resident.matrix();
    }
    queue.launch(setScalar, 1, 1, scalar, place);
    return place;
  }

  private void run(Queue queue, Transpose ta, Transpose tb, Pointer alpha, Matrix a, Matrix b, Pointer beta, Matrix c,
      boolean scalarsOnDevice) {
    queue.context().makeCurrent();
    cublasHandle handle = blas.handle(scalarsOnDevice);
    int m = c.rows();
    int n = c.columns();
    int k = ta == Transpose.NO ? a.columns() : a.rows();
    int opA = operation(ta);
    int opB = operation(tb);
    Pointer x = queue.address(a);
    Pointer y = queue.address(b);
    Pointer z = queue.address(c);
    boolean single = c.type() == ElementType.FLOAT32;
    String shapes = a.shape() + " by " + b.shape() + " to " + c.shape();
    if (c.members() == 1) {
      if (single) {
        Status.blas("cublasSgemm", JCublas2.cublasSgemm(handle, opA, opB, m, n, k, alpha, x, a.rows(), y, b.rows(), beta,
            z, m), shapes);
      } else {
        Status.blas("cublasDgemm", JCublas2.cublasDgemm(handle, opA, opB, m, n, k, alpha, x, a.rows(), y, b.rows(), beta,
            z, m), shapes);
      }
    } else if (single) {
      Status.blas("cublasSgemmStridedBatched", JCublas2.cublasSgemmStridedBatched(handle, opA, opB, m, n, k, alpha, x,
          a.rows(), stride(a), y, b.rows(), stride(b), beta, z, m, c.stride(), c.members()), shapes);
    } else {
      Status.blas("cublasDgemmStridedBatched", JCublas2.cublasDgemmStridedBatched(handle, opA, opB, m, n, k, alpha, x,
          a.rows(), stride(a), y, b.rows(), stride(b), beta, z, m, c.stride(), c.members()), shapes);
    }
  }

  private static long stride(Matrix matrix) {
    return matrix.members() == 1 ? 0 : matrix.stride();
  }

  private static int operation(Transpose transpose) {
    return transpose == Transpose.NO ? cublasOperation.CUBLAS_OP_N : cublasOperation.CUBLAS_OP_T;
  }
}
