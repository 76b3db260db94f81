package dev.lamina.bench;

import dev.lamina.cli.Benchmarks;
import dev.lamina.device.DeviceChoice;
import dev.lamina.device.DeviceInfo;
import dev.lamina.device.Precision;
import dev.lamina.experiment.Environment;
import dev.lamina.result.Json;
import dev.lamina.result.OutputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** {@code lamina bench}: times the ceilings, then the selected workloads, and says how near they come. */
public final class HotPaths implements Benchmarks {
  /**
   * Of the device's memory a workload may take so much; the rest is for libraries, and on the CPU for everything else.
   */
  private static final double USABLE = 0.7;

  @Override
  public boolean run(Request request, PrintWriter out, PrintWriter err) {
    DeviceInfo info;
    try (DeviceChoice choice = DeviceChoice.open(request.device(), Precision.FP32)) {
      info = choice.device().info();
    }
    Scale scale = Scale.of(request.quick(), request.brief(), info);
    List<Workload> selected = new Catalogue(scale).select(request.patterns());
    if (request.list()) {
      selected.forEach(workload -> out.println(workload.name()));
      return true;
    }
    request.out().ifPresent(HotPaths::requireFolder);
    // What was chosen is asked for by name from here on.
    Stopwatch stopwatch = new Stopwatch(request.device().equals("auto") ? info.kind() : request.device(), scale);
    List<Workload> all = Stream.concat(Ceilings.of(scale, selected).stream(), selected.stream()).toList();
    Measured measured = new Measured();
    err.println("lamina: " + all.size() + " benchmarks on " + info.kind() + ", " + info.name());
    out.print(BenchTable.head());
    out.flush();
    boolean complete = true;
    for (Workload workload : all) {
      if (workload.bytes() > USABLE * info.memoryBytes()) {
        String reason = String.format(Locale.ROOT, "needs %.1f GiB of the device's memory",
            workload.bytes() / (1L << 30));
        err.println("lamina: " + workload.name() + " is left out, it " + reason);
        measured.leaveOut(workload, reason);
        continue;
      }
      try {
        Timing timing = stopwatch.time(workload, measured.leastSeconds(workload));
        measured.add(timing);
        out.print(BenchTable.row(timing, measured));
        out.flush();
        // Whoever ends this before it is done has what was done.
        request.out().ifPresent(file -> write(file, json(request, scale, info, measured)));
      } catch (BenchmarkFailure e) {
        err.println("lamina: " + e.getMessage().replaceAll("\\p{Cntrl}+", " "));
        measured.leaveOut(workload, "failed");
        complete = false;
      }
    }
    request.out().ifPresent(file -> write(file, json(request, scale, info, measured)));
    return complete;
  }

  private static String json(Request request, Scale scale, DeviceInfo info, Measured measured) {
    Map<String, Object> document = new LinkedHashMap<>(Environment.of(info, request.version()));
    document.put("scale", scale.name().toLowerCase(Locale.ROOT));
    document.put("results", measured.rows());
    document.put("left_out", measured.leftOut());
    return Json.write(document);
  }

  private static void requireFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder)) {
      throw new OutputException(file + " cannot be written: it must name a file in a folder that exists", null);
    }
  }

  private static void write(Path file, String text) {
    try {
      Path whole = file.resolveSibling(file.getFileName() + ".part");
      Files.writeString(whole, text);
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new OutputException(file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
