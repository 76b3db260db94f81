package dev.lamina.experiment;

import dev.lamina.data.Dataset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file with features and labels, and perhaps another with the test set. */
record FileSource(Reader reader) implements DataSource {

  @FunctionalInterface
  interface Reader {
    /** @param classes the training set's, if this is a test set */
    Dataset read(Path file, Optional<String> features, Optional<String> labels, Optional<List<String>> classes);
  }

  @Override
  public Sets load(ExperimentConfig config, DataKind kind) {
    Dataset training = read(config.source(), Optional.empty());
    return Sets.of(training, config.testSource().map(test -> read(test, Optional.of(training.classNames()))));
  }

  private Dataset read(ExperimentConfig.Source source, Optional<List<String>> classes) {
    return reader.read(source.file().orElseThrow(), source.features(), source.labels(), classes);
  }

  @Override
  public void check(ExperimentConfig config, DataKind kind) {
    config.require(ConfigKey.DATA_FILE, "data.kind " + kind.word());
  }
}
