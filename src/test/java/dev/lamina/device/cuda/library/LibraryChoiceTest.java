package dev.lamina.device.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.cuda.library.CudaLibraries.Library;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which libraries are taken, from stubs in a file system of the test's own. */
class LibraryChoiceTest {

  @TempDir
  private static Path made;

  @TempDir
  private Path root;

  private final Map<String, String> variables = new HashMap<>();

  @BeforeAll
  static void makeStubs() {
    Tool.requireCompiler();
    Stubs.driver(made.resolve("driver"));
    Stubs.libraries(made.resolve("12"), 12);
    Stubs.libraries(made.resolve("13"), 13);
  }

  @BeforeEach
  void haveADriver() {
    put("driver", "usr/lib");
  }

  /** Copies what was made into a folder, all of it or some. */
  private void put(String from, String folder, String... names) {
    try {
      Files.createDirectories(root.resolve(folder));
      for (Path file : Folders.list(made.resolve(from), "lib*.so.*[0-9]")) {
        String name = file.getFileName().toString();
        if (names.length == 0 || List.of(names).contains(name)) {
          Files.copy(file, root.resolve(folder).resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private CudaLibraries choose() {
    return LibraryChoice.of(new Environment(variables, root, List.of(), Environment.SUPPORTED));
  }

  private String folderOf(CudaLibraries chosen, String name) {
    return chosen.libraries().stream().filter(library -> library.name().equals(name)).map(Library::file)
        .map(file -> root.relativize(file.getParent()).toString()).findFirst().orElseThrow();
  }

  /** The only problem's text. */
  private String problem(CudaLibraries chosen) {
    assertEquals(1, chosen.problems().size(), chosen.problems()::toString);
    String text = chosen.problems().get(0).toString();
    assertEquals(1, text.lines().count(), text);
    return text;
  }

  @Test
  void twelveComesBeforeThirteen() {
    put("13", "usr/local/cuda-13.0/lib64");
    put("12", "usr/local/cuda-12.6/lib64");
    CudaLibraries chosen = choose();
    assertTrue(chosen.usable(), chosen.problems()::toString);
    assertEquals(12, chosen.major());
    assertTrue(chosen.reason().contains("CUDA 13"), chosen.reason());
    assertEquals("CUDA 12: driver 1, NVRTC 12, cuBLAS 12, cuSOLVER 11", chosen.summary());
  }

  @Test
  void thirteenWhereTwelveIsNotComplete() {
    put("13", "usr/local/cuda-13.0/lib64");
    put("12", "usr/local/cuda-12.6/lib64", "libcublas.so.12", "libcublasLt.so.12", "libnvrtc.so.12");
    CudaLibraries chosen = choose();
    assertTrue(chosen.usable(), chosen.problems()::toString);
    assertEquals(13, chosen.major());
    assertEquals("complete, while CUDA 12 is not", chosen.reason());
    assertTrue(chosen.libraries().stream().noneMatch(library -> library.file().toString().contains("12.6")));
  }

  @Test
  void thirteenWhereTheUserNamesIt() {
    put("13", "opt/mine/lib64");
    put("12", "usr/local/cuda-12.6/lib64");
    assertEquals(12, choose().major());
    variables.put("CUDA_HOME", "/opt/mine");
    assertEquals(13, choose().major());
    put("12", "opt/mine/lib64");
    assertEquals(12, choose().major());
  }

  /** Each library stands before those that need it, and NVRTC's built-in functions before NVRTC. */
  @Test
  void loadingOrder() {
    put("12", "usr/local/cuda/lib64");
    assertEquals(List.of("libcuda.so.1", "libnvrtc-builtins.so.12.0", "libnvrtc.so.12", "libcublasLt.so.12",
        "libcublas.so.12", "libnvJitLink.so.12", "libcusparse.so.12", "libcusolver.so.11", "libcusolverMg.so.11"),
        choose().libraries().stream().map(Library::name).toList());
  }

  @Test
  void librariesOfSeveralFolders() {
    String packages = "usr/lib/python3/dist-packages/nvidia/";
    put("12", packages + "cublas/lib", "libcublas.so.12", "libcublasLt.so.12");
    put("12", packages + "cuda_nvrtc/lib", "libnvrtc.so.12", "libnvrtc-builtins.so.12.0");
    put("12", packages + "cusolver/lib", "libcusolver.so.11", "libcusolverMg.so.11");
    put("12", packages + "cusparse/lib", "libcusparse.so.12");
    put("12", packages + "nvjitlink/lib", "libnvJitLink.so.12");
    CudaLibraries chosen = choose();
    assertTrue(chosen.usable(), chosen.problems()::toString);
    assertEquals(9, chosen.libraries().size());
  }

  /** An older nvJitLink in the loader's path is what breaks PyTorch so often. */
  @Test
  void needsAreLookedForBesideTheLibraryFirst() {
    put("12", "usr/local/cuda/lib64");
    Stubs.nvJitLink(root.resolve("ld"), 12, "another");
    variables.put("LD_LIBRARY_PATH", "/ld");
    assertEquals("usr/local/cuda/lib64", folderOf(choose(), "libnvJitLink.so.12"));
  }

  @Test
  void needsAreLookedForWhereTheLibraryPoints() throws IOException {
    Path folder = root.resolve("usr/local/cuda/lib64");
    put("12", "usr/local/cuda/lib64");
    Files.delete(folder.resolve("libcublasLt.so.12"));
    assertTrue(problem(choose()).contains("libcublas.so.12 needs libcublasLt.so.12: libcublasLt.so.12 was not found"));
    put("12", "usr/local/cuda/lt", "libcublasLt.so.12");
    Stubs.library(folder, 12, "libcublas.so.12", Stubs.called("libcublas.so"), "../lt/libcublasLt.so.12",
        "-Wl,-rpath,$ORIGIN/../lt");
    CudaLibraries chosen = choose();
    assertTrue(chosen.usable(), chosen.problems()::toString);
    assertEquals("usr/local/cuda/lt", folderOf(chosen, "libcublasLt.so.12"));
  }

  @Test
  void releasesThatDoNotFitAreRefused() throws IOException {
    put("12", "usr/local/cuda/lib64");
    Files.delete(root.resolve("usr/local/cuda/lib64/libnvJitLink.so.12"));
    Stubs.nvJitLink(root.resolve("ld"), 12, "another");
    variables.put("LD_LIBRARY_PATH", "/ld");
    String problem = problem(choose());
    assertTrue(problem.contains("libcusparse.so.12 needs nvJitLinkStub, which " + root.resolve("ld/libnvJitLink.so.12")
        + " lacks: they are of different releases"), problem);
  }

  /** cuSOLVER of CUDA 11 has the name of that of CUDA 12. */
  @Test
  void otherVersionsOfOneNameAreRefused() {
    put("12", "usr/local/cuda-12.0/lib64");
    Path eleven = root.resolve("usr/local/cuda/lib64");
    Stubs.library(eleven, 11, "libcublas.so.11", List.of("f"));
    Stubs.library(eleven, 11, "libcusolver.so.11", Stubs.called("libcusolver.so"), "libcublas.so.11");
    CudaLibraries chosen = choose();
    assertEquals("usr/local/cuda-12.0/lib64", folderOf(chosen, "libcusolver.so.11"));
    assertTrue(chosen.usable(), chosen.problems()::toString);
  }

  /** cuSPARSE has one name in CUDA 12 and 13. */
  @Test
  void cusparseOfTheRightVersion() {
    put("12", "usr/local/cuda/lib64", "libcusparse.so.12", "libnvJitLink.so.12");
    put("13", "usr/local/cuda-13.0/lib64");
    CudaLibraries chosen = choose();
    assertEquals(13, chosen.major());
    assertTrue(chosen.usable(), chosen.problems()::toString);
    assertEquals("usr/local/cuda-13.0/lib64", folderOf(chosen, "libcusparse.so.12"));
  }

  @Test
  void missingFunctionsAreNamed() {
    put("12", "usr/local/cuda/lib64");
    Stubs.cublas(root.resolve("usr/local/cuda/lib64"), 12, Stubs.called("libcublas.so").stream()
        .filter(name -> !name.equals("cublasDsyrk_v2")).toList());
    String problem = problem(choose());
    assertTrue(problem.contains(root.resolve("usr/local/cuda/lib64/libcublas.so.12")
        + " lacks cublasDsyrk_v2, which Lamina calls"), problem);
    assertTrue(problem.contains("LAMINA_CUDA_HOME"), problem);
    // A good one in a later folder is taken instead.
    put("12", "usr/local/cuda-12.6/lib64", "libcublas.so.12", "libcublasLt.so.12");
    CudaLibraries chosen = choose();
    assertTrue(chosen.usable(), chosen.problems()::toString);
    assertEquals("usr/local/cuda-12.6/lib64", folderOf(chosen, "libcublas.so.12"));
    assertEquals("usr/local/cuda/lib64", folderOf(chosen, "libcusolver.so.11"));
  }

  @Test
  void missingDriverIsTheFirstProblem() throws IOException {
    Files.delete(root.resolve("usr/lib/libcuda.so.1"));
    put("12", "usr/local/cuda/lib64");
    String problem = problem(choose());
    assertTrue(problem.contains("libcuda.so.1 was not found; install or update NVIDIA's driver"), problem);
    assertEquals("not usable: driver missing, NVRTC 12, cuBLAS 12, cuSOLVER 11", choose().summary());
  }

  @Test
  void nothingAtAll() throws IOException {
    Files.delete(root.resolve("usr/lib/libcuda.so.1"));
    CudaLibraries chosen = choose();
    assertEquals(2, chosen.problems().size());
    assertEquals(0, chosen.major());
    assertEquals("none found", chosen.summary());
    assertEquals("NVRTC, cuBLAS and cuSOLVER of CUDA 12 or 13 were not found", chosen.problems().get(1).missing());
  }

  @Test
  void damagedFilesAreNamed() throws IOException {
    put("12", "usr/local/cuda/lib64");
    Path file = root.resolve("usr/local/cuda/lib64/libcusolverMg.so.11");
    Files.write(file, new byte[100]);
    String problem = problem(choose());
    assertTrue(problem.contains(file + " is no ELF file"), problem);
  }

  @Test
  void oldDriversAreRefused() throws IOException {
    put("13", "usr/local/cuda/lib64");
    driver("550.54.14");
    CudaLibraries chosen = choose();
    assertTrue(problem(chosen).startsWith("the driver 550.54.14 is too old for CUDA 13; update it to 580"));
    assertEquals("not usable: driver 550.54.14, NVRTC 13, cuBLAS 13, cuSOLVER 12", chosen.summary());
    put("12", "usr/local/cuda-12.6/lib64");
    assertEquals(12, choose().major());
    assertTrue(choose().usable());
    // Naming a version that cannot run does not help.
    variables.put("CUDA_HOME", "/usr/local/cuda");
    assertEquals(12, choose().major());
    driver("580.65.06");
    assertEquals(13, choose().major());
  }

  private void driver(String version) throws IOException {
    Path link = root.resolve("usr/lib/libcuda.so.1");
    Path file = link.resolveSibling("libcuda.so." + version);
    Files.copy(made.resolve("driver/libcuda.so.1"), file);
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, file.getFileName());
  }

  @Test
  void eagerLinkingIsRefusedWhereItCannotWork() {
    put("13", "usr/local/cuda/lib64");
    variables.put("LD_BIND_NOW", "1");
    assertTrue(problem(choose()).startsWith("LD_BIND_NOW is set"));
    put("12", "usr/local/cuda-12.6/lib64");
    assertTrue(choose().usable());
  }

  @Test
  void otherSystemsAreTold() {
    for (String platform : List.of("Mac OS X aarch64", "Linux aarch64", "Windows 11 amd64")) {
      CudaLibraries chosen = LibraryChoice.of(new Environment(Map.of(), root, List.of(), platform));
      assertTrue(problem(chosen).contains("not on " + platform), problem(chosen));
      assertTrue(Stream.of(chosen.folders(), chosen.libraries()).allMatch(List::isEmpty));
    }
  }
}
