package dev.lamina.device.cuda;

import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.cublasStatus;
import jcuda.jcusolver.cusolverStatus;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcResult;

/** The one check that every status goes through. */
final class Status {

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
      throw failure(call, CUresult.stringFor(code), text[0], about);
    }
  }

  static void driver(String call, int code) {
    driver(call, code, "");
  }

  /** Like {@link #driver(String, int, String)}, for cuBLAS. */
  static void blas(String call, int code, String about) {
    if (code != cublasStatus.CUBLAS_STATUS_SUCCESS) {
      throw failure(call, cublasStatus.stringFor(code), null, about);
    }
  }

  /** Like {@link #driver(String, int, String)}, for cuSOLVER. */
  static void solver(String call, int code, String about) {
    if (code != cusolverStatus.CUSOLVER_STATUS_SUCCESS) {
      throw failure(call, cusolverStatus.stringFor(code), null, about);
    }
  }

  /** Like {@link #driver(String, int, String)}, for NVRTC. */
  static void compiler(String call, int code, String about) {
    if (code != nvrtcResult.NVRTC_SUCCESS) {
      throw failure(call, nvrtcResult.stringFor(code), JNvrtc.nvrtcGetErrorString(code), about);
    }
  }

  private static CudaException failure(String call, String name, String text, String about) {
    return new CudaException(call + (about.isEmpty() ? "" : " (" + about + ")") + " failed: " + name
        + (text == null || text.isEmpty() || text.equals(name) ? "" : ", " + text));
  }
}
