package dev.lamina.experiment;

import dev.lamina.data.Dataset;
import dev.lamina.data.Split;
import java.util.List;
import java.util.Optional;

/** Brings the samples of a configuration. */
@FunctionalInterface
interface DataSource {

  /**
   * Samples as they come.
   *
   * @param training one set, or one of each member
   */
  record Sets(List<Dataset> training, Optional<Dataset> test) {
    static Sets of(Split split) {
      return new Sets(List.of(split.train()), Optional.of(split.test()));
    }

    static Sets of(Dataset training, Optional<Dataset> test) {
      return new Sets(List.of(training), test);
    }
  }

  /** @throws dev.lamina.data.DataException if a file cannot be read or its contents do not fit */
  Sets load(ExperimentConfig config, DataKind kind);

  /** @throws ConfigException if a key is missing or makes no sense with this kind */
  default void check(ExperimentConfig config, DataKind kind) {}
}
