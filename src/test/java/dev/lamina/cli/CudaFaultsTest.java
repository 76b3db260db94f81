package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every call of CUDA's libraries on the path of a run fails once: the first time it is made, and the last. Each time
 * one line says which call it was, the exit code is that of a device or of a failed run, and nothing is left on the
 * device. Only where a resident kernel fails the run goes on without it.
 */
@EnabledIfSystemProperty(named = "lamina.require", matches = "softcuda",
    disabledReason = "needs a device that fails on demand")
class CudaFaultsTest {
  private static final List<String> RUN = List.of("run", "--device", "cuda", "--set", "training.epochs=2",
      "--set", "data.samples=6", "--set", "data.classes=2", "--set", "network.width=8", "--set", "data.dimension=8",
      "--set", "network.hidden=2", "--set", "metrics.every=1");

  /** Calls on the path of every run that compiles a kernel. */
  private static final List<String> COMPILATION = List.of("nvrtcVersion", "nvrtcCreateProgram", "nvrtcCompileProgram",
      "nvrtcGetCUBINSize", "nvrtcGetCUBIN", "nvrtcDestroyProgram");

  @TempDir
  private Path directory;

  private int folders;

  @Test
  void everyCallFailsOnce() throws ExecutionException, InterruptedException {
    Path cache = directory.resolve("cache");
    SoftCuda.Result warm = run(cache, "");
    assertEquals(ExitCode.DONE, warm.code(), warm.err());
    forgetOneKernel(cache);
    SoftCuda.Result clean = run(cache, "");
    assertTrue(clean.calls().keySet().containsAll(COMPILATION), clean.calls().toString());
    assertEquals(Map.of(), clean.leaks());

    Map<String, Future<String>> verdicts = new LinkedHashMap<>();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      clean.calls().forEach((call, count) -> {
        boolean compiles = call.startsWith("nvrtc");
        for (int number : count == 1 ? new int[] {1} : new int[] {1, count}) {
          String fault = fault(call, number);
          Path own = compiles ? copyWithoutOneKernel(cache) : cache;
          verdicts.put(fault, pool.submit(verdict(own, call, fault)));
        }
      });
      List<String> wrong = new ArrayList<>();
      for (Map.Entry<String, Future<String>> verdict : verdicts.entrySet()) {
        if (!verdict.getValue().get().isEmpty()) {
          wrong.add(verdict.getKey() + ": " + verdict.getValue().get());
        }
      }
      assertEquals(List.of(), wrong, wrong.size() + " of " + verdicts.size() + " faults");
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void graphsTakeThePlaceOfAResidentKernelThatCannotBeUsed() {
    Path cache = directory.resolve("cache");
    assertEquals(ExitCode.DONE, run(cache, "").code());
    for (String fault : List.of("cuFuncSetAttribute", "cuFuncSetAttribute:2")) {
      SoftCuda.Result result = run(cache, fault, "--json");
      assertEquals(ExitCode.DONE, result.code(), result.err());
      List<String> warnings = result.err().lines().filter(line -> line.contains("resident kernel")).toList();
      assertEquals(1, warnings.size(), result.err());
      assertTrue(warnings.get(0).startsWith("lamina: a resident kernel cannot be used")
          && warnings.get(0).contains("cuFuncSetAttribute"), result.err());
      assertFalse(Lamina.json(result.out()).get("resident").asBoolean(true), result.out());
    }
  }

  /** A cached kernel that does not load is compiled and loaded again, so it takes two faults to end a run. */
  private static String fault(String call, int number) {
    String fault = call + ":" + number;
    return call.equals("cuModuleLoadData") ? fault + "," + call + ":" + (number + 1) : fault;
  }

  /** What is wrong with how a run took a fault; empty for nothing. */
  private Callable<String> verdict(Path cache, String call, String fault) {
    return () -> {
      SoftCuda.Result result = run(cache, fault);
      List<String> lines = result.err().lines().filter(line -> line.contains(call)).toList();
      boolean clear = lines.size() == 1 && lines.get(0).startsWith("lamina: ") && lines.get(0).contains("failed");
      boolean replaced = clear && lines.get(0).contains("CUDA graphs take its place");
      boolean code = replaced ? result.code() == ExitCode.DONE
          : result.code() == ExitCode.DEVICE || result.code() == ExitCode.FAILED;
      boolean injected = result.report().get("injected_faults").asInt() > 0;
      return clear && code && injected && result.leaks().isEmpty() && !result.err().contains("unexpected") ? ""
          : "exit code " + result.code() + ", injected " + injected + ", left " + result.leaks() + ", said "
              + result.err();
    };
  }

  private SoftCuda.Result run(Path cache, String fault, String... more) {
    Path folder = next("run");
    try {
      Files.createDirectories(folder);
      Files.createDirectories(cache);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Object> arguments = new ArrayList<>(RUN);
    arguments.addAll(List.of("--out", folder.resolve("results")));
    arguments.addAll(List.of(more));
    return SoftCuda.run(folder, Map.of("XDG_CACHE_HOME", cache.toString(), "SOFTCUDA_FAIL", fault),
        arguments.toArray());
  }

  private synchronized Path next(String name) {
    return directory.resolve(name + folders++);
  }

  private static void forgetOneKernel(Path cache) {
    try (Stream<Path> kernels = Files.list(cache.resolve("lamina").resolve("kernels"))) {
      Files.delete(kernels.sorted().findFirst().orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path copyWithoutOneKernel(Path cache) {
    Path copy = next("cache");
    try (Stream<Path> files = Files.walk(cache)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(cache.relativize(file).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    forgetOneKernel(copy);
    return copy;
  }
}
