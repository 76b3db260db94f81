package dev.lamina.experiment;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertMessage("mine.yaml: line 1: members must be", () -> read("members: 0"));
    assertMessage("--set members=0: members must be", () -> read("members: 2", "members=0"));
  }

  /** What YAML would take for a truth, a number or a date is the name of a column all the same. */
  @ParameterizedTest
  @ValueSource(strings =
      {"no", "on", "Yes", "010", "1.10", "1e3", "0x1F", "12:30", "2026-11-29", "1_000", ".5", "true", "NULL1"})
  void textsAreAsTheyAreWritten(String text) {
    ExperimentConfig config = read("data: {kind: csv, file: d.csv, labels: " + text + "}");
    assertEquals(Optional.of(text), config.source().labels());
    assertEquals(Optional.of(text), read("data: {kind: csv, file: d.csv}", "data.labels=" + text).source().labels());
  }

  @Test
  void nothingIsTheDefaultAndQuotesAreText() {
    assertEquals(Optional.empty(), read("data: {kind: csv, file: d.csv, labels: null}").source().labels());
    assertEquals(Optional.empty(), read("data: {kind: csv, file: d.csv, labels: ~}").source().labels());
    assertEquals(Optional.of("null"), read("data: {kind: csv, file: d.csv, labels: 'null'}").source().labels());
    assertEquals(Optional.of("~"), read("data: {kind: csv, file: d.csv, labels: \"~\"}").source().labels());
  }

  /**
   * Decimal in a file as on the command line, with an exponent if the value is whole, zeros in front meaning nothing.
   */
  @ParameterizedTest
  @CsvSource({"010, 10", "1e3, 1000", "1.5e1, 15", "+7, 7", "1_000, 1000", "2.0, 2", "08, 8"})
  void wholeNumbersMeanOneThing(String text, int value) {
    assertEquals(value, read("seed: " + text).seed());
    assertEquals(value, read("", "seed=" + text).seed());
    assertEquals(value, read("training: {batch: " + text + "}").batch());
  }

  @Test
  void aliasesAreWhatTheirAnchorsAre() {
    ExperimentConfig config = read("device: &d cpu\nname: *d\ntraining: {learning-rate: &lr 0.01, eta-min: *lr}");
    assertEquals("cpu", config.name());
    assertEquals(0.01, config.etaMin());
  }

  @Test
  void switchesTakeTheWordsOfYaml() {
    assertTrue(read("network: {bias: yes}").bias());
    assertTrue(read("network: {bias: On}").bias());
    assertTrue(!read("network: {batch-norm: no}").batchNorm());
    assertTrue(!read("", "network.batch-norm=off").batchNorm());
  }

  /** Each is refused in one short line, and soon. */
  @Test
  void hostileConfigurationsAreRefused() {
    for (String yaml : List.of("name: " + "x".repeat(5_000_000), "name: " + "x".repeat(100_000), "[".repeat(100_000),
        "x".repeat(100_000) + ": 1", "seed: " + "1".repeat(100_000), "data: {kind: \"" + "y".repeat(100_000) + "\"}",
        "a: &a [x,x]\n" + IntStream.range(0, 20)
        .mapToObj(i -> "a" + i + ": &a" + i + " [*a" + (i == 0 ? "" : i - 1) + ", *a"
            + (i == 0 ? "" : i - 1) + "]\n").collect(Collectors.joining()), "name: \"a\\e[31m\"", "'\\0': 1")) {
      ConfigException refusal = assertTimeout(
          Duration.ofSeconds(10), () -> assertThrows(ConfigException.class, () -> read(yaml)));
      assertTrue(refusal.getMessage().length() < 2100, yaml.substring(0, 5));
      assertTrue(refusal.getMessage().chars().noneMatch(Character::isISOControl), yaml.substring(0, 5));
    }
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
