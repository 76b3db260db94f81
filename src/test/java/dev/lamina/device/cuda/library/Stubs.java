package dev.lamina.device.cuda.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Libraries with the names, versions of symbols and needs of CUDA's, whose functions do next to nothing. */
final class Stubs {

  /** What the stubs answer in the place of a version. */
  static final int MINOR = 7;

  private static final Map<String, String> BODIES = Map.of(
      "cuDriverGetVersion", "(int *v) { *v = MAJOR * 1000; return 0; }",
      "nvrtcVersion", "(int *major, int *minor) { *major = MAJOR; *minor = " + MINOR + "; return 0; }",
      "cublasGetVersion_v2", "(void *handle, int *v) { *v = MAJOR * 10000; return 0; }",
      "cusolverDnCreate", "(void **handle) { *handle = (void *) 42; return 0; }",
      // What cuSPARSE's stub has of its own refers to what it needs, as real libraries' functions do.
      "cusparseStub", "(void) { extern int nvJitLinkStub(void); return nvJitLinkStub(); }");

  private Stubs() {}

  /** A complete set in one folder. */
  static void all(Path folder, int major) {
    driver(folder);
    libraries(folder, major);
  }

  static void driver(Path folder) {
    library(folder, 1, "libcuda.so.1", called("libcuda.so.1"));
  }

  static void libraries(Path folder, int major) {
    nvJitLink(folder, major, "nvJitLinkStub");
    library(folder, major, "libcublasLt.so." + major, List.of("cublasLtStub"));
    cublas(folder, major, called("libcublas.so"));
    library(folder, major, "libcusparse.so.12", List.of("cusparseStub"), "libnvJitLink.so." + major);
    library(folder, major, "libcusolver.so." + (major - 1), called("libcusolver.so"), "libnvJitLink.so." + major,
        "libcusparse.so.12", "libcublas.so." + major, "libcublasLt.so." + major);
    library(folder, major, "libcusolverMg.so." + (major - 1), List.of("cusolverMgStub"), "libcublas.so." + major);
    library(folder, major, "libnvrtc-builtins.so." + major + ".0", List.of("builtinsStub"));
    library(folder, major, "libnvrtc.so." + major, called("libnvrtc.so"));
  }

  static void nvJitLink(Path folder, int major, String function) {
    library(folder, major, "libnvJitLink.so." + major, List.of(function));
  }

  static void cublas(Path folder, int major, List<String> functions) {
    library(folder, major, "libcublas.so." + major, functions, "libcublasLt.so." + major);
  }

  static List<String> called(String library) {
    return new CalledSymbols().of(library);
  }

  /**
   * One library.
   *
   * @param needed libraries that are there already, relative to the folder, and options of the compiler
   */
  static Path library(Path folder, int major, String name, List<String> functions, String... needed) {
    StringBuilder code = new StringBuilder("#define MAJOR " + major + "\n");
    for (String function : functions) {
      code.append("int ").append(function).append(BODIES.getOrDefault(function, "(void) { return 0; }")).append('\n');
    }
    return compile(folder.resolve(name), code.toString(), Stream.concat(
        Stream.of("-Wl,-soname," + name, "-Wl,--version-script=" + script(folder, name), "-Wl,--no-as-needed"),
        Arrays.stream(needed).map(other -> other.startsWith("-") ? other : folder.resolve(other).toString()))
        .toArray(String[]::new));
  }

  /** A shared library of some C code. */
  static Path compile(Path library, String code, String... options) {
    Path source = write(library.resolveSibling(library.getFileName() + ".c"), code);
    List<String> command = new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-o", library.toString(),
        source.toString()));
    command.addAll(List.of(options));
    Tool.run(command.toArray(String[]::new));
    return library;
  }

  /** The functions of the driver and of NVRTC's inner part have no version, all others the library's name for one. */
  private static Path script(Path folder, String name) {
    String version = name.matches("libcuda\\..*|libnvrtc-.*") ? "" : name + " ";
    return write(folder.resolve(name + ".map"), version + "{ global: *; };\n");
  }

  private static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
