package dev.lamina.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Another Java process that opens the device and does the first step; kernels are cached from the second run on. */
final class StartUpSession implements Session {
  private final ProcessBuilder process;

  StartUpSession(String device) {
    process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseParallelGC", "-XX:MaxRAMPercentage=50", "-cp", System.getProperty("java.class.path"),
        FirstStep.class.getName(), device)).inheritIO();
  }

  @Override
  public void run() {
    try {
      int code = process.start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("the process for the first step ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before the first step", e);
    }
  }

  @Override
  public void close() {}
}
