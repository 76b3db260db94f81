package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.data.SafetensorsReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C ends a run with its results so far and a checkpoint. */
class InterruptedRunTest {

  @TempDir
  private Path directory;

  @Test
  @Timeout(60)
  void leavesResultsAndACheckpoint() throws IOException, InterruptedException {
    Path run = directory.resolve("run");
    List<String> command = new ArrayList<>();
    if (System.getProperty("os.name").equals("Linux")) {
      // A child of a background job would ignore the signal.
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Dlamina.terminal=true", "-cp", System.getProperty("java.class.path"), "dev.lamina.cli.Main", "run", "--json",
        "--set", "training.epochs=2000000000", "--set", "training.stop-loss=", "--out", run.toString()));
    Process process = new ProcessBuilder(command).redirectOutput(directory.resolve("out").toFile()).start();
    try (Reader err = process.errorReader()) {
      awaitProgress(err);
      assertEquals(0, new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor());
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still running");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(ExitCode.INTERRUPTED, process.exitValue());
    JsonNode summary = Lamina.json(Lamina.read(run.resolve("summary.json")));
    assertEquals(summary, Lamina.json(Lamina.read(directory.resolve("out"))));
    assertEquals("interrupted", summary.get("status").asText());
    assertTrue(Files.exists(run.resolve("report.html")));
    assertEquals(6, SafetensorsReader.read(run.resolve("checkpoint.safetensors")).stream()
        .filter(tensor -> tensor.name().endsWith(".weight")).count());
  }

  /** Reads until the first bar, which a carriage return begins. */
  private static void awaitProgress(Reader err) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (int c = err.read(); c != '\r'; c = err.read()) {
      if (c < 0) {
        throw new AssertionError("ended before any progress: " + seen);
      }
      seen.append((char) c);
    }
  }
}
