package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The packaged experiments give the same on the device under test as on the CPU.
 *
 * <p>Tolerances are relative: float64 runs differ by rounding that training carries on; float32 runs by as much more,
 * and the hybrid network, whose ReLUs switch, more than the linear one.
 */
@EnabledIfSystemProperty(named = "lamina.require", matches = "(soft)?cuda", disabledReason = "compares two devices")
class DeviceAgreementTest {
  private static final List<String> METRICS =
      List.of("trace_within", "trace_between", "compression", "discrimination", "numerical_rank", "nc1");

  @TempDir
  private Path directory;

  @ParameterizedTest
  @CsvSource({
    "theory, fp64, 1e-9", "theory, fp32, 2e-4", "theory, tf32, 2e-4",
    "fashion-mnist-hybrid, fp64, 1e-7", "fashion-mnist-hybrid, fp32, 2e-2", "fashion-mnist-hybrid, tf32, 2e-2"})
  void packagedExperiments(String name, String precision, double tolerance) {
    List<Object> arguments = new ArrayList<>(List.of("run", name, "--precision", precision, "--json"));
    if (name.startsWith("fashion")) {
      arguments.addAll(List.of("--set", "training.epochs=1", "--set", "network.width=128"));
    }
    JsonNode cpu = run(arguments, "cpu");
    JsonNode cuda = run(arguments, "cuda");
    assertTrue(cuda.get("device").asText().startsWith("cuda"), cuda.get("device").asText());
    assertEquals(cpu.get("steps"), cuda.get("steps"));
    close("final loss", cpu.get("final_loss"), cuda.get("final_loss"), tolerance);
    assertEquals(cpu.get("layers").size(), cuda.get("layers").size());
    for (int l = 0; l < cpu.get("layers").size(); l++) {
      for (String metric : METRICS) {
        close(metric + " of layer " + l, cpu.get("layers").get(l).get(metric), cuda.get("layers").get(l).get(metric),
            tolerance);
      }
    }
  }

  private JsonNode run(List<Object> arguments, String device) {
    List<Object> all = new ArrayList<>(arguments);
    all.addAll(List.of("--device", device, "--out", directory.resolve(device)));
    return Lamina.run(all.toArray()).done().json();
  }

  private static void close(String what, JsonNode expected, JsonNode found, double tolerance) {
    assertEquals(expected.asDouble(), found.asDouble(), tolerance * Math.abs(expected.asDouble()), what);
  }
}
