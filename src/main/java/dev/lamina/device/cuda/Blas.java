package dev.lamina.device.cuda;

import static jcuda.jcublas.cublasPointerMode.CUBLAS_POINTER_MODE_DEVICE;
import static jcuda.jcublas.cublasPointerMode.CUBLAS_POINTER_MODE_HOST;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.Transpose;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasFillMode;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import jcuda.jcublas.cublasOperation;

/** cuBLAS on one stream, with a workspace of its own: without one it would allocate, and two runs could differ. */
final class Blas implements AutoCloseable {

  /** What NVIDIA recommends for Hopper, the largest of the architectures. */
  private static final long WORKSPACE_BYTES = 32L << 20;

  private final cublasHandle handle = new cublasHandle();
  private final Closing resources = new Closing();
  private final Queue queue;

  /** @param tf32 whether products of float32 may round their operands to ten bits of mantissa */
  Blas(Queue queue, boolean tf32) {
    this.queue = queue;
    try {
      CudaMemory workspace = resources.open(new CudaMemory(queue, WORKSPACE_BYTES));
      Status.blas("cublasCreate", JCublas2.cublasCreate(handle), "");
      resources.add(() -> Status.blas("cublasDestroy", JCublas2.cublasDestroy(handle), ""));
      Status.blas("cublasSetStream", JCublas2.cublasSetStream(handle, queue.runtimeStream()), "");
      // Setting the stream puts the workspace back to the handle's own, so this comes second.
      Status.blas("cublasSetWorkspace", JCublas2.cublasSetWorkspace(handle, workspace.at(0), WORKSPACE_BYTES),
          WORKSPACE_BYTES + " bytes");
      Status.blas("cublasSetMathMode", JCublas2.cublasSetMathMode(handle,
          tf32 ? cublasMath.CUBLAS_TF32_TENSOR_OP_MATH : cublasMath.CUBLAS_DEFAULT_MATH), "");
    } catch (RuntimeException e) {
      try (resources) {
        throw e;
      }
    }
  }

  /** {@code c = alpha op(a) op(b) + beta c}, a strided batch where {@code c} has several members; none is empty. */
  void gemm(Transpose ta, Transpose tb, double alpha, Matrix a, Matrix b, double beta, Matrix c) {
    gemm(handle(CUBLAS_POINTER_MODE_HOST), ta, tb, host(c.type(), alpha), a, b, host(c.type(), beta), c);
  }

  /** The same with scalars in device memory. */
  void gemm(Transpose ta, Transpose tb, Matrix alpha, Matrix a, Matrix b, Matrix beta, Matrix c) {
    gemm(handle(CUBLAS_POINTER_MODE_DEVICE), ta, tb, queue.address(alpha), a, b, queue.address(beta), c);
  }

  private void gemm(cublasHandle handle, Transpose ta, Transpose tb, Pointer alpha, Matrix a, Matrix b, Pointer beta,
      Matrix c) {
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
        Status.blas("cublasSgemm",
            JCublas2.cublasSgemm(handle, opA, opB, m, n, k, alpha, x, a.rows(), y, b.rows(), beta, z, m), shapes);
      } else {
        Status.blas("cublasDgemm",
            JCublas2.cublasDgemm(handle, opA, opB, m, n, k, alpha, x, a.rows(), y, b.rows(), beta, z, m), shapes);
      }
    } else if (single) {
      Status.blas("cublasSgemmStridedBatched", JCublas2.cublasSgemmStridedBatched(handle, opA, opB, m, n, k, alpha, x,
          a.rows(), stride(a), y, b.rows(), stride(b), beta, z, m, c.stride(), c.members()), shapes);
    } else {
      Status.blas("cublasDgemmStridedBatched", JCublas2.cublasDgemmStridedBatched(handle, opA, opB, m, n, k, alpha, x,
          a.rows(), stride(a), y, b.rows(), stride(b), beta, z, m, c.stride(), c.members()), shapes);
    }
  }

  /**
   * The lower triangle, at least, of {@code c = op(a) op(a)^T + beta c}; all are float64, and none is empty. cuBLAS has
   * no batch of such products, so several members get all of {@code c}.
   */
  void syrk(Transpose transpose, Matrix a, double beta, Matrix c) {
    if (c.members() > 1) {
      gemm(transpose, transpose == Transpose.NO ? Transpose.YES : Transpose.NO, 1, a, a, beta, c);
      return;
    }
    int k = transpose == Transpose.NO ? a.columns() : a.rows();
    Status.blas("cublasDsyrk",
        JCublas2.cublasDsyrk(handle(CUBLAS_POINTER_MODE_HOST), cublasFillMode.CUBLAS_FILL_MODE_LOWER,
            operation(transpose), c.rows(), k, host(ElementType.FLOAT64, 1), queue.address(a), a.rows(),
        host(ElementType.FLOAT64, beta), queue.address(c), c.rows()), a.shape() + " to " + c.shape());
  }

  /** The handle, which takes its scalars from the device or from the host. */
  private cublasHandle handle(int pointerMode) {
    queue.context().makeCurrent();
    Status.blas("cublasSetPointerMode", JCublas2.cublasSetPointerMode(handle, pointerMode), "");
    return handle;
  }

  private static Pointer host(ElementType type, double value) {
    return type == ElementType.FLOAT32 ? Pointer.to(new float[] {(float) value}) : Pointer.to(new double[] {value});
  }

  private static long stride(Matrix matrix) {
    return matrix.members() == 1 ? 0 : matrix.stride();
  }

  private static int operation(Transpose transpose) {
    return transpose == Transpose.NO ? cublasOperation.CUBLAS_OP_N : cublasOperation.CUBLAS_OP_T;
  }

  /** Such as {@code 12.6.0}. */
  String version() {
    int[] version = {0};
    Status.blas("cublasGetVersion", JCublas2.cublasGetVersion(handle, version), "");
    return version[0] / 10000 + "." + version[0] / 100 % 100 + "." + version[0] % 100;
  }

  @Override
  public void close() {
    resources.close();
  }
}
