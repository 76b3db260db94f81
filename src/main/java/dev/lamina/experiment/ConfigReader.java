package dev.lamina.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads configurations: a YAML file or a packaged experiment, with settings from the command line on top. */
public final class ConfigReader {

  /** The names of the experiments that come with Lamina; each is a file under {@code /experiments} in the jar. */
  public static final List<String> NAMES = PackagedExperiment.ALL.stream().map(PackagedExperiment::name).toList();

  private static final List<ConfigKey> FILES =
      List.of(ConfigKey.DATA_FILE, ConfigKey.DATA_TEST_FILE, ConfigKey.INIT_FILE);

  /** Keys that name files for idx; for the other kinds they name arrays or columns. */
  private static final List<ConfigKey> IDX_FILES = List.of(ConfigKey.DATA_FEATURES, ConfigKey.DATA_LABELS,
      ConfigKey.DATA_TEST_FEATURES, ConfigKey.DATA_TEST_LABELS);

  /** Far above any configuration; a larger file is another one. */
  private static final long LONGEST_FILE = 1 << 17;

  private ConfigReader() {}

  /**
   * Reads an experiment.
   *
   * @param nameOrFile a packaged experiment's name, or a YAML file
   * @param settings lines {@code key=value}, each of which replaces what the file says
   * @throws ConfigException if there is no such experiment, or a key or value is wrong
   */
  public static ExperimentConfig read(String nameOrFile, List<String> settings) {
    Map<ConfigKey, Object> values = new EnumMap<>(ConfigKey.class);
    String where = nameOrFile;
    try {
      values.put(ConfigKey.NAME, stem(nameOrFile));
      for (Map.Entry<ConfigKey, ConfigYaml.Setting> entry : ConfigYaml.read(source(nameOrFile)).entrySet()) {
        where = nameOrFile + ": line " + entry.getValue().line();
        values.put(entry.getKey(), entry.getKey().parse(entry.getValue().text()));
      }
      for (String setting : settings) {
        where = "--set " + setting;
        set(setting, values);
      }
      where = nameOrFile;
      locate(values, Path.of(nameOrFile).toAbsolutePath().getParent());
      return new ExperimentConfig(values);
    } catch (ConfigException e) {
      throw new ConfigException(where + ": " + e.getMessage());
    } catch (InvalidPathException e) {
      throw new ConfigException(where + ": '" + e.getInput() + "' cannot be the name of a file: " + e.getReason());
    }
  }

  private static String stem(String nameOrFile) {
    Path file = Path.of(nameOrFile).getFileName();
    String name = file == null ? nameOrFile : file.toString();
    return name.replaceFirst("\\.ya?ml$", "");
  }

  /** Files are sought from the working directory and, where they are not there, beside the configuration. */
  private static void locate(Map<ConfigKey, Object> values, Path beside) {
    List<ConfigKey> keys = new ArrayList<>(FILES);
    if (DataKind.IDX.word().equals(values.get(ConfigKey.DATA_KIND))) {
      keys.addAll(IDX_FILES);
    }
    for (ConfigKey key : keys) {
      if (values.get(key) instanceof String name && beside != null && !Files.exists(Path.of(name))
          && Files.exists(beside.resolve(name))) {
        values.put(key, beside.resolve(name).toString());
      }
    }
  }

  /** The text of a packaged experiment, comments and all. */
  public static String packaged(String name) {
    try (InputStream in = ConfigReader.class.getResourceAsStream("/experiments/" + name + ".yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String source(String nameOrFile) {
    Path file = Path.of(nameOrFile);
    try {
      if (NAMES.contains(nameOrFile)) {
        return packaged(nameOrFile);
      }
      if (Files.isDirectory(file)) {
        throw new ConfigException("this is a directory; expected a YAML file or one of the experiments "
            + String.join(", ", NAMES));
      }
      if (!Files.exists(file)) {
        throw new ConfigException("there is no such file and no experiment of this name"
            + Words.meant(nameOrFile, NAMES).map(name -> "; did you mean '" + name + "'?").orElse(";")
            + " the experiments are " + String.join(", ", NAMES) + "; 'lamina run --list' says what each is");
      }
      if (Files.size(file) > LONGEST_FILE) {
        throw new ConfigException("the file has " + Files.size(file) + " bytes; expected a YAML file of at most "
            + LONGEST_FILE);
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new ConfigException("this is not text in UTF-8; expected a YAML file");
    } catch (IOException e) {
      throw new ConfigException("the file cannot be read: " + e.getMessage());
    }
  }

  private static void set(String setting, Map<ConfigKey, Object> values) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw new ConfigException("expected key=value");
    }
    ConfigKey key = ConfigKey.of(setting.substring(0, equals).strip());
    String value = setting.substring(equals + 1).strip();
    values.put(key, key.parse(value.isEmpty() || value.equals("null") ? null : value));
  }
}
