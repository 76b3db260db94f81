package dev.lamina.experiment;

import dev.lamina.data.DataFolder;
import dev.lamina.data.format.FetchedSets;
import java.nio.file.Path;

/** A set that {@code lamina data fetch} brings. */
record FetchedSource() implements DataSource {

  private static final String COARSE = "coarse";

  @Override
  public Sets load(ExperimentConfig config, DataKind kind) {
    ExperimentConfig.Source source = config.source();
    Path folder = source.file().orElseGet(() -> DataFolder.ofUser().of(kind.word()));
    return Sets.of(FetchedSets.read(kind.word(), folder, source.labels().filter(COARSE::equals).isPresent()));
  }

  @Override
  public void check(ExperimentConfig config, DataKind kind) {
    String labels = config.source().labels().orElse("fine");
    if (kind == DataKind.CIFAR_100 && !labels.equals("fine") && !labels.equals(COARSE)) {
      throw new ConfigException("data.labels of data.kind cifar-100 must be fine or coarse, not '" + labels + "'");
    }
  }
}
