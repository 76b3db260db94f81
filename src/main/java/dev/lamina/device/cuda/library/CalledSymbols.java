package dev.lamina.device.cuda.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/** The C functions that Lamina calls: the resource {@code symbols.properties}. */
final class CalledSymbols {
  private final Properties byLibrary = new Properties();

  CalledSymbols() {
    try (InputStream in = CalledSymbols.class.getResourceAsStream("symbols.properties")) {
      byLibrary.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** @param library a name such as {@code libcublas.so.12}; none are called of one that is not listed */
  List<String> of(String library) {
    String names = byLibrary.getProperty(library.replaceFirst("\\.so.*", ""), "");
    return names.isEmpty() ? List.of() : List.of(names.trim().split("\\s+"));
  }
}
