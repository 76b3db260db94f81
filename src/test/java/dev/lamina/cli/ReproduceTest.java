package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lamina reproduce}: what it prints, what it leaves behind and what it refuses. */
class ReproduceTest {

  @TempDir
  private Path directory;

  @Test
  void oneItem() {
    Path out = directory.resolve("not/yet/there");
    Lamina.Result result = Lamina.run("reproduce", "theory-nonlinear", "--quick", "--json", "--out", out).done();
    JsonNode verdicts = result.json();
    assertEquals(verdicts, Lamina.json(Lamina.read(out.resolve("verdicts.json"))));
    assertEquals(1, verdicts.get("items").size());
    JsonNode item = verdicts.get("items").get(0);
    assertEquals("theory-nonlinear", item.get("name").asText());
    assertEquals(item.get("verdicts").size(), verdicts.get("holds").asInt());
    for (JsonNode verdict : item.get("verdicts")) {
      assertEquals("holds", verdict.get("verdict").asText(), verdict.toString());
      assertTrue(verdict.get("min").asDouble() <= verdict.get("median").asDouble()
          && verdict.get("median").asDouble() <= verdict.get("max").asDouble(), verdict.toString());
    }
    for (JsonNode run : item.get("runs")) {
      Path tables = out.resolve("runs/theory-nonlinear").resolve(run.get("run").asText());
      assertEquals(1 + 10 * 10, Lamina.read(tables.resolve("metrics.csv")).lines().count());
      assertTrue(Lamina.read(tables.resolve("config.yaml")).contains("hidden: 9 "));
    }
    String html = Lamina.read(out.resolve("report.html"));
    assertTrue(html.contains("C of every layer as in the figure") && html.contains("Settings that are ours"), html);
    assertFalse(html.replace("href=\"#", "").matches("(?s).*(http:|https:|src=|href=|url\\().*"),
        "not self-contained");
    assertTrue(result.err().lines().allMatch(line -> line.startsWith("lamina: ") || line.matches("\\d+/\\d+ .*")),
        result.err());
    assertEquals(List.of(out), Lamina.tree(out.getParent()).stream().filter(path ->
        out.getParent().equals(path.getParent())).toList());
  }

  /** The law of equi-separation is not of data without classes: the command says so and exits with 1. */
  @Test
  void aClaimThatFails() {
    Path out = directory.resolve("out");
    Lamina.Result result = Lamina.run("reproduce", "equi-separation", "--quick", "--out", out, "--set",
        "data.kind=uniform", "--set", "data.samples=40", "--set", "data.classes=4", "--set", "data.dimension=3");
    assertEquals(ExitCode.FAILED, result.code(), result.err());
    assertTrue(result.out().contains("  FAILS "), result.out());
    assertTrue(result.out().lines().reduce((a, b) -> b).orElseThrow().matches("\\d+ of 11 claims hold, 0 deviate.*"),
        result.out());
    assertTrue(Lamina.read(out.resolve("report.html")).contains("A claim fails that was not expected to"));
  }

  @Test
  void whatItRefuses() {
    Path out = directory.resolve("out");
    refused(List.of("'theori'", "'theory'?"), "theori", "--out", out);
    refused(List.of("training.epochs", "data."), "depth", "--set", "training.epochs=1", "--out", out);
    refused(List.of("data.kinds", "data.kind"), "depth", "--set", "data.kinds=idx", "--out", out);
    Lamina.assertRefused(directory, ExitCode.DATA, List.of("missing.npz"), "reproduce", "--out", out, "--set",
        "data.kind=npz", "--set", "data.file=missing.npz");
    refused(List.of("none of the chosen items"), "theory", "--set", "data.kind=idx", "--out", out);
    refused(List.of("exists already"), "theory", "--out", directory);
    refused(List.of("'gpu'"), "theory", "--device", "gpu", "--out", out);
    assertFalse(Files.exists(out));
  }

  private void refused(List<String> parts, Object... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = "reproduce";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Lamina.assertRefused(directory, ExitCode.USAGE, parts, all);
  }
}
