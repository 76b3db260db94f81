package dev.lamina.device.cuda;

import java.util.List;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;
import jcuda.nvrtc.nvrtcResult;

/** NVRTC: CUDA's language to the code of one architecture. */
final class Compiler {

  private final int architecture;

  /** @param architecture compute capability as one number: 90 for 9.0 */
  Compiler(int architecture) {
    this.architecture = architecture;
  }

  /** The compiler's version, as {@code 12.6}. */
  String version() {
    int[] major = {0};
    int[] minor = {0};
    Status.compiler("nvrtcVersion", JNvrtc.nvrtcVersion(major, minor), "");
    return major[0] + "." + minor[0];
  }

  /** The options of every compilation; a contracted multiply-add would round otherwise than the CPU device. */
  List<String> options(String real) {
    return List.of("--gpu-architecture=sm_" + architecture, "--std=c++17", "--fmad=false", "-DREAL=" + real);
  }

  /**
   * Compiles one file.
   *
   * @param name for messages
   * @throws CudaException with the compiler's log, if it refuses the text
   */
  byte[] compile(String name, String text, List<String> options) {
    nvrtcProgram program = new nvrtcProgram();
    Status.compiler("nvrtcCreateProgram", JNvrtc.nvrtcCreateProgram(program, text, name, 0, null, null), name);
    try {
      int code = JNvrtc.nvrtcCompileProgram(program, options.size(), options.toArray(String[]::new));
      if (code == nvrtcResult.NVRTC_ERROR_COMPILATION) {
        throw new CudaException("nvrtcCompileProgram (" + name + " with " + options + ") failed: " + log(program));
      }
      Status.compiler("nvrtcCompileProgram", code, name + " with " + options);
      long[] size = {0};
      Status.compiler("nvrtcGetCUBINSize", JNvrtc.nvrtcGetCUBINSize(program, size), name);
      byte[] image = new byte[Math.toIntExact(size[0])];
      Status.compiler("nvrtcGetCUBIN", JNvrtc.nvrtcGetCUBIN(program, image), name);
      return image;
    } finally {
      Status.compiler("nvrtcDestroyProgram", JNvrtc.nvrtcDestroyProgram(program), name);
    }
  }

  private static String log(nvrtcProgram program) {
    String[] log = {""};
    JNvrtc.nvrtcGetProgramLog(program, log);
    return log[0].strip();
  }
}
