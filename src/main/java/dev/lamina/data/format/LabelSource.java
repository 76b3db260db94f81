package dev.lamina.data.format;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where labels are.
 *
 * @param file the file
 * @param column the column or array in it, if one is named
 */
public record LabelSource(Path file, Optional<String> column) {

  /** {@code FILE} or {@code FILE:COLUMN}; a file whose own name has a colon is taken as it is if it is there. */
  public static LabelSource of(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || colon == text.length() - 1 || Files.exists(Path.of(text))) {
      return new LabelSource(Path.of(text), Optional.empty());
    }
    return new LabelSource(Path.of(text.substring(0, colon)), Optional.of(text.substring(colon + 1)));
  }
}
