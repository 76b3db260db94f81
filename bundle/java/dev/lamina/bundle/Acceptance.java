package dev.lamina.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The comparisons of {@code bench/gpu/record.sh}. Each prints one line; the exit code is 0 if all agrees and 1 if it
 * does not.
 *
 * <pre>
 *   runs NAME PRECISION RUN REFERENCE  two runs agree to the tolerances of {@link RunComparison}
 *   same RUN RUN                       two runs agree bit for bit
 *   weights TOLERANCE RUN RUN          their weights agree
 *   measured MEASURED.json EXPECTED.json
 * </pre>
 */
public final class Acceptance {
  private Acceptance() {}

  /** What a comparison found. */
  record Result(boolean agrees, String line) {}

  public static void main(String[] arguments) {
    Result result;
    try {
      List<String> given = List.of(arguments);
      result = compare(given.get(0), given.subList(1, given.size()));
    } catch (IOException | RuntimeException e) {
      e.printStackTrace();
      result = new Result(false, "cannot compare: " + e);
    }
    System.out.println(result.line());
    System.exit(result.agrees() ? 0 : 1);
  }

  static Result compare(String what, List<String> given) throws IOException {
    return switch (what) {
      case "runs" -> RunComparison.of(given.get(0), given.get(1)).compare(json(Path.of(given.get(2), "summary.json")),
          json(Path.of(given.get(3), "summary.json")));
      case "same" -> SameRuns.compare(Path.of(given.get(0)), Path.of(given.get(1)));
      case "weights" -> WeightComparison.compare(Double.parseDouble(given.get(0)), Path.of(given.get(1)),
          Path.of(given.get(2)));
      case "measured" -> MeasureComparison.compare(json(Path.of(given.get(0))), json(Path.of(given.get(1))));
      default -> throw new IllegalArgumentException("unknown comparison " + what);
    };
  }

  static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(Files.readString(file));
  }
}
