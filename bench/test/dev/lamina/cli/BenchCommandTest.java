package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lamina bench} where its benchmarks are there. */
class BenchCommandTest {

  @TempDir
  private Path directory;

  @Test
  void list() {
    List<String> names =
        Lamina.run("bench", "--list", "--quick", "--device", "cpu", "theory", "init").done().out().lines().toList();
    assertEquals(6, names.size(), names.toString());
    assertTrue(names.get(0).startsWith("step/theory"));
  }

  @Test
  void wrongUsage() {
    Lamina.assertRefused(directory, ExitCode.USAGE, List.of("'nonsense'", "--list"), "bench", "--device", "cpu",
        "nonsense");
    Lamina.assertRefused(directory, ExitCode.USAGE, List.of("'gpu'", "auto, cpu, cuda or cuda:N"), "bench", "--device",
        "gpu");
    Lamina.assertRefused(directory, ExitCode.DEVICE, List.of("cuda:99"), "bench", "--quick", "--device", "cuda:99");
  }

  /** Nobody waits an hour to learn that the results cannot be kept. */
  @Test
  void resultsThatCannotBeKept() {
    Path file = directory.resolve("nowhere").resolve("results.json");
    Lamina.assertRefused(directory, ExitCode.FAILED, List.of("results.json"), "bench", "--quick", "--device", "cpu",
        "--out", file);
    Lamina.assertRefused(directory, ExitCode.FAILED, List.of(directory.toString()), "bench", "--quick", "--device",
        "cpu", "--out", directory);
  }
}
