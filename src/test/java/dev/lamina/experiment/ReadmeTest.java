package dev.lamina.experiment;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README speaks of every key and every experiment, and its example is the packaged file. */
class ReadmeTest {

  private final String readme = read(Path.of("README.md"));

  @Test
  void everyKeyIsExplained() {
    String example = read(Path.of("src/main/resources/experiments/fashion-mnist-hybrid.yaml"));
    for (ConfigKey key : ConfigKey.values()) {
      String last = key.key().substring(key.key().indexOf('.') + 1);
      assertTrue(readme.contains("| `" + key.key() + "` |") || example.contains(last + ":"), key.key());
    }
  }

  @Test
  void theExampleIsThePackagedExperiment() {
    assertTrue(readme.contains(read(Path.of("src/main/resources/experiments/fashion-mnist-hybrid.yaml")).strip()));
  }

  @Test
  void everyExperimentIsNamed() {
    ConfigReader.NAMES.forEach(name -> assertTrue(readme.contains(name), name));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError("the test runs in the root of the project, where " + file + " is", e);
    }
  }
}
