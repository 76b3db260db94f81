package dev.lamina.device.cuda.library;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of CUDA's libraries on Linux, which carry a version of their own each. */
final class CudaNames {
  static final String DRIVER = "libcuda.so.1";

  /** What JCuda's natives are linked with. */
  static final int LINKED = 12;

  private static final Pattern LIBRARY = Pattern.compile(
      "(lib(?:cuda|cudart|cublas|cublasLt|cusolver|cusolverMg|cusparse|nvJitLink|nvrtc))\\.so\\.([0-9]{1,9})");

  private CudaNames() {}

  /** The libraries that JCuda's natives need, apart from the driver; the order is the same for all versions. */
  static List<String> of(int major) {
    // cuSOLVER counts one behind.
    return List.of("libnvrtc.so." + major, "libcublas.so." + major, "libcusolver.so." + (major - 1),
        "libcusolverMg.so." + (major - 1));
  }

  /** From the names that JCuda's natives are linked with to those of another version; nothing for their own. */
  static Map<String, String> renames(int major) {
    Map<String, String> renames = new LinkedHashMap<>();
    for (int i = 0; major != LINKED && i < of(major).size(); i++) {
      renames.put(of(LINKED).get(i), of(major).get(i));
    }
    return renames;
  }

  /** Whether this is one of CUDA's libraries that others need. */
  static boolean isCuda(String name) {
    return LIBRARY.matcher(name).matches();
  }

  /** Whether one of CUDA's libraries is of a version of CUDA; that of cuSPARSE has the same name in 12 and 13. */
  static boolean fits(String name, int major) {
    Matcher matcher = LIBRARY.matcher(name);
    if (!matcher.matches()) {
      return false;
    }
    int number = Integer.parseInt(matcher.group(2));
    return switch (matcher.group(1)) {
      case "libcuda" -> number == 1;
      case "libcusparse" -> number == 12;
      case "libcusolver", "libcusolverMg" -> number == major - 1;
      default -> number == major;
    };
  }
}
