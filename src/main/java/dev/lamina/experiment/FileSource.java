package dev.lamina.experiment;

import dev.lamina.data.Dataset;
import java.util.List;
import java.util.Optional;

/** Files with features and labels, and perhaps others with the test set. */
record FileSource(Reader reader) implements DataSource {

  @FunctionalInterface
  interface Reader {
    /** @param classes the training set's, if this is a test set */
    Dataset read(ExperimentConfig.Source source, Optional<List<String>> classes);
  }

  @Override
  public Sets load(ExperimentConfig config, DataKind kind) {
    Dataset training = reader.read(config.source(), Optional.empty());
    return Sets.of(training, config.testSource().map(test -> reader.read(test, Optional.of(training.classNames()))));
  }

  @Override
  public void check(ExperimentConfig config, DataKind kind) {
    String because = "data.kind " + kind.word();
    if (kind.hasTwoFiles()) {
      config.require(ConfigKey.DATA_FEATURES, because);
      config.require(ConfigKey.DATA_LABELS, because);
    } else {
      config.require(ConfigKey.DATA_FILE, because);
    }
  }
}
