package dev.lamina.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.lamina.device.cuda.CudaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {

  static class Passes {
    @Test
    void one() {}

    @Test
    void two() {}
  }

  static class Fails {
    @Test
    void wrong() {
      fail("a number is wrong");
    }

    @Test
    void right() {}
  }

  /** As a faulty kernel does: the test compares, and the guards, read afterwards, show that the device is lost. */
  @TestMethodOrder(MethodOrderer.MethodName.class)
  static class LosesTheDevice {
    @Test
    void a() {
      fail("a number is wrong");
    }

    @Test
    void b() {}

    @AfterEach
    void checkGuards() {
      throw new CudaException("cuStreamSynchronize failed: CUDA_ERROR_ILLEGAL_ADDRESS", true);
    }
  }

  private final List<Map<String, Object>> told = new ArrayList<>();

  private Progress run(Class<?>... classes) {
    Progress progress = new Progress(results -> told.add(Map.copyOf(results)));
    progress.run(Arrays.stream(classes).map(one -> selectClass(one)).toList());
    return progress;
  }

  @Test
  void countsByClass() {
    Progress progress = run(Passes.class, Fails.class);
    assertFalse(progress.passed());
    Map<String, Object> result = progress.result();
    assertEquals(3, result.get("passed"));
    assertEquals(1, result.get("failed"));
    assertEquals(List.of(), result.get("not_run"));
    assertEquals(List.of(List.of("ProgressTest$Passes", 2, 0), List.of("ProgressTest$Fails", 1, 1)),
        ((List<?>) result.get("classes")).stream().map(Map.class::cast)
            .map(one -> List.of(one.get("class"), one.get("passed"), one.get("failed"))).toList());
    assertTrue(run(Passes.class).passed());
    assertFalse(run().passed(), "nothing was tested");
  }

  @Test
  void tellsWhatIsUnderWay() {
    run(Passes.class, Fails.class);
    assertEquals("ProgressTest$Passes", told.get(0).get("under_way"));
    assertFalse(told.get(1).containsKey("under_way"), "between classes");
    assertEquals("ProgressTest$Fails", told.get(2).get("under_way"));
    assertEquals(1, told.get(3).get("failed"), "a failure is told at once");
  }

  @Test
  void stopsAtTheTestThatLosesTheDevice() {
    Progress progress = run(Passes.class, LosesTheDevice.class, Fails.class);
    assertFalse(progress.passed());
    Map<String, Object> result = progress.result();
    assertEquals(1, result.get("failed"), "the others did not fail");
    assertEquals(2, result.get("passed"));
    assertEquals(0, result.get("skipped"));
    assertEquals("ProgressTest$LosesTheDevice > a()", result.get("device_lost_by"));
    assertEquals(List.of("ProgressTest$Fails"), result.get("not_run"));
    assertTrue(progress.summary().contains("LosesTheDevice > a() lost the device"), progress.summary());
  }

  @Test
  void choosesByPartAndPattern() {
    String device = "dev.lamina.device.GemmConformanceTest";
    String cuda = "dev.lamina.device.cuda.PanelsTest";
    String metric = "dev.lamina.metric.GramTest";
    String other = "dev.lamina.cli.GramTest";
    List<String> all = List.of(device, cuda, metric, other);
    assertEquals(List.of(device, metric), all.stream().filter(Conformance.choice(null, null)).toList());
    assertEquals(List.of(metric), all.stream().filter(Conformance.choice("metric", null)).toList());
    assertEquals(List.of(metric, other), all.stream().filter(Conformance.choice(null, "Gram")).toList());
    assertEquals(List.of(metric), all.stream().filter(Conformance.choice("metric", "Gram")).toList());
    assertEquals(List.of(), all.stream().filter(Conformance.choice("network", "Gram")).toList());
  }

  @Test
  void resultsAreWrittenWhole(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("conformance.json");
    for (int passed = 0; passed < 2; passed++) {
      Conformance.write(file, Map.of("device", "cpu"), Map.of("passed", passed));
    }
    assertEquals("{\"device\":\"cpu\",\"passed\":1}", Acceptance.json(file).toString());
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }
}
