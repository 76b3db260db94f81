package dev.lamina.cli;

import dev.lamina.experiment.FeatureFiles;
import dev.lamina.metric.FeatureMetrics;
import dev.lamina.training.ProbeResult;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The metrics that say most about layers, a line each. */
final class LayerTable {

  private LayerTable() {}

  /** Layers of a network, numbered from 0, the input, with the probes that were trained on them, if any were. */
  static String numbered(List<FeatureMetrics> layers, List<ProbeResult> probes) {
    return of(IntStream.range(0, layers.size()).mapToObj(Integer::toString).toList(), layers, probes);
  }

  /** Layers of files, under their names. */
  static String named(List<FeatureFiles.Measured> layers) {
    return of(layers.stream().map(FeatureFiles.Measured::name).toList(),
        layers.stream().map(FeatureFiles.Measured::metrics).toList(),
        Collections.nCopies(layers.size(), ProbeResult.NONE));
  }

  private static String of(List<String> names, List<FeatureMetrics> layers, List<ProbeResult> probes) {
    int width = Math.max(5, names.stream().mapToInt(String::length).max().orElse(0));
    boolean probed = probes.stream().anyMatch(ProbeResult::isMeasured);
    boolean tested = probes.stream().anyMatch(probe -> !Double.isNaN(probe.testAccuracy()));
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-" + width + "s %9s %12s %12s %12s %8s %10s%s%s%n",
        "layer", "dimension", "C", "D", "NC1", "rank", "NCC acc", probed ? "  probe acc" : "", tested ? " probe test" : ""));
    for (int l = 0; l < layers.size(); l++) {
      FeatureMetrics m = layers.get(l);
      text.append(String.format(Locale.ROOT, "%-" + width + "s %9d %12.6g %12.6g %12.6g %8.0f %10.4f%s%s%n", names.get(l),
          m.dimension(), m.compression(), m.discrimination(), m.nc1(), m.numericalRank(), m.nearestCentreAccuracy(),
          share(probed, probes.get(l).accuracy()), share(tested, probes.get(l).testAccuracy())));
    }
    return text.toString();
  }

  private static String share(boolean shown, double value) {
    return shown ? String.format(Locale.ROOT, " %10.4f", value) : "";
  }
}
