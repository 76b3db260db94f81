package dev.lamina.cli;

import dev.lamina.device.DeviceChoice;
import dev.lamina.device.DeviceException;
import dev.lamina.device.DeviceInfo;
import dev.lamina.device.Precision;
import dev.lamina.device.cuda.library.CudaLibraries;
import dev.lamina.result.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lamina doctor}: what this machine offers and what would be chosen. */
@Command(name = "doctor", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Says what this machine offers and which device runs would use.")
final class DoctorCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec;

  @Option(names = "--json", description = "print one JSON document")
  private boolean json;

  @Override
  public Integer call() {
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("lamina", Version.string());
    found.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version") + " ("
        + System.getProperty("java.home") + ")");
    found.put("operating system", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
        + System.getProperty("os.arch"));
    found.put("processors", Runtime.getRuntime().availableProcessors());
    found.put("java heap", bytes(Runtime.getRuntime().maxMemory()));
    String cpu = device("cpu", found);
    CudaLibraries libraries = CudaLibraries.find();
    String cuda = null;
    if (libraries.usable()) {
      cuda = device("cuda", found);
    } else {
      found.put("cuda device", "not usable: " + libraries.problems().get(0).missing());
    }
    found.put("cuda libraries", libraries.summary());
    String chosen = cuda != null ? cuda : cpu;
    found.put("chosen by auto", chosen == null ? "none" : chosen);
    print(found, libraries);
    return chosen == null ? ExitCode.DEVICE : ExitCode.DONE;
  }

  /** Opens a device and tells what it is, or why it cannot be opened; its name, or null. */
  private static String device(String name, Map<String, Object> found) {
    String key = name + " device";
    try (DeviceChoice choice = DeviceChoice.open(name, Precision.FP32)) {
      DeviceInfo info = choice.device().info();
      found.put(key, info.name() + ", " + String.join(", ", info.versions()) + ", " + bytes(info.memoryBytes())
          + " of memory");
      return name;
    } catch (DeviceException e) {
      found.put(key, "not usable: " + e.getMessage());
      return null;
    }
  }

  private void print(Map<String, Object> found, CudaLibraries libraries) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> keys = new LinkedHashMap<>();
      found.forEach((key, value) -> keys.put(key.replace(' ', '_'), value));
      keys.put("cuda_libraries", LibraryReport.json(libraries));
      out.print(Json.write(keys));
    } else {
      found.forEach((key, value) -> out.printf(Locale.ROOT, "%-18s %s%n", key, value));
      out.println();
      LibraryReport.print(libraries, out);
    }
    out.flush();
  }

  private static String bytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }
}
