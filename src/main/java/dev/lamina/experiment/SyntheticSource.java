package dev.lamina.experiment;

import dev.lamina.data.DataException;
import dev.lamina.data.Dataset;
import dev.lamina.device.DeviceException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;

/** Samples that are made up. */
record SyntheticSource(Maker maker) implements DataSource {

  @FunctionalInterface
  interface Maker {
    Dataset make(ExperimentConfig config, long seed);
  }

  @Override
  public Sets load(ExperimentConfig config, DataKind kind) {
    double bytes = (double) Double.BYTES * config.members() * config.samples() * config.dimension();
    long limit = Runtime.getRuntime().maxMemory();
    if (bytes > limit) {
      throw new DeviceException(String.format(Locale.ROOT,
          "members x data.samples x data.dimension = %d x %d x %d float64 values need %.4g bytes, but the Java heap"
              + " holds at most %d; take fewer, or raise the limit with JAVA_TOOL_OPTIONS=-Xmx...",
          config.members(), config.samples(), config.dimension(), bytes, limit));
    }
    try {
      return new Sets(LongStream.of(config.seeds()).mapToObj(seed -> maker.make(config, seed)).toList(),
          Optional.empty());
    } catch (DataException e) {
      throw new ConfigException(e.getMessage()); // no file is involved: the configuration's numbers do not fit together
    }
  }
}
