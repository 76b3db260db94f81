package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, doctor and report. */
class OtherCommandsTest {

  @TempDir
  private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"run", "measure", "reproduce", "report", "data", "doctor"})
  void everyCommandExplainsItself(String command) {
    Lamina.Result help = Lamina.run(command, "--help").done();
    assertTrue(help.out().startsWith("Usage: lamina " + command), help.out());
    assertTrue(help.out().lines().count() > 4, help.out());
    assertEquals("", help.err());
    assertTrue(Lamina.run("--help").done().out().contains("\n  " + command + " "),
        "not among the commands of lamina --help");
  }

  @Test
  void versionIsOneLine() {
    assertEquals(1, Lamina.run("--version").done().out().lines().count());
  }

  /** Usage is a message here, and not the result that was asked for. */
  @Test
  void noArgumentsAtAll() {
    Lamina.Result result = Lamina.run();
    assertEquals(ExitCode.USAGE, result.code());
    assertEquals("", result.out());
    assertTrue(result.err().startsWith("Usage: lamina"), result.err());
  }

  @Test
  void doctorSaysWhatWasChosen() {
    Lamina.Result result = Lamina.run("doctor").done();
    assertTrue(result.out().matches("(?s).*cpu device +\\S.*OpenBLAS.*cuda device +\\S.*cuda libraries +\\S.*"
        + "chosen by auto +" + Lamina.DEVICE + "\\R\\R.*Searched, in this order.*"), result.out());
    JsonNode json = Lamina.run("doctor", "--json").done().json();
    assertEquals(Lamina.DEVICE, json.get("chosen_by_auto").asText());
    assertTrue(json.get("cpu_device").asText().contains("OpenBLAS"), json.toString());
    assertTrue(json.get("cuda_device").isTextual(), json.toString());
    assertTrue(json.get("cuda_libraries").get("folders").size() > 5, json.toString());
  }

  @Test
  void reportIsMadeAgain() throws IOException {
    Path run = directory.resolve("run");
    Lamina.run("run", "--set", "training.epochs=2", "--out", run).done();
    Path html = run.resolve("report.html");
    String first = Lamina.read(html);
    Files.delete(html);
    Lamina.Result result = Lamina.run("report", run).done();
    assertEquals(List.of(html.toString()), result.out().lines().toList());
    assertEquals("", result.err());
    assertEquals(first, Lamina.read(html));
  }
}
