package dev.lamina.cli;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Where results go if nothing else is asked for: {@code runs/NAME-TIME}. */
final class RunsFolder {

  private RunsFolder() {}

  static Path path(String name) {
    String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT));
    return Path.of("runs", name.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + time);
  }
}
