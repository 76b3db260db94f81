package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.data.format.SafetensorsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loss that is no longer finite fails the run, and all that was found until then is kept. */
class DivergedRunTest {

  @TempDir
  private Path directory;

  @Test
  void keepsWhatWasFound() {
    Path run = directory.resolve("run");
    Lamina.Result result = Lamina.run("run", "--set", "training.learning-rate=1e6", "--set", "training.check-every=1",
        "--json", "--out", run);
    assertEquals(ExitCode.FAILED, result.code(), result.err());
    JsonNode summary = result.json();
    assertEquals(summary, Lamina.json(Lamina.read(run.resolve("summary.json"))));
    assertEquals("diverged", summary.get("status").asText());
    assertTrue(summary.get("final_loss").isNull());
    String step = "step " + summary.get("steps").asInt();
    assertTrue(result.err().contains("not finite at " + step), result.err());
    List<String> losses = Lamina.read(run.resolve("losses.csv")).lines().toList();
    assertEquals(1, Double.parseDouble(losses.get(1).split(",")[4]), 0.05, "the loss before the first step");
    assertTrue(Lamina.read(run.resolve("report.html")).contains("diverged"));
    assertEquals(6, SafetensorsReader.read(run.resolve("weights.safetensors")).size());
  }

  @Test
  void countsDivergedMembers() {
    Lamina.Result result = Lamina.run("run", "--set", "training.learning-rate=1e6", "--set", "members=2", "--out",
        directory.resolve("run"));
    assertEquals(ExitCode.FAILED, result.code(), result.err());
    assertTrue(result.err().contains("members: 2 diverged"), result.err());
    assertTrue(Files.exists(directory.resolve("run/report.html")));
  }
}
