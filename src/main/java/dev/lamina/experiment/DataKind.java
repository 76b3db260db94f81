package dev.lamina.experiment;

import dev.lamina.data.Dataset;
import dev.lamina.data.SyntheticData;
import dev.lamina.data.SyntheticDocuments;
import dev.lamina.data.format.CifarReader;
import dev.lamina.data.format.CsvReader;
import dev.lamina.data.format.DatasetReader;
import dev.lamina.data.format.PackagedData;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where samples come from, {@code data.kind}. A new kind is a constant here, with its source. */
public enum DataKind {
  NEAR_ORTHONORMAL(new SyntheticSource((config, seed) -> SyntheticData.nearOrthonormal(
      seed, config.dimension(), config.samples(), config.classes(), config.noise()))),
  GAUSSIAN(new SyntheticSource((config, seed) -> SyntheticData.gaussian(
      seed, config.dimension(), config.samples(), config.classes(), config.separation(), config.noise()))),
  UNIFORM(new SyntheticSource((config, seed) -> SyntheticData.uniform(
      seed, config.dimension(), config.samples(), config.classes(), config.separation()))),
  DOCUMENTS(new SyntheticSource((config, seed) -> SyntheticDocuments.documents(
      seed, config.dimension(), config.samples(), config.classes(), config.separation()))),
  FASHION_MNIST_5K((config, kind) -> DataSource.Sets.of(PackagedData.fashionMnist5k())),
  MNIST(new FetchedSource()),
  FASHION_MNIST(new FetchedSource()),
  CIFAR_10(new FetchedSource(), CifarReader.CHANNELS),
  CIFAR_100(new FetchedSource(), CifarReader.CHANNELS),
  IDX(new FileSource(DataKind::images)),
  NPZ(new FileSource(DataKind::arrays)),
  SAFETENSORS(new FileSource(DataKind::arrays)),
  CSV(new FileSource((source, classes) -> CsvReader.read(source.file().orElseThrow(), source.labels(), classes))),
  LIBSVM(new SparseFiles());

  private final DataSource source;
  private final int channels;

  DataKind(DataSource source) {
    this(source, 1);
  }

  DataKind(DataSource source, int channels) {
    this.source = source;
    this.channels = channels;
  }

  /** The word in a configuration. */
  public String word() {
    return Word.of(this);
  }

  /** Whether samples are made up, for each member its own. */
  boolean isSynthetic() {
    return source instanceof SyntheticSource;
  }

  /** Whether features and labels have a file each. */
  boolean hasTwoFiles() {
    return this == IDX;
  }

  /** Colours of its images. */
  int channels() {
    return channels;
  }

  void check(ExperimentConfig config) {
    source.check(config, this);
    if (config.heldOut() > 0 && isSynthetic()) {
      throw new ConfigException("data.held-out is for images and files, not for data.kind " + word()
          + ", whose classes have nothing in common");
    }
  }

  private static Dataset images(ExperimentConfig.Source source, Optional<List<String>> classes) {
    return DatasetReader.idx(Path.of(source.features().orElseThrow()), Path.of(source.labels().orElseThrow(
        () -> new ConfigException("data.test-features needs data.test-labels"))), classes);
  }

  private static Dataset arrays(ExperimentConfig.Source source, Optional<List<String>> classes) {
    return DatasetReader.arrays(source.file().orElseThrow(), source.features(), source.labels(), classes);
  }

  /** What a configuration names, as it is. */
  DataSource.Sets load(ExperimentConfig config) {
    return source.load(config, this);
  }
}
