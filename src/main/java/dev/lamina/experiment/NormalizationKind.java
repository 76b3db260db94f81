package dev.lamina.experiment;

import dev.lamina.data.Tensor;
import java.util.Optional;

/** How images are moved and scaled, {@code data.normalize}. */
public enum NormalizationKind {
  NONE,
  /** By one mean and deviation. */
  STANDARD,
  /** By those of each colour. */
  CHANNEL,
  /** By the constants of the paper's authors. */
  PAPER;

  void check(ExperimentConfig config) {
    if (this == PAPER && config.dataKind() != DataKind.CIFAR_10) {
      throw new ConfigException("data.normalize paper has the authors' constants for data.kind cifar-10, not for "
          + config.dataKind().word() + "; use standard or channel");
    }
  }

  /**
   * What is done to all sets.
   *
   * @param training features of the training set
   * @param channels colours of the images
   */
  Optional<Normalization> of(Tensor training, int channels) {
    return switch (this) {
      case NONE -> Optional.empty();
      case STANDARD -> Optional.of(Normalization.of(training, 1));
      case CHANNEL -> Optional.of(Normalization.of(training, channels));
      case PAPER -> Optional.of(Normalization.PAPER);
    };
  }
}
