package dev.lamina.device.cuda;

import java.util.Set;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.cublasStatus;
import jcuda.jcusolver.cusolverStatus;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcResult;

/** The one check that every status goes through. */
final class Status {

  /**
   * After these, says the driver's manual, the process has to end: they are what a faulty kernel or a faulty GPU
   * leaves.
   */
  private static final Set<Integer> STICKY = Set.of(CUresult.CUDA_ERROR_ECC_UNCORRECTABLE,
      CUresult.CUDA_ERROR_NVLINK_UNCORRECTABLE, CUresult.CUDA_ERROR_ILLEGAL_ADDRESS, CUresult.CUDA_ERROR_LAUNCH_TIMEOUT,
      CUresult.CUDA_ERROR_ASSERT, CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR, CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
      CUresult.CUDA_ERROR_MISALIGNED_ADDRESS, CUresult.CUDA_ERROR_INVALID_ADDRESS_SPACE, CUresult.CUDA_ERROR_INVALID_PC,
      CUresult.CUDA_ERROR_LAUNCH_FAILED);

  private Status() {}

  /**
   * @param call the function's name
   * @param code what it returned
   * @param about what it was asked for, in words: a size, a kernel, shapes; empty for nothing
   * @throws CudaException if the code is not that of success
   */
  static void driver(String call, int code, String about) {
    if (code != CUresult.CUDA_SUCCESS) {
      String[] text = {null};
      JCudaDriver.cuGetErrorString(code, text);
      throw new CudaException(text(call, CUresult.stringFor(code), text[0], about), STICKY.contains(code));
    }
  }

  static void driver(String call, int code) {
    driver(call, code, "");
  }

  /** Like {@link #driver(String, int, String)}, for cuBLAS. */
  static void blas(String call, int code, String about) {
    if (code != cublasStatus.CUBLAS_STATUS_SUCCESS) {
      throw new CudaException(text(call, cublasStatus.stringFor(code), null, about));
    }
  }

  /** Like {@link #driver(String, int, String)}, for cuSOLVER. */
  static void solver(String call, int code, String about) {
    if (code != cusolverStatus.CUSOLVER_STATUS_SUCCESS) {
      throw new CudaException(text(call, cusolverStatus.stringFor(code), null, about));
    }
  }

  /** Like {@link #driver(String, int, String)}, for NVRTC. */
  static void compiler(String call, int code, String about) {
    if (code != nvrtcResult.NVRTC_SUCCESS) {
      throw new CudaException(text(call, nvrtcResult.stringFor(code), JNvrtc.nvrtcGetErrorString(code), about));
    }
  }

  private static String text(String call, String name, String text, String about) {
    return call + (about.isEmpty() ? "" : " (" + about + ")") + " failed: " + name
        + (text == null || text.isEmpty() || text.equals(name) ? "" : ", " + text);
  }
}
