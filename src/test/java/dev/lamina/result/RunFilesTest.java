package dev.lamina.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.report.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunFilesTest {
  @TempDir
  private Path directory;

  private void fails(Path run, String... expected) {
    RunFileException failure = assertThrows(RunFileException.class, () -> RunFiles.read(run));
    for (String part : expected) {
      assertTrue(failure.getMessage().contains(part), failure.getMessage());
    }
  }

  @Test
  void aMissingDirectoryIsNamed() {
    fails(directory.resolve("absent"), "absent: no such directory; give the directory");
  }

  @Test
  void aFileIsNoDirectory() throws Exception {
    fails(Files.writeString(directory.resolve("file"), ""), "file: is not a directory; ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"summary.json", "losses.csv", "config.yaml", "environment.json"})
  void aMissingFileIsNamed(String file) throws Exception {
    Files.delete(Samples.copy("theory", directory).resolve(file));
    fails(directory, file + ": no such file; ", "run the experiment again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"summary.json", "losses.csv", "config.yaml", "environment.json"})
  void aDirectoryInAFilesPlaceIsNamed(String file) throws Exception {
    Files.delete(Samples.copy("theory", directory).resolve(file));
    Files.createDirectory(directory.resolve(file));
    fails(directory, file + ": cannot be read");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "summary.json|{\"layers\":[|is no JSON", "summary.json|[1]|holds no JSON object",
    "environment.json|''|holds no JSON object",
    "losses.csv|''|line 1 is not a header", "losses.csv|epoch,loss|line 1 is not a header",
  })
  void spoiltContentIsNamed(String file, String content, String found) throws Exception {
    Files.writeString(Samples.copy("theory", directory).resolve(file), content);
    fails(directory, file + ": ", found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.yaml", "losses.csv"})
  void bytesThatAreNoTextAreNamed(String file) throws Exception {
    Files.write(Samples.copy("theory", directory).resolve(file), new byte[] {'m', (byte) 0xff, (byte) 0xfe});
    fails(directory, file + ": is not UTF-8 text");
  }

  @Test
  void unknownKeysArePassedOver() throws Exception {
    RunFiles run = Samples.changed("theory", node -> node.put("future", 1).withObject("/layers/0").put("future", "x"));
    assertEquals(6, run.summary().first().layers().size());
  }
}
