package dev.lamina.data.format;

import dev.lamina.data.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The lines of a text file in UTF-8, none of which may be longer than what memory should hold of one. */
final class TextLines {
  private static final int LONGEST_LINE = 1 << 24;

  private TextLines() {}

  /** What is done with the lines. */
  interface Sink {
    /** Takes one line that is not empty; {@code number} counts all lines from 1. */
    void line(String line, int number);
  }

  /**
   * Hands over the lines that are not empty, without surrounding blanks and byte order mark.
   *
   * @param expected what the file should be, for messages
   * @throws DataException if the file is missing, empty or unreadable, or a line is longer than 16 MB
   */
  static void forEach(Path file, String expected, Sink sink) {
    InputFile.size(file, expected);
    try (Reader text = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8);
        BufferedReader lines = new BufferedReader(text, 1 << 16)) {
      StringBuilder line = new StringBuilder();
      int number = 1;
      for (int c = lines.read(); c >= 0; c = lines.read()) {
        if (c == '\n') {
          hand(line, number++, sink);
        } else if (line.length() == LONGEST_LINE) {
          throw new DataException(file + ", line " + number, "more than " + LONGEST_LINE + " characters in one line",
              expected, "check that it is the right file");
        } else if (number > 1 || !line.isEmpty() || c != '\uFEFF') {
          line.append((char) c);
        }
      }
      hand(line, number, sink);
    } catch (IOException e) {
      throw InputFile.unreadable(file.toString(), expected, e);
    }
  }

  private static void hand(StringBuilder line, int number, Sink sink) {
    String content = line.toString().strip();
    line.setLength(0);
    if (!content.isEmpty()) {
      sink.line(content, number);
    }
  }
}
