package dev.lamina.experiment;

import dev.lamina.data.format.LibsvmReader;

/** LIBSVM files, whose samples have as many features as the largest index in either. */
record SparseFiles() implements DataSource {

  @Override
  public Sets load(ExperimentConfig config, DataKind kind) {
    LibsvmReader.TrainingAndTest sets = LibsvmReader.read(
        config.source().file().orElseThrow(), config.testSource().flatMap(ExperimentConfig.Source::file));
    return Sets.of(sets.training(), sets.test());
  }

  @Override
  public void check(ExperimentConfig config, DataKind kind) {
    config.require(ConfigKey.DATA_FILE, "data.kind libsvm");
  }
}
