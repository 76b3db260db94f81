package dev.lamina.experiment;

import dev.lamina.metric.TrainingFacts.Start;
import dev.lamina.network.Initialization;
import java.util.Optional;

/** How weights start, {@code init.kind}: drawn, or read from a file. */
public enum InitKind {
  ORTHOGONAL(Initialization.ORTHOGONAL, Start.ORTHOGONAL),
  ORTHOGONAL_PADDED(Initialization.ORTHOGONAL_PADDED, Start.ORTHOGONAL),
  BALANCED(Initialization.BALANCED, Start.BALANCED),
  IDENTITY(Initialization.IDENTITY, Start.ORTHOGONAL),
  GAUSSIAN(Initialization.GAUSSIAN, Start.OTHER),
  KAIMING(Initialization.KAIMING, Start.OTHER),
  XAVIER(Initialization.XAVIER, Start.OTHER),
  UNIFORM(Initialization.UNIFORM, Start.OTHER),
  DEFAULT(Initialization.DEFAULT, Start.OTHER),
  FILE(null, Start.OTHER);

  private final Initialization initialization;
  private final Start start;

  InitKind(Initialization initialization, Start start) {
    this.initialization = initialization;
    this.start = start;
  }

  /** The word in a configuration. */
  public String word() {
    return Word.of(this);
  }

  /** How they are drawn; nothing if they come from a file. */
  Optional<Initialization> initialization() {
    return Optional.ofNullable(initialization);
  }

  /** What theory can say of them. */
  Start start() {
    return start;
  }

  void check(ExperimentConfig config) {
    if (this != FILE) {
      return;
    }
    config.require(ConfigKey.INIT_FILE, "init.kind file");
    if (!config.initWeights().contains("{layer}") && config.hidden() > 0) {
      throw new ConfigException(
          "init.weights must contain {layer}, such as W{layer}_init, not '" + config.initWeights() + "'");
    }
  }
}
