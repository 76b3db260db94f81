package dev.lamina.device.cuda;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;
import jcuda.nvrtc.nvrtcResult;

/** NVRTC: CUDA's language to the code of one architecture. */
final class Compiler {

  private final int target;

  /**
   * @param architecture compute capability of the GPU as one number: 90 for 9.0
   * @throws CudaException if this NVRTC is older than the GPU
   */
  Compiler(int architecture) {
    int[] count = {0};
    Status.compiler("nvrtcGetNumSupportedArchs", JNvrtc.nvrtcGetNumSupportedArchs(count), "");
    int[] known = new int[count[0]];
    Status.compiler("nvrtcGetSupportedArchs", JNvrtc.nvrtcGetSupportedArchs(known), "");
    // Code runs on later GPUs of its own generation, not of the next.
    target = Arrays.stream(known).filter(a -> a <= architecture && a / 10 == architecture / 10).max()
        .orElseThrow(() -> new CudaException("NVRTC " + version() + " cannot compile for this GPU, sm_" + architecture
            + ": it knows " + Arrays.toString(known) + "; install a newer CUDA toolkit"));
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
    return List.of("--gpu-architecture=sm_" + target, "--std=c++17", "--fmad=false", "-DREAL=" + real);
  }

  /**
   * Compiles one file.
   *
   * @param name for messages
   * @throws CudaException with the compiler's log, if it refuses the text
   */
  byte[] compile(String name, String text, List<String> options) {
    return compile(name, text, options, program -> image(program, name));
  }

  /**
   * Compiles one file, for more than its image.
   *
   * @param wanted takes from the compiled program what is wanted of it
   * @see #compile(String, String, List)
   */
  <T> T compile(String name, String text, List<String> options, Function<nvrtcProgram, T> wanted) {
    nvrtcProgram program = new nvrtcProgram();
    Status.compiler("nvrtcCreateProgram", JNvrtc.nvrtcCreateProgram(program, text, name, 0, null, null), name);
    try {
      int code = JNvrtc.nvrtcCompileProgram(program, options.size(), options.toArray(String[]::new));
      if (code == nvrtcResult.NVRTC_ERROR_COMPILATION) {
        throw new CudaException("nvrtcCompileProgram (" + name + " with " + options + ") failed: " + log(program));
      }
      Status.compiler("nvrtcCompileProgram", code, name + " with " + options);
      return wanted.apply(program);
    } finally {
      Status.compiler("nvrtcDestroyProgram", JNvrtc.nvrtcDestroyProgram(program), name);
    }
  }

  /** The code of a compiled program. */
  static byte[] image(nvrtcProgram program, String name) {
    long[] size = {0};
    Status.compiler("nvrtcGetCUBINSize", JNvrtc.nvrtcGetCUBINSize(program, size), name);
    byte[] image = new byte[Math.toIntExact(size[0])];
    Status.compiler("nvrtcGetCUBIN", JNvrtc.nvrtcGetCUBIN(program, image), name);
    return image;
  }

  /** What the compiler said. */
  static String log(nvrtcProgram program) {
    String[] log = {""};
    JNvrtc.nvrtcGetProgramLog(program, log);
    return log[0].strip();
  }
}
