package dev.lamina.report;

import dev.lamina.result.RunFileException;
import dev.lamina.result.RunFiles;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes the report of a run, or of several: one HTML page that needs nothing but itself. */
public final class ReportWriter {
  /** Name of the page in a run directory. */
  public static final String FILE = "report.html";

  private ReportWriter() {}

  /**
   * The page as text, well-formed as HTML and as XML.
   *
   * @param run what to show
   * @return the whole page
   */
  public static String html(RunFiles run) {
    return Page.of(run);
  }

  /**
   * Writes the page into a run directory. Readers see the old page or the new one, never a part.
   *
   * @param runDirectory of the run
   * @return the file written
   * @throws RunFileException if the run cannot be read or the page not written
   */
  public static Path write(Path runDirectory) {
    Path file = runDirectory.resolve(FILE);
    write(file, html(RunFiles.read(runDirectory)));
    return file;
  }

  /**
   * Writes the page of each of several runs, and one on which they are compared. Nothing is written where a run is
   * missing or broken.
   *
   * @param runDirectories of the runs, in the order in which the page has them
   * @throws RunFileException if a run cannot be read or a page not written
   */
  public static void compare(List<Path> runDirectories, Path file) {
    Map<String, RunFiles> runs = new LinkedHashMap<>();
    for (Path directory : runDirectories) {
      Path last = directory.toAbsolutePath().normalize().getFileName();
      boolean unique = runDirectories.stream()
          .filter(other -> other.toAbsolutePath().normalize().getFileName().equals(last)).count() == 1;
      runs.put(unique ? last.toString() : directory.toString(), RunFiles.read(directory));
    }
    Iterator<RunFiles> files = runs.values().iterator();
    runDirectories.forEach(directory -> write(directory.resolve(FILE), html(files.next())));
    write(file, new Comparison(runs).html());
  }

  private static void write(Path file, String page) {
    Path draft = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    try {
      try {
        Files.writeString(draft, page, StandardOpenOption.CREATE_NEW);
        move(draft, file);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException failure) {
      throw new RunFileException(file, "cannot be written (" + failure + ")",
          "check the permissions of the directory and its disk", failure);
    }
  }

  private static void move(Path draft, Path file) throws IOException {
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException notHere) {
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
