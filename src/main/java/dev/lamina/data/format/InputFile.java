package dev.lamina.data.format;

import dev.lamina.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What every reader asks of a file before it looks inside. */
final class InputFile {
  private InputFile() {}

  /**
   * The size in bytes of a readable, regular, non-empty file.
   *
   * @param expected what the caller reads, such as {@code "a .npy file"}
   * @throws DataException if {@code file} is missing, a directory, unreadable or empty
   */
  static long size(Path file, String expected) {
    if (!Files.exists(file)) {
      throw new DataException(file.toString(), "no such file", expected, "check the path");
    }
    if (Files.isDirectory(file)) {
      throw new DataException(file.toString(), "this is a directory", expected, "name the file in it");
    }
    if (!Files.isReadable(file)) {
      throw new DataException(
          file.toString(), "it may not be read by this user", expected, "change its permissions (chmod u+r)");
    }
    long size;
    try {
      size = Files.size(file);
    } catch (IOException e) {
      throw unreadable(file.toString(), expected, e);
    }
    if (size == 0) {
      throw new DataException(file.toString(), "the file is empty", expected, "write or copy it again");
    }
    return size;
  }

  /** Turns what the system or a decompressor reported into one line. */
  static DataException unreadable(String where, String expected, Exception e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new DataException(
        where,
        "it cannot be read (" + reason + ")",
        expected,
        "the file is truncated or damaged: write or copy it again",
        e);
  }

  /** The file's name without its extension (and without {@code .gz} after it). */
  static String stem(Path file) {
    String name = file.getFileName().toString();
    if (name.endsWith(".gz")) {
      name = name.substring(0, name.length() - 3);
    }
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
