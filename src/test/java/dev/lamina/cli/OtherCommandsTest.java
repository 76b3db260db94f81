package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.experiment.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, doctor and report. */
class OtherCommandsTest {

  @TempDir
  private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"run", "measure", "reproduce", "report", "data", "doctor", "completion"})
  void everyCommandExplainsItself(String command) {
    Lamina.Result help = Lamina.run(command, "--help").done();
    assertTrue(help.out().startsWith("Usage: lamina " + command), help.out());
    assertTrue(help.out().lines().count() > 4, help.out());
    assertEquals("", help.err());
    assertTrue(Lamina.run("--help").done().out().contains("\n  " + command + " "),
        "not among the commands of lamina --help");
  }

  @Test
  void helpIsACommandToo() {
    assertEquals(Lamina.run("--help").done().out(), Lamina.run("help").done().out());
    assertEquals(Lamina.run("run", "--help").done().out(), Lamina.run("help", "run").done().out());
  }

  /** A line on each, and no more. */
  @Test
  void experimentsAreListed() {
    List<String> lines = Lamina.run("run", "--list").done().out().lines().toList();
    assertEquals(ConfigReader.NAMES, lines.stream().map(line -> line.split(" ")[0]).toList());
    lines.forEach(line -> assertTrue(line.matches("[a-z0-9-]+ +\\S.{20,90}"), line));
  }

  /**
   * In bash itself, where that is there: after "lamina m" there are two commands, and after "lamina run th" three
   * names.
   */
  @Test
  void theShellCompletes() throws IOException, InterruptedException {
    String script = Lamina.run("completion").done().out();
    assertTrue(script.contains("_complete_lamina"), script);
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")));
    Path file = Lamina.write(directory.resolve("completion"), script);
    assertEquals(List.of("measure", "metrics"), complete(file, "lamina", "m"));
    assertEquals(List.of("--dry-run"), complete(file, "lamina", "run", "--dr"));
    assertEquals(List.of("theory", "theory-nonlinear", "theory-scale-1"), complete(file, "lamina", "run", "th"));
  }

  private static List<String> complete(Path script, String... words) throws IOException, InterruptedException {
    Process bash = new ProcessBuilder("/bin/bash", "--norc", "-c", "source '" + script + "'; COMP_WORDS=("
        + String.join(" ", words) + "); COMP_CWORD=" + (words.length - 1)
        + "; _complete_lamina; printf '%s\\n' \"${COMPREPLY[@]}\"")
        .redirectError(ProcessBuilder.Redirect.DISCARD).start(); // outside of a completion bash warns of compopt
    String output = new String(bash.getInputStream().readAllBytes());
    assertEquals(0, bash.waitFor(), output);
    return output.lines().map(String::strip).sorted().toList();
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
