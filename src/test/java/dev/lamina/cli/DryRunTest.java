package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --dry-run} says what memory a run would need, and writes nothing. */
class DryRunTest {

  /** Terabytes: a thousand hidden layers of 40000. */
  private static final List<String> HUGE =
      List.of("run", "--set", "network.width=40000", "--set", "network.hidden=1000", "--device", Lamina.DEVICE);

  @TempDir
  private Path directory;

  @Test
  void tableOfBytesByPurpose() {
    Lamina.Result result = Lamina.run("run", "--dry-run", "--out", directory.resolve("run")).done();
    assertTrue(result.out().matches("(?s).*parameters +50600\\R.*total +\\d+ .*the device holds it\\R"), result.out());
    assertEquals("", result.err());
    assertEquals(List.of(directory), Lamina.tree(directory));
  }

  /** The paper's network: 5 matrices of 50 x 50 and one of 3 x 50, in float32. */
  @Test
  void json() {
    JsonNode plan = Lamina.run("run", "--dry-run", "--json", "--out", directory.resolve("run")).done().json();
    assertEquals(4 * (5 * 2500 + 150), plan.at("/bytes_by_purpose/parameters").asLong());
    long sum = 0;
    for (JsonNode bytes : plan.get("bytes_by_purpose")) {
      sum += bytes.asLong();
    }
    assertTrue(plan.get("bytes").asLong() >= sum);
    assertTrue(plan.get("fits").asBoolean());
    assertTrue(plan.get("device_memory_bytes").asLong() > plan.get("bytes").asLong());
  }

  /** What the check against theory works in, an N x N matrix, and the views, are part of the plan. */
  @Test
  void countsWhatComesBeforeAndAfterTraining() {
    long gram = workspace("data.samples=1500");
    assertTrue(gram >= 8L * 1500 * 1500, gram + " bytes");
    String[] wide = {"data.samples=1500", "network.width=1000", "network.nonlinear=5", "metrics.views=none"};
    long without = workspace(wide);
    wide[3] = "metrics.views=pca";
    long centred = workspace(wide) - without;
    assertTrue(centred >= 8L * 1500 * 1000, centred + " bytes");
  }

  private long workspace(String... settings) {
    List<Object> arguments = new ArrayList<>(List.of("run", "--dry-run", "--json", "--out", directory.resolve("run"),
        "--set", "data.dimension=20", "--set", "data.kind=gaussian", "--device", Lamina.DEVICE));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    return Lamina.run(arguments.toArray()).done().json().at("/bytes_by_purpose/workspace").asLong();
  }

  @Test
  void saysWhatTheJavaHeapMustHold() {
    JsonNode plan = Lamina.run("run", "--dry-run", "--json", "--out", directory.resolve("run")).done().json();
    assertTrue(plan.get("heap_bytes").asLong() > 0);
    assertTrue(plan.get("heap_memory_bytes").asLong() > plan.get("heap_bytes").asLong());
  }

  @Test
  void doublePrecisionNeedsTwiceTheParameters() {
    JsonNode plan = Lamina.run("run", "--dry-run", "--json", "--precision", "fp64", "--out", directory
        .resolve("run")).done().json();
    assertEquals(8 * (5 * 2500 + 150), plan.at("/bytes_by_purpose/parameters").asLong());
  }

  @Test
  void planThatTheMachineCannotHold() {
    Lamina.Result result = Lamina.run(with(HUGE, "--dry-run", "--json", "--out", directory.resolve("run")));
    assertEquals(ExitCode.DEVICE, result.code(), result.toString());
    assertFalse(result.json().get("fits").asBoolean());
    assertEquals(List.of(directory), Lamina.tree(directory));
  }

  @Test
  void runThatTheMachineCannotHold() {
    Lamina.Result result = Lamina.run(with(HUGE, "--out", directory.resolve("run")));
    assertEquals(ExitCode.DEVICE, result.code(), result.toString());
    assertEquals("", result.out());
    assertFalse(result.err().contains("unexpected"), result.err());
    assertTrue(result.err().contains("bytes"), result.err());
    assertEquals(List.of(directory), Lamina.tree(directory));
  }

  private static Object[] with(List<String> arguments, Object... more) {
    return Stream.concat(arguments.stream(), Arrays.stream(more)).toArray();
  }
}
