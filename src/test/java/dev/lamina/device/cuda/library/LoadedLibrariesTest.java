package dev.lamina.device.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JCuda's natives on stubs of CUDA's libraries, each time in a process of its own. */
class LoadedLibrariesTest {
  private static final int FAILED = 3;

  @TempDir
  private static Path stubs;

  @TempDir
  private Path directory;

  private Path temporary;
  private Path cache;

  @BeforeAll
  static void makeStubs() {
    Tool.requireCompiler();
    Stubs.all(stubs.resolve("12"), 12);
    Stubs.all(stubs.resolve("13"), 13);
  }

  @BeforeEach
  void makeFolders() throws IOException {
    temporary = Files.createDirectory(directory.resolve("tmp"));
    cache = Files.createDirectory(directory.resolve("cache"));
  }

  private record Result(int code, String output) {}

  /** A Java process that knows of no other libraries than the given ones, on a machine which may have some. */
  private Process start(String home, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temporary, "-cp", System.getProperty("java.class.path"),
        StubCalls.class.getName()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(
        List.of("CUDA_HOME", "CUDA_PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "CONDA_PREFIX", "LD_BIND_NOW"));
    builder.environment().putAll(Map.of("LAMINA_CUDA_HOME", home, "XDG_CACHE_HOME", cache.toString()));
    return builder.start();
  }

  private static Result finish(Process process) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes());
    return new Result(process.waitFor(), output);
  }

  private Result run(String home, String... arguments) throws IOException, InterruptedException {
    return finish(start(home, arguments));
  }

  private String expected(int major) {
    return "threads 4\ncuda " + major + "\nnvrtc " + major + "." + Stubs.MINOR + "\ncublas " + major * 10_000
        + "\ndriver 1000\ncusolver 0\ntmpdir " + temporary + "\n";
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 13})
  void nativesCallTheLibrariesOfBothVersions(int major) throws IOException, InterruptedException {
    Result result = run(stubs.resolve(Integer.toString(major)).toString(), "load");
    assertEquals(new Result(0, expected(major)), result);
    assertEquals(List.of(), Folders.list(temporary, "*"), "left in the temporary folder");
    assertEquals(1, Folders.list(cache.resolve("lamina/natives"), "12.6.0-cuda" + major + "-????????????????").size());
  }

  @Test
  void unchangedNativesDoNotLoadWithCuda13() throws IOException, InterruptedException {
    Result result = run(stubs.resolve("13").toString(), "unchanged", temporary.toString());
    assertEquals(0, result.code, result.output);
    assertEquals(1, result.output.lines().filter(line -> line.startsWith("loaded libJCudaDriver")).count());
    assertEquals(1, result.output.lines().filter(line -> line.startsWith("loaded")).count(), result.output);
    assertTrue(result.output.contains("libcublas.so.12: cannot open shared object file"), result.output);
  }

  @Test
  void unchangedNativesLoadWithCuda12() throws IOException, InterruptedException {
    Result result = run(stubs.resolve("12").toString(), "unchanged", temporary.toString());
    assertEquals(4, result.output.lines().filter(line -> line.startsWith("loaded")).count(), result.output);
  }

  /** Those that start together find an empty cache, and each writes what the others do. */
  @Test
  void processesStartTogether() throws IOException, InterruptedException {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(start(stubs.resolve("13").toString(), "load"));
    }
    for (Process process : processes) {
      assertEquals(new Result(0, expected(13)), finish(process));
    }
    Path folder = Folders.list(cache.resolve("lamina/natives"), "*").get(0);
    assertEquals(Natives.names().stream().sorted().toList(),
        Folders.list(folder, "*").stream().map(path -> path.getFileName().toString()).toList());
  }

  /** JCuda by itself would load it, as the second part shows. */
  @Test
  void aPlantedNativeIsNotLoaded() throws IOException, InterruptedException {
    for (String name : Natives.names()) {
      Path planted = Stubs.compile(temporary.resolve(name), "#include <unistd.h>\n__attribute__((constructor)) static "
          + "void run(void) { if (write(1, \"planted\\n\", 8)) {} }");
      Files.delete(planted.resolveSibling(name + ".c"));
    }
    assertEquals(new Result(0, expected(12)), run(stubs.resolve("12").toString(), "load"));
    assertEquals(new Result(0, "planted\n"), run("", "jcuda.driver.JCudaDriver"));
  }

  @Test
  void aChangedNativeOfTheCacheIsReplaced() throws IOException, InterruptedException {
    String home = stubs.resolve("12").toString();
    run(home, "load");
    Path folder = Folders.list(cache.resolve("lamina/natives"), "*").get(0);
    for (String name : Natives.names()) {
      Files.write(folder.resolve(name), new byte[] {1, 2, 3});
    }
    assertEquals(new Result(0, expected(12)), run(home, "load"));
    for (String name : Natives.names()) {
      assertEquals(-1, Arrays.mismatch(Natives.packaged(name), Files.readAllBytes(folder.resolve(name))));
    }
  }

  @Test
  void withoutACacheATemporaryFolderServes() throws IOException, InterruptedException {
    Files.delete(cache);
    Files.writeString(cache, "no folder");
    assertEquals(new Result(0, expected(13)), run(stubs.resolve("13").toString(), "load"));
    assertEquals(List.of(), Folders.list(temporary, "*"), "left in the temporary folder");
  }

  @Test
  void aMissingFunctionIsAnErrorAndNotADeadProcess() throws IOException, InterruptedException {
    Path folder = directory.resolve("usr/lib");
    Stubs.all(folder, 12);
    assertEquals(new Result(0, "loaded\n"), run("", "load-from", directory.toString()));

    Stubs.cublas(folder, 12, Stubs.called("libcublas.so").stream()
        .filter(name -> !name.equals("cublasSetMathMode")).toList());
    Result result = run("", "load-from", directory.toString());
    assertEquals(FAILED, result.code, result.output);
    assertEquals(1, result.output.lines().count(), result.output);
    assertTrue(result.output.contains(folder.resolve("libcublas.so.12") + " lacks cublasSetMathMode"), result.output);

    Result unchecked = run("", "unchecked", folder.toString());
    assertTrue(unchecked.output.startsWith("loaded\n"), unchecked.output);
    assertFalse(unchecked.output.contains("survived"), unchecked.output);
    assertTrue(unchecked.output.contains("symbol lookup error"), unchecked.output);
  }

  /** One that has all names, and needs what is nowhere. */
  @Test
  void whatTheLoaderRefusesIsToldInOneLine() throws IOException, InterruptedException {
    Path folder = directory.resolve("usr/lib");
    Stubs.all(folder, 12);
    Path other = Stubs.library(folder, 12, "libother.so.3", List.of("other"));
    Stubs.library(folder, 12, "libnvrtc.so.12", Stubs.called("libnvrtc.so"), "libother.so.3");
    Files.delete(other);
    Result result = run("", "load-from", directory.toString());
    assertEquals(FAILED, result.code, result.output);
    assertEquals(1, result.output.lines().count(), result.output);
    assertTrue(result.output.contains("CUDA's library libnvrtc.so.12 does not load"), result.output);
    assertTrue(result.output.contains("libother.so.3: cannot open shared object file"), result.output);
  }
}
