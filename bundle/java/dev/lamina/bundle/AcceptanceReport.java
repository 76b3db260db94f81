package dev.lamina.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lamina.experiment.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes what the checks found as {@code acceptance.json} and as a table in {@code acceptance.txt}. */
final class AcceptanceReport {

  private AcceptanceReport() {}

  /** One check, as the script noted it. */
  private record Check(String name, String verdict, double seconds, String note) {

    static Check of(String line) {
      String[] part = line.split("\t", 4);
      return new Check(part[0], part[1], Double.parseDouble(part[2]), part[3]);
    }

    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("check", name);
      map.put("verdict", verdict.toLowerCase(Locale.ROOT));
      map.put("seconds", seconds);
      map.put("note", note);
      return map;
    }
  }

  static Acceptance.Result write(Path work, Path out, String device, String commit) throws IOException {
    List<Check> checks = Files.readAllLines(work.resolve("checks")).stream().map(Check::of).toList();
    JsonNode doctor = doctor(work.resolve("doctor.json"));
    String name = doctor.path(device + "_device").asText("unknown");
    long failed = checks.stream().filter(check -> check.verdict().equals("FAIL")).count();
    long skipped = checks.stream().filter(check -> check.verdict().equals("skipped")).count();
    double seconds = Math.round(checks.stream().mapToDouble(Check::seconds).sum());

    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("verdict", failed == 0 ? "pass" : "fail");
    tree.put("finished", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    tree.put("commit", commit);
    tree.put("device", device);
    tree.put("device_name", name);
    tree.put("seconds", seconds);
    tree.put("gpu_before", GpuState.read(work.resolve("gpu-before")).values());
    tree.put("gpu_after", GpuState.read(work.resolve("gpu-after")).values());
    tree.put("checks", checks.stream().map(Check::toMap).toList());
    tree.put("doctor", new ObjectMapper().convertValue(doctor, Object.class));
    Files.writeString(out.resolve("acceptance.json"), Json.write(tree));

    List<String> lines = new ArrayList<>();
    checks.forEach(check -> lines.add(String.format(Locale.ROOT, "%-8s %6.1f s  %-42s %s", check.verdict(),
        check.seconds(), check.name(), check.note())));
    lines.add("");
    lines.add("device: " + name);
    lines.add(String.format(Locale.ROOT, "%s: %d checks, %d failed, %d skipped, %.0f s, commit %s",
        failed == 0 ? "PASS" : "FAIL", checks.size(), failed, skipped, seconds, commit));
    Files.write(out.resolve("acceptance.txt"), lines);
    return new Acceptance.Result(true, "");
  }

  private static JsonNode doctor(Path file) {
    try {
      return Acceptance.json(file);
    } catch (IOException e) {
      return new ObjectMapper().createObjectNode(); // doctor failed, which its check says
    }
  }
}
