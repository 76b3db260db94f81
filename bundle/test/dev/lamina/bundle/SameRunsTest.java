package dev.lamina.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameRunsTest {

  @TempDir
  private Path root;
  private Path first;
  private Path second;

  @BeforeEach
  void write() throws IOException {
    first = run("first", 1.5);
    second = run("second", 2.5);
  }

  private Path run(String name, double seconds) throws IOException {
    Path run = Files.createDirectories(root.resolve(name));
    Files.writeString(run.resolve("weights.safetensors"), "weights");
    Files.writeString(run.resolve("losses.csv"), "losses");
    Files.writeString(run.resolve("metrics.csv"), "metrics");
    Files.writeString(run.resolve("summary.json"), "{\"seconds\": " + seconds + ", \"final_loss\": 1}");
    return run;
  }

  @Test
  void onlyTheTimeMayDiffer() throws IOException {
    assertTrue(SameRuns.compare(first, second).agrees());
    Files.writeString(second.resolve("losses.csv"), "other ");
    Files.writeString(second.resolve("summary.json"), "{\"seconds\": 1.5, \"final_loss\": 2}");
    assertEquals("different: [losses.csv, summary.json]", SameRuns.compare(first, second).line());
    assertFalse(SameRuns.compare(first, second).agrees());
  }

  @Test
  void anEmptyFileIsNoResult() throws IOException {
    Files.writeString(first.resolve("metrics.csv"), "");
    Files.writeString(second.resolve("metrics.csv"), "");
    assertEquals("metrics.csv is empty", SameRuns.compare(first, second).line());
    assertFalse(SameRuns.compare(first, second).agrees());
  }

  @Test
  void aMissingFileIsNoResult() throws IOException {
    Files.delete(second.resolve("weights.safetensors"));
    assertThrows(NoSuchFileException.class, () -> SameRuns.compare(first, second));
  }

  @Test
  void aRunIsNotComparedWithItself() throws IOException {
    assertFalse(SameRuns.compare(first, root.resolve("second/../first")).agrees());
  }
}
