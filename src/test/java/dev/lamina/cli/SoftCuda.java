package dev.lamina.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The command in a process of its own on the software CUDA device, which tells at its end what happened on it. */
final class SoftCuda {

  private SoftCuda() {}

  /**
   * What a process left behind.
   *
   * @param calls how often each function of CUDA's libraries was called
   * @param report the device's counters at the end
   */
  record Result(int code, String out, String err, Map<String, Integer> calls, JsonNode report) {

    /** What was not given back, by name. */
    Map<String, Integer> leaks() {
      Map<String, Integer> leaks = new TreeMap<>();
      for (Iterator<Map.Entry<String, JsonNode>> fields = report.properties().iterator(); fields.hasNext(); ) {
        Map.Entry<String, JsonNode> field = fields.next();
        String name = field.getKey();
        if ((name.startsWith("live_") || name.equals("contexts_retained")) && field.getValue().asInt() != 0) {
          leaks.put(name, field.getValue().asInt());
        }
      }
      return leaks;
    }
  }

  /**
   * Runs {@code lamina} with the given arguments.
   *
   * @param folder empty; receives what is printed and recorded
   * @param environment settings of the device, and others
   */
  static Result run(Path folder, Map<String, String> environment, Object... arguments) {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
        "dev.lamina.cli.Main"));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Path calls = folder.resolve("calls");
    Path report = folder.resolve("report");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("SOFTCUDA_LOG", calls.toString());
    builder.environment().put("SOFTCUDA_REPORT", report.toString());
    builder.environment().putAll(environment);
    try {
      int code = builder.start().waitFor();
      Map<String, Integer> counts = new TreeMap<>();
      for (String line : Files.readAllLines(calls)) {
        String[] words = line.split(" ");
        counts.put(words[0], Integer.parseInt(words[1]));
      }
      return new Result(code, Files.readString(out), Files.readString(err), counts, Lamina.json(Lamina.read(report)));
    } catch (IOException e) {
      throw new UncheckedIOException("after " + command + ": " + Lamina.read(err), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
