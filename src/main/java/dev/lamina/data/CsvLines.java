package dev.lamina.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The lines of a text file of numbers, in UTF-8. */
final class CsvLines {
  private CsvLines() {}

  /** What is done with the lines. */
  interface Sink {
    /** Takes one line that is not empty; {@code number} counts all lines from 1. */
    void line(String line, int number);
  }

  /**
   * Hands over the lines that are not empty, without surrounding blanks and byte order mark.
   *
   * @param expected what the file should be, for messages
   * @throws DataException if the file is missing, empty or unreadable
   */
  static void forEach(Path file, String expected, Sink sink) {
    InputFile.size(file, expected);
    try (Reader text = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8);
        BufferedReader lines = new BufferedReader(text, 1 << 16)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String content = (number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line).strip();
        if (!content.isEmpty()) {
          sink.line(content, number);
        }
      }
    } catch (IOException e) {
      throw InputFile.unreadable(file.toString(), expected, e);
    }
  }
}
