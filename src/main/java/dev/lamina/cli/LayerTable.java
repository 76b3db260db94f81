package dev.lamina.cli;

import dev.lamina.experiment.FeatureFiles;
import dev.lamina.metric.FeatureMetrics;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The metrics that say most about layers, a line each. */
final class LayerTable {

  private LayerTable() {}

  /** Layers of a network, numbered from 0, the input. */
  static String numbered(List<FeatureMetrics> layers) {
    return of(IntStream.range(0, layers.size()).mapToObj(Integer::toString).toList(), layers);
  }

  /** Layers of files, under their names. */
  static String named(List<FeatureFiles.Measured> layers) {
    return of(layers.stream().map(FeatureFiles.Measured::name).toList(),
        layers.stream().map(FeatureFiles.Measured::metrics).toList());
  }

  private static String of(List<String> names, List<FeatureMetrics> layers) {
    int width = Math.max(5, names.stream().mapToInt(String::length).max().orElse(0));
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-" + width + "s %9s %12s %12s %12s %8s %10s%n",
        "layer", "dimension", "C", "D", "NC1", "rank", "NCC acc"));
    for (int l = 0; l < layers.size(); l++) {
      FeatureMetrics m = layers.get(l);
      text.append(String.format(Locale.ROOT, "%-" + width + "s %9d %12.6g %12.6g %12.6g %8.0f %10.4f%n", names.get(l),
          m.dimension(), m.compression(), m.discrimination(), m.nc1(), m.numericalRank(), m.nearestCentreAccuracy()));
    }
    return text.toString();
  }
}
