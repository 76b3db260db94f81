package dev.lamina.data.format;

import dev.lamina.data.DataException;
import java.nio.file.Path;
import java.util.Collection;

/** How messages name an array, and the message for one that is not there. */
final class ArrayName {
  private ArrayName() {}

  /** {@code file: array 'name'}. */
  static String in(Path file, String name) {
    return file + ": array '" + name + "'";
  }

  /** The exception for a name that is not among {@code names}. */
  static DataException missing(Path file, String name, Collection<String> names) {
    return new DataException(
        file.toString(), "there is no array '" + name + "'", "one of " + names, "name one of these arrays");
  }
}
