package dev.lamina.experiment;

import dev.lamina.data.DataException;
import dev.lamina.data.Dataset;
import dev.lamina.data.Rows;
import dev.lamina.data.Tensor;
import dev.lamina.device.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The samples of an experiment.
 *
 * @param training one set that all members share, or one of each member with the same labels
 * @param test what accuracy is also evaluated on, if anything
 * @param heldOut other classes, for linear probes
 */
record ExperimentData(List<Dataset> training, Optional<Dataset> test, Optional<HeldOut> heldOut) {

  /**
   * The classes that are not trained on, numbered from 0.
   *
   * @param test their samples in the test set, if there are any
   */
  record HeldOut(Dataset training, Optional<Dataset> test) {}

  /** The set of the first member; all have its shape and labels. */
  Dataset first() {
    return training.get(0);
  }

  /**
   * Reads or makes what a configuration asks for.
   *
   * @throws ConfigException if numbers of synthetic data do not fit together
   * @throws DataException if a file cannot be read or its contents do not fit
   * @throws dev.lamina.device.DeviceException if synthetic data are more than the Java heap holds
   */
  static ExperimentData load(ExperimentConfig config) {
    ExperimentData data = samples(config);
    long inputs = Math.max(config.width(), data.first().dimension());
    if (config.width() * inputs > Integer.MAX_VALUE) {
      throw new ConfigException("network.width is " + config.width() + ", so a layer would have " + config.width()
          + " x " + inputs + " weights; one layer can have at most " + Integer.MAX_VALUE);
    }
    return data;
  }

  private static ExperimentData samples(ExperimentConfig config) {
    DataSource.Sets sets = config.dataKind().load(config);
    return config.dataKind().isSynthetic() ? new ExperimentData(sets.training(), Optional.empty(), Optional.empty())
        : prepared(config, sets.training().get(0), sets.test());
  }

  private static ExperimentData prepared(ExperimentConfig config, Dataset training, Optional<Dataset> test) {
    Dataset kept = config.perClass() == 0 ? training : firstOfEachClass(training, config.perClass());
    test.ifPresent(set -> requireLike(kept, set));
    int classes = kept.classes();
    int trained = classes - config.heldOut();
    if (config.heldOut() > 0 && (config.heldOut() < 2 || trained < 2)) {
      throw new ConfigException("data.held-out is " + config.heldOut() + " of " + classes
          + " classes; hold at least two out and leave at least two for training");
    }
    Dataset source = classes(kept, 0, trained).orElseThrow();
    Optional<Normalization> normalization = config.normalization().of(source.features(), config.dataKind().channels());
    Optional<HeldOut> heldOut = classes(kept, trained, classes).map(set -> new HeldOut(
        normalized(config, set, normalization),
        test.flatMap(all -> classes(all, trained, classes)).map(some -> normalized(config, some, normalization))));
    return new ExperimentData(List.of(normalized(config, source, normalization)),
        test.flatMap(set -> classes(set, 0, trained)).map(set -> normalized(config, set, normalization)), heldOut);
  }

  /** The samples of classes {@code from <= k < to}, numbered from 0; nothing if there are none. */
  private static Optional<Dataset> classes(Dataset set, int from, int to) {
    if (from == 0 && to >= set.classes()) {
      return Optional.of(set);
    }
    int[] rows = IntStream.range(0, set.samples()).filter(i -> set.labels()[i] >= from && set.labels()[i] < to)
        .toArray();
    int[] labels = Arrays.stream(rows).map(i -> set.labels()[i] - from).toArray();
    return rows.length == 0 ? Optional.empty()
        : Optional.of(new Dataset(
            set.name(), Rows.of(set.features(), rows), labels, set.classNames().subList(from, to)));
  }

  private static void requireLike(Dataset training, Dataset test) {
    if (test.dimension() != training.dimension() || test.classes() > training.classes()) {
      throw new DataException(test.name(), "a test set of " + test.dimension() + " features and " + test.classes()
          + " classes", training.dimension() + " features and at most " + training.classes()
          + " classes, as in the training set", "take both from the same source");
    }
  }

  private static Dataset firstOfEachClass(Dataset set, int count) {
    int[] taken = new int[set.classes()];
    int[] rows = new int[set.samples()];
    int kept = 0;
    for (int i = 0; i < set.samples(); i++) {
      if (taken[set.labels()[i]]++ < count) {
        rows[kept++] = i;
      }
    }
    int[] chosen = Arrays.copyOf(rows, kept);
    int[] labels = Arrays.stream(chosen).map(i -> set.labels()[i]).toArray();
    return new Dataset(set.name(), Rows.of(set.features(), chosen), labels, set.classNames());
  }

  private static Dataset normalized(ExperimentConfig config, Dataset set, Optional<Normalization> normalization) {
    // Images of a run in float32 stay float32, which is half of the memory; the device would round them the same.
    boolean single = set.features().kind() == Tensor.Kind.FLOAT32
        && config.precision().elementType() == ElementType.FLOAT32;
    return normalization.map(it -> new Dataset(
        set.name(), it.apply(set.features(), single), set.labels(), set.classNames()))
        .orElse(set);
  }
}
