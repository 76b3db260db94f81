package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.GoldenCase;
import java.util.List;

/** A reference case beside what the commands print. */
final class Golden extends GoldenCase {

  /** The metrics of every case, by the names of the golden files and of Lamina's results. */
  static final List<String> METRICS = List.of("trace_within", "trace_between", "compression", "discrimination", "nc1",
      "separation_fuzziness", "numerical_rank", "effective_rank", "stable_rank", "nc2_equinorm", "nc2_equiangular_std",
      "nc2_max_angle", "cdnv");

  Golden(String name) {
    super(name);
  }

  /** Checks a number of a result relative to what is expected. */
  static void assertClose(double expected, JsonNode actual, double tolerance, String what) {
    assertEquals(expected, actual.asDouble(Double.NaN), tolerance * Math.abs(expected), what);
  }
}
