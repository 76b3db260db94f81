package dev.lamina.experiment;

import dev.lamina.data.Dataset;
import dev.lamina.data.format.DatasetReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** IDX files, one of images and one of labels. */
record ImageFiles() implements DataSource {

  @Override
  public Sets load(ExperimentConfig config, DataKind kind) {
    Dataset training = read(config.source(), Optional.empty());
    return Sets.of(training, config.testSource().map(test -> read(test, Optional.of(training.classNames()))));
  }

  private static Dataset read(ExperimentConfig.Source source, Optional<List<String>> classes) {
    return DatasetReader.idx(Path.of(source.features().orElseThrow()),
        Path.of(source.labels().orElseThrow(() -> new ConfigException("data.test-features needs data.test-labels"))),
        classes);
  }

  @Override
  public void check(ExperimentConfig config, DataKind kind) {
    config.require(ConfigKey.DATA_FEATURES, "data.kind idx");
    config.require(ConfigKey.DATA_LABELS, "data.kind idx");
  }
}
