package dev.lamina.device.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine that tests call. */
final class Tool {

  private Tool() {}

  static Optional<Path> find(String name) {
    return Arrays.stream(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable).findFirst();
  }

  /** Skips the test without a C compiler for the platform, or fails it where the software CUDA device needs one too. */
  static void requireCompiler() {
    Assumptions.assumeTrue(Environment.ofThisProcess().platform().equals(Environment.SUPPORTED));
    if (find("gcc").isEmpty()) {
      if (List.of(System.getProperty("lamina.require", "").split(",")).contains("softcuda")) {
        fail("lamina.require names softcuda, and there is no gcc in the PATH");
      }
      Assumptions.abort("no gcc in the PATH");
    }
  }

  /** What a program prints; it must end well. */
  static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes());
      assertEquals(0, process.waitFor(), output);
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
