package dev.lamina.device.cuda;

import static jcuda.jcublas.cublasPointerMode.CUBLAS_POINTER_MODE_DEVICE;
import static jcuda.jcublas.cublasPointerMode.CUBLAS_POINTER_MODE_HOST;

import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;

/** cuBLAS on one stream, with a workspace of its own: without one it would allocate, and two runs could differ. */
final class Blas implements AutoCloseable {

  /** What NVIDIA recommends for Hopper, the largest of the architectures. */
  private static final long WORKSPACE_BYTES = 32L << 20;

  private final cublasHandle handle = new cublasHandle();
  private final Closing resources = new Closing();

  /** @param tf32 whether products of float32 may round their operands to ten bits of mantissa */
  Blas(Queue queue, boolean tf32) {
    try {
      CudaMemory workspace = resources.open(new CudaMemory(queue.context(), WORKSPACE_BYTES));
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

  /** The handle, which takes its scalars from the device or from the host. */
  cublasHandle handle(boolean scalarsOnDevice) {
    Status.blas("cublasSetPointerMode", JCublas2.cublasSetPointerMode(handle,
        scalarsOnDevice ? CUBLAS_POINTER_MODE_DEVICE : CUBLAS_POINTER_MODE_HOST), "");
    return handle;
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
