package dev.lamina.experiment;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.experiment.ReaderFuzz.Format;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a file holds is read, or refused in one line; what it was before it was damaged is read. */
class ReaderFuzzTest {

  private static final int EXECUTIONS = 150;

  @TempDir
  private Path folder;

  @ParameterizedTest
  @EnumSource
  void damagedFilesAreRefusedInOneLine(Format format) throws IOException {
    int refused = ReaderFuzz.run(format, EXECUTIONS, 20261129, folder);
    assertTrue(refused > EXECUTIONS / 5, format + " refused " + refused);
  }
}
