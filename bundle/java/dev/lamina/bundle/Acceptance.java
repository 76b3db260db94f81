package dev.lamina.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The comparisons of {@code bench/gpu/acceptance.sh}. Each prints one line; the exit code is 0 if all agrees, 1 if it does
 * not and 77 if there is nothing to compare.
 *
 * <pre>
 *   doctor DEVICE DOCTOR.json          the device is usable
 *   runs NAME PRECISION RUN REFERENCE  two runs agree to the tolerances of {@link RunComparison}
 *   same RUN RUN                       two runs agree bit for bit
 *   weights TOLERANCE RUN RUN          their weights agree
 *   measured MEASURED.json EXPECTED.json
 *   memory BEFORE AFTER                the GPU's memory is as before
 *   report WORK OUT DEVICE COMMIT      writes the results
 * </pre>
 */
public final class Acceptance {
  private static final int SKIPPED = 77;

  private Acceptance() {}

  /** What a comparison found: the exit code, and a line that says why. */
  record Result(int code, String line) {

    Result(boolean agrees, String line) {
      this(agrees ? 0 : 1, line);
    }

    static Result skipped(String line) {
      return new Result(SKIPPED, line);
    }

    boolean agrees() {
      return code == 0;
    }
  }

  public static void main(String[] arguments) {
    Result result;
    try {
      result = compare(arguments[0], List.of(arguments).subList(1, arguments.length));
    } catch (IOException | RuntimeException e) {
      e.printStackTrace();
      result = new Result(false, "cannot compare: " + e);
    }
    if (!result.line().isEmpty()) {
      System.out.println(result.line());
    }
    System.exit(result.code());
  }

  private static Result compare(String what, List<String> given) throws IOException {
    return switch (what) {
      case "doctor" -> doctor(given.get(0), json(Path.of(given.get(1))));
      case "runs" -> RunComparison.of(given.get(0), given.get(1)).compare(json(Path.of(given.get(2), "summary.json")),
          json(Path.of(given.get(3), "summary.json")));
      case "same" -> SameRuns.compare(Path.of(given.get(0)), Path.of(given.get(1)));
      case "weights" -> WeightComparison.compare(Double.parseDouble(given.get(0)), Path.of(given.get(1)),
          Path.of(given.get(2)));
      case "measured" -> MeasureComparison.compare(json(Path.of(given.get(0))), json(Path.of(given.get(1))));
      case "memory" -> GpuState.read(Path.of(given.get(0))).compare(GpuState.read(Path.of(given.get(1))));
      case "report" -> AcceptanceReport.write(Path.of(given.get(0)), Path.of(given.get(1)), given.get(2), given.get(3));
      default -> throw new IllegalArgumentException("unknown comparison " + what);
    };
  }

  private static Result doctor(String device, JsonNode found) {
    String text = found.path(device + "_device").asText();
    return new Result(!text.isEmpty() && !text.startsWith("not usable"), text);
  }

  static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(Files.readString(file));
  }
}
