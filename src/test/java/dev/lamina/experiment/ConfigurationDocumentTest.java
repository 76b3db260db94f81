package dev.lamina.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/configuration.md has every key with default and words, and every experiment; its example is a packaged one. */
class ConfigurationDocumentTest {

  private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| (?:`([^`]*)`|none) \\| .*\\|");

  /** How a key that takes one of a few words refuses another. */
  private static final Pattern CHOICES = Pattern.compile(" must be one of (.*), not ");

  private final String document = read("docs/configuration.md");

  /** A row has the default as it may be written in a file. */
  @Test
  void everyKeyHasARowWithItsDefault() {
    for (ConfigKey key : ConfigKey.values()) {
      List<Matcher> rows = document.lines().map(ROW::matcher)
          .filter(row -> row.matches() && row.group(1).equals(key.key())).toList();
      assertEquals(1, rows.size(), "rows of " + key.key());
      String fallback = rows.get(0).group(2);
      assertEquals(key.fallback(), fallback == null ? null : key.parse(fallback), key.key());
    }
  }

  @Test
  void everyRowWithADefaultIsOfAKey() {
    Set<String> keys = Arrays.stream(ConfigKey.values()).map(ConfigKey::key).collect(Collectors.toSet());
    document.lines().map(ROW::matcher).filter(Matcher::matches).map(row -> row.group(1))
        .forEach(key -> assertTrue(keys.contains(key), key));
  }

  /** Either in the row of the key, or in the first column of the table of that key's words. */
  @Test
  void everyWordThatAKeyTakesIsNamed() {
    for (ConfigKey key : ConfigKey.values()) {
      Set<String> missing = new TreeSet<>(choices(key));
      document.lines().filter(line -> line.startsWith("| `" + key.key() + "` |"))
          .forEach(line -> missing.removeIf(word -> line.contains("`" + word + "`")));
      String[] table = document.split("\\| `" + Pattern.quote(key.key()) + "` \\| [^`|]*\\|\n", 2);
      if (table.length == 2) {
        table[1].lines().takeWhile(line -> line.startsWith("|"))
            .forEach(line -> missing.removeIf(word -> line.split(" \\| ")[0].contains("`" + word + "`")));
      }
      assertEquals(Set.of(), missing, key.key());
    }
  }

  @Test
  void theExampleIsThePackagedExperiment() {
    assertTrue(document.contains(read("src/main/resources/experiments/fashion-mnist-hybrid.yaml").strip()));
  }

  @Test
  void everyExperimentIsNamedWithWhatItShows() {
    PackagedExperiment.ALL.forEach(experiment -> assertTrue(
        document.contains("| `" + experiment.name() + "` | " + experiment.about() + " |"), experiment.name()));
  }

  private static List<String> choices(ConfigKey key) {
    try {
      key.parse("?");
      return List.of();
    } catch (ConfigException e) {
      Matcher choices = CHOICES.matcher(e.getMessage());
      return choices.find() ? List.of(choices.group(1).split(", ")) : List.of();
    }
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new AssertionError("the test runs in the root of the project, where " + file + " is", e);
    }
  }
}
