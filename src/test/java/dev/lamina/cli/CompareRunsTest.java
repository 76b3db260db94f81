package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lamina report A B}: the reports of both, and a page that compares them. */
class CompareRunsTest {

  @TempDir
  private Path directory;

  private Path first;
  private Path second;

  @BeforeEach
  void run() {
    first = directory.resolve("first");
    second = directory.resolve("second");
    Lamina.run("run", "theory", "--set", "training.epochs=20", "--out", first).done();
    Lamina.run("run", "theory", "--set", "training.epochs=20", "--set", "network.hidden=3", "--set", "members=2",
        "--out", second).done();
  }

  @Test
  void besideTheFirst() {
    Lamina.Result result = Lamina.run("report", first, second).done();
    Path page = directory.resolve("comparison.html");
    assertEquals(List.of(first.resolve("report.html"), second.resolve("report.html"), page),
        result.out().lines().map(Path::of).toList());
    String html = Lamina.read(page);
    assertTrue(html.contains("first \u00b7 second") && html.contains("range over the members"));
    String settings = html.substring(html.indexOf("Settings that differ"), html.indexOf("Configuration of first"));
    assertTrue(settings.contains("network.hidden") && settings.contains("members"), settings);
    assertFalse(settings.contains("training.epochs"), "what is the same is left out");
  }

  /** The second run alone has probes: it is not drawn as the first one is. */
  @Test
  void aRunHasOneColourInAllCharts() {
    Path third = directory.resolve("third");
    Lamina.run("run", "theory", "--set", "training.epochs=20", "--set", "metrics.probe=true", "--set",
        "metrics.probe-epochs=2", "--out", third).done();
    Lamina.run("report", first, third).done();
    String html = Lamina.read(directory.resolve("comparison.html"));
    String probes = html.substring(html.indexOf("Accuracy of linear probes"), html.indexOf("Training loss"));
    assertTrue(probes.contains("q8 marker") && !probes.contains("c0 marker") && !probes.contains("q0 marker"), probes);
  }

  @Test
  void whereItIsAskedFor() {
    Path page = directory.resolve("here.html");
    Lamina.run("report", first, second, "--out", page).done();
    assertTrue(Files.exists(page));
    assertFalse(Files.exists(directory.resolve("comparison.html")));
  }

  @Test
  void oneRunIsNoComparison() {
    Lamina.assertRefused(directory, ExitCode.USAGE, List.of("--out", "there is one"), "report", first, first, "--out",
        directory.resolve("page.html"));
    Lamina.run("report", first).done();
    assertFalse(Files.exists(directory.resolve("comparison.html")));
  }

  @Test
  void aMissingRunIsNamed() throws IOException {
    Files.delete(first.resolve("report.html"));
    Lamina.Result result = Lamina.run("report", first, directory.resolve("third"));
    assertTrue(result.code() != ExitCode.DONE && result.err().contains("third: no such directory"), result.err());
    assertFalse(Files.exists(first.resolve("report.html")), "nothing is written");
    assertFalse(Files.exists(directory.resolve("comparison.html")));
  }
}
