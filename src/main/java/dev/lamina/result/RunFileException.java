package dev.lamina.result;

import java.nio.file.Path;

/** A file of a run that cannot be read or written: names the file, what was found there, and what to do. */
public final class RunFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure to read or write one file of a run directory.
   *
   * @param file the file that was asked for
   * @param found what was found instead
   * @param remedy what the reader can do about it
   * @param cause the underlying failure, or null
   */
  public RunFileException(Path file, String found, String remedy, Throwable cause) {
    super(file + ": " + found + "; " + remedy, cause);
  }
}
