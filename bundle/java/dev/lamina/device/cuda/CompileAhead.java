package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.cuda.library.NvrtcAlone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compiles kernels by NVIDIA's own NVRTC for GPUs that are not there, as the CUDA device does where they are:
 *
 * <pre>
 * CompileAhead --nvrtc LIBRARY --architectures 80,90 [--cache FOLDER] NAME.cu... TEXT...
 * </pre>
 *
 * <p>A name without a slash is one of Lamina's kernel files; another is the path of a whole text. Each is compiled for
 * both element types. With a cache the images are kept there, as those of {@link KernelCache} (of all architectures
 * that are given). Exits with 1 if the compiler refuses a text, or spills registers.
 */
public final class CompileAhead {

  private static final String REPORT = "--ptxas-options=-v";
  private static final Pattern SPILL = Pattern.compile("([1-9][0-9]*) bytes spill (stores|loads)");

  /** A text and what becomes of it. */
  private record Job(String label, String source, ElementType type, int architecture) {

    String name() {
      return label + " for " + type + " on sm_" + architecture;
    }
  }

  /** @param fault empty if there is none */
  private record Outcome(Job job, double seconds, String fault) {}

  private record Compiled(byte[] image, String log) {}

  private CompileAhead() {}

  public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
    Path nvrtc = null;
    Path cache = null;
    int[] architectures = {};
    Map<String, String> sources = new LinkedHashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--nvrtc" -> nvrtc = Path.of(arguments[++i]);
        case "--cache" -> cache = Path.of(arguments[++i]);
        case "--architectures" -> architectures =
            Arrays.stream(arguments[++i].split(",")).mapToInt(Integer::parseInt).toArray();
        default -> sources.put(arguments[i], arguments[i].contains("/")
            ? Files.readString(Path.of(arguments[i])) : KernelSource.ofFile(arguments[i]));
      }
    }
    if (nvrtc == null || architectures.length == 0 || sources.isEmpty()) {
      System.err.println(
          "usage: CompileAhead --nvrtc LIBRARY --architectures 80,90 [--cache FOLDER] NAME.cu... TEXT...");
      System.exit(2);
    }
    NvrtcAlone.load(nvrtc);
    System.exit(compile(sources, architectures, cache == null ? null : new KernelCache(cache)) ? 0 : 1);
  }

  private static boolean compile(Map<String, String> sources, int[] architectures, KernelCache cache)
      throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    List<Future<Outcome>> outcomes = new ArrayList<>();
    for (int architecture : architectures) {
      Compiler compiler = new Compiler(architecture);
      for (ElementType type : List.of(ElementType.FLOAT32, ElementType.FLOAT64)) {
        sources.forEach((label, source) -> outcomes.add(pool.submit(
            () -> compile(new Job(label, source, type, architecture), compiler, cache))));
      }
    }
    pool.shutdown();
    List<Outcome> all = new ArrayList<>();
    for (Future<Outcome> outcome : outcomes) {
      all.add(outcome.get());
    }
    List<Outcome> faults = all.stream().filter(outcome -> !outcome.fault.isEmpty()).toList();
    faults.forEach(outcome -> System.err.println(outcome.job.name() + ": " + outcome.fault));
    Outcome slowest = all.stream().max(Comparator.comparingDouble(Outcome::seconds)).orElseThrow();
    System.out.printf(Locale.ROOT,
        "NVRTC %s: %d texts for two types and %s: %d images, %d refused, in %.1f s; the slowest took" + " %.1f s: %s%n",
        new Compiler(architectures[0]).version(), sources.size(), "sm_" + Arrays.toString(architectures),
        all.size() - faults.size(), faults.size(), (System.nanoTime() - start) / 1e9, slowest.seconds,
        slowest.job.name());
    return faults.isEmpty();
  }

  private static Outcome compile(Job job, Compiler compiler, KernelCache cache) {
    KernelImages images = new KernelImages(compiler, cache);
    long start = System.nanoTime();
    String fault = "";
    try {
      List<String> options = new ArrayList<>(images.options(job.type));
      options.add(REPORT);
      Compiled compiled = compiler.compile(job.label, job.source, options,
          program -> new Compiled(Compiler.image(program, job.label), Compiler.log(program)));
      Matcher spill = SPILL.matcher(compiled.log);
      if (spill.find()) {
        fault = "registers are spilled: " + spill.group();
      }
      if (cache != null) {
        images.keep(job.source, job.type, compiled.image);
      }
    } catch (CudaException e) {
      fault = e.getMessage();
    }
    return new Outcome(job, (System.nanoTime() - start) / 1e9, fault);
  }
}
