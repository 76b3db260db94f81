package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.data.format.SafetensorsReader;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A signal ends a run within a step, with its results so far and a checkpoint; a second one ends the process. */
@Timeout(120)
class InterruptedRunTest {

  /** Never ends by itself. */
  private static final List<String> ENDLESS =
      List.of("--set", "training.epochs=2000000000", "--set", "training.stop-loss=");

  @TempDir
  private Path directory;

  private Path run;
  private String said;

  private Process start(List<String> settings) throws IOException {
    run = directory.resolve("run");
    List<String> command = new ArrayList<>();
    if (System.getProperty("os.name").equals("Linux")) {
      // A child of a background job would ignore the signal.
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Dlamina.terminal=true", "-cp", System.getProperty("java.class.path"), "dev.lamina.cli.Main", "run", "--json",
        "--device", "cpu", "--out", run.toString()));
    command.addAll(settings);
    return new ProcessBuilder(command).redirectOutput(directory.resolve("out").toFile()).start();
  }

  /** Something to wait for, after a run's messages have held a word. */
  private interface Moment {
    void await() throws IOException, InterruptedException;
  }

  /** Starts a run, signals it at a moment, and returns its exit code. */
  private int interrupt(String signal, String word, Moment moment, List<String> settings)
      throws IOException, InterruptedException {
    Process process = start(settings);
    try (Reader err = process.errorReader()) {
      StringBuilder text = new StringBuilder();
      await(err, text, word);
      moment.await();
      send(signal, process);
      for (int c = err.read(); c >= 0; c = err.read()) {
        text.append((char) c);
      }
      said = text.toString();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still running");
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static void send(String signal, Process process) throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor());
  }

  /** Reads until something is said. */
  private static void await(Reader err, StringBuilder text, String what) throws IOException {
    while (!text.toString().contains(what)) {
      int c = err.read();
      if (c < 0) {
        throw new AssertionError("ended before it said '" + what + "': " + text);
      }
      text.append((char) c);
    }
  }

  private JsonNode summary() {
    JsonNode summary = Lamina.json(Lamina.read(run.resolve("summary.json")));
    assertEquals(summary, Lamina.json(Lamina.read(directory.resolve("out"))));
    return summary;
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void leavesResultsAndACheckpoint(String signal) throws IOException, InterruptedException {
    assertEquals(ExitCode.INTERRUPTED, interrupt(signal, "] ", () -> { }, ENDLESS));
    assertEquals(1, said.lines().filter(line -> line.contains("SIG" + signal + ": stopping")).count(), said);
    assertEquals("interrupted", summary().get("status").asText());
    assertTrue(Files.exists(run.resolve("report.html")));
    assertEquals(6, SafetensorsReader.read(run.resolve("checkpoint.safetensors")).stream()
        .filter(tensor -> tensor.name().endsWith(".weight")).count());
    assertEquals(List.of("out", "run"), names());
  }

  /** The second of epochs of 60,000 steps, which take seconds each. */
  @Test
  void endsInTheMiddleOfAnEpoch() throws IOException, InterruptedException {
    List<String> settings =
        List.of("--set", "data.kind=gaussian", "--set", "data.samples=60000", "--set", "data.dimension=4", "--set",
            "training.batch=1", "--set", "network.width=64", "--set", "training.learning-rate=1e-9",
        "--set", "training.stop-loss=");
    assertEquals(ExitCode.INTERRUPTED, interrupt("TERM", "] ", () -> { }, settings));
    JsonNode summary = summary();
    assertEquals(1, summary.get("epochs").asInt());
    int steps = summary.get("steps").asInt();
    assertTrue(steps >= 60_000 && steps < 120_000, steps + " steps");
    SafetensorsReader checkpoint = SafetensorsReader.open(run.resolve("checkpoint.safetensors"));
    assertEquals("1", checkpoint.metadata().get("epoch"));
    assertEquals(Integer.toString(steps - 60_000), checkpoint.metadata().get("step"));
  }

  /** The final measuring is asked, too: what was measured by then stays, the rest is null. */
  @Test
  void endsInTheMiddleOfMeasuring() throws IOException, InterruptedException {
    List<String> settings = List.of("--set", "metrics.spectrum=svd", "--set", "training.epochs=1", "--set",
        "network.hidden=60", "--set", "network.width=600", "--set", "data.samples=600", "--set", "data.dimension=600");
    assertEquals(ExitCode.INTERRUPTED, interrupt("TERM", " on cpu", this::weightsAreSaved, settings));
    JsonNode layers = summary().get("layers");
    assertEquals(61, layers.size());
    assertTrue(layers.get(60).get("compression").isNull(), layers.get(60).toString());
    assertTrue(Files.exists(run.resolve("weights.safetensors")));
  }

  /** That happens between training and measuring. */
  private void weightsAreSaved() throws IOException, InterruptedException {
    while (true) {
      try (var files = Files.walk(directory)) {
        if (files.anyMatch(file -> file.endsWith("weights.safetensors"))) {
          return;
        }
      }
      Thread.sleep(10);
    }
  }

  @Test
  void aSecondSignalEndsTheProcessAtOnce() throws IOException, InterruptedException {
    Process process = start(ENDLESS);
    try (Reader err = process.errorReader()) {
      StringBuilder text = new StringBuilder();
      await(err, text, "] ");
      send("STOP", process);
      send("TERM", process);
      send("INT", process);
      send("CONT", process);
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still running");
      assertEquals(ExitCode.INTERRUPTED, process.exitValue());
      assertEquals("", Lamina.read(directory.resolve("out")));
      assertFalse(Files.exists(run));
    } finally {
      process.destroyForcibly();
    }
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
