package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The command, run in this JVM with its output captured. */
final class Lamina {

  /** What {@code --device} calls the device that the tests must run on; {@code auto} takes it too. */
  static final String DEVICE = System.getProperty("lamina.require", "cpu").contains("cuda") ? "cuda" : "cpu";

  private Lamina() {}

  /** What a command left behind: its exit code and what it printed to standard output and error. */
  record Result(int code, String out, String err) {

    /** Checks that the command did its work. */
    Result done() {
      assertEquals(ExitCode.DONE, code, err);
      return this;
    }

    /** Standard output, which must be one JSON document and nothing else. */
    JsonNode json() {
      return Lamina.json(out);
    }
  }

  static Result run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    int code = Main.run(words, new PrintWriter(out, true), new PrintWriter(err, true));
    return new Result(code, out.toString(), err.toString());
  }

  /**
   * Checks that a command refuses its input: with that exit code, nothing on standard output, one line on standard
   * error that holds the given parts, and nothing new below {@code directory}.
   */
  static void assertRefused(Path directory, int code, List<String> parts, Object... arguments) {
    List<Path> before = tree(directory);
    Result result = run(arguments);
    String what = Arrays.toString(arguments) + " -> " + result;
    assertEquals(code, result.code(), what);
    assertEquals("", result.out(), what);
    assertEquals(1, result.err().lines().count(), what);
    assertTrue(result.err().startsWith("lamina: ") && result.err().endsWith(System.lineSeparator()), what);
    parts.forEach(part -> assertTrue(result.err().contains(part), "'" + part + "' is missing in " + what));
    assertFalse(result.err().contains("unexpected"), what);
    assertEquals(before, tree(directory), what);
  }

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything below a directory. */
  static List<Path> tree(Path directory) {
    try (var paths = Files.walk(directory)) {
      return paths.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
