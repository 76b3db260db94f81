package dev.lamina.experiment;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Where values come from: the file, settings on top, defaults below; and where files are sought. */
class ConfigReaderTest {

  @TempDir
  private Path directory;

  private Path file;

  @BeforeEach
  void chooseFile() {
    file = directory.resolve("mine.yaml");
  }

  @Test
  void settingsReplaceTheFileAndTheFileReplacesDefaults() {
    ExperimentConfig config = read("seed: 5\nmembers: 4\n", "members=6", "members=7", "network.width = 8");
    assertEquals(5, config.seed());
    assertEquals(7, config.members());
    assertEquals(8, config.width());
    assertEquals(5000, config.epochs());
  }

  /** An empty value takes the default, so that a packaged experiment's stop rule can be taken away. */
  @Test
  void emptySettingTakesTheDefault() {
    assertTrue(Double.isNaN(ConfigReader.read("theory", List.of("training.stop-loss=")).stopLoss()));
    assertEquals(3e-10, ConfigReader.read("theory", List.of()).stopLoss());
  }

  @Test
  void runIsCalledAfterItsFile() {
    assertEquals("mine", read("seed: 1").name());
    assertEquals("other", read("name: other").name());
  }

  @Test
  void packagedExperimentsAreRight() {
    for (String name : ConfigReader.NAMES) {
      assertEquals(name, assertDoesNotThrow(() -> ConfigReader.read(name, List.of())).name());
    }
  }

  @Test
  void filesLieBesideTheConfiguration() throws IOException {
    Path data = Files.createFile(directory.resolve("data.npz"));
    Path weights = Files.createFile(directory.resolve("weights.npz"));
    ExperimentConfig config = read("data: {kind: npz, file: data.npz}\ninit: {kind: file, file: weights.npz}");
    assertEquals(Optional.of(data), config.source().file());
    assertEquals(weights, config.initFile());
  }

  @Test
  void filesOfTheWorkingDirectoryComeFirst() throws IOException {
    Files.createFile(directory.resolve("pom.xml"));
    assertEquals(Optional.of(Path.of("pom.xml")), read("data: {kind: npz, file: pom.xml}").source().file());
  }

  @Test
  void idxFilesLieBesideTheConfiguration() throws IOException {
    Path images = Files.createFile(directory.resolve("images"));
    Path labels = Files.createFile(directory.resolve("labels"));
    ExperimentConfig.Source source = read("data: {kind: idx, features: images, labels: labels}").source();
    assertEquals(Optional.of(images.toString()), source.features());
    assertEquals(Optional.of(labels.toString()), source.labels());
  }

  /** A folder called labels beside the configuration has nothing to do with the array of that name. */
  @Test
  void namesOfArraysAreNotFiles() throws IOException {
    Files.createDirectory(directory.resolve("labels"));
    assertEquals(Optional.of("labels"), read("data: {kind: npz, file: d.npz, labels: labels}").source().labels());
  }

  @Test
  void errorsNameWhereTheValueCameFrom() {
    assertMessage("mine.yaml: members must be", () -> read("members: 0"));
    assertMessage("--set members=0: members must be", () -> read("members: 2", "members=0"));
  }

  private static void assertMessage(String part, Executable reading) {
    String message = assertThrows(ConfigException.class, reading).getMessage();
    assertTrue(message.contains(part), message);
  }

  private ExperimentConfig read(String yaml, String... settings) {
    try {
      Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return ConfigReader.read(file.toString(), List.of(settings));
  }
}
