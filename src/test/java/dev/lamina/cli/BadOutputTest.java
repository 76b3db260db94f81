package dev.lamina.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A place that results cannot go to is refused before the run, and what is there stays as it is. */
class BadOutputTest {

  @TempDir
  private Path directory;

  @Test
  void directoryThatExists() throws IOException {
    Path existing = Files.createDirectory(directory.resolve("there"));
    refused(existing, "exists already");
  }

  @Test
  void fileThatExists() {
    refused(Lamina.write(directory.resolve("file"), "precious"), "exists already");
  }

  /** A link to nowhere is in the way of the directory too. */
  @Test
  void danglingLink() throws IOException {
    refused(Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere")), "exists already");
  }

  @Test
  void belowAFile() {
    Path file = Lamina.write(directory.resolve("file"), "precious");
    refused(file.resolve("run"), "not a directory");
    refused(file.resolve("a/b/run"), "not a directory");
  }

  @Test
  void aNameThatIsTooLong() {
    refused(directory.resolve("x".repeat(300)), "cannot be made");
    refused(directory.resolve("new").resolve("x".repeat(300)).resolve("run"), "cannot be made");
  }

  /** Even the administrator cannot make directories in /proc, whatever its permission bits say. */
  @Test
  void whereNothingCanBeWritten() throws IOException {
    Path closed = Path.of("/proc");
    if (!Files.isDirectory(closed)) {
      closed = Files.createDirectory(directory.resolve("closed"));
      closed.toFile().setWritable(false);
    }
    refused(closed.resolve("run"), "cannot be written to");
  }

  private void refused(Path out, String part) {
    Lamina.assertRefused(directory, ExitCode.USAGE, List.of(out.toString(), part), "run", "--out", out);
  }
}
