package dev.lamina.cli;

import dev.lamina.data.PlainText;
import dev.lamina.experiment.FeatureFiles;
import dev.lamina.metric.FeatureMetrics;
import dev.lamina.training.ProbeResult;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The metrics that say most about layers, a line each. */
final class LayerTable {

  private LayerTable() {}

  /**
   * Layers of a network, numbered from 0, the input, with the probes that were trained on them, if any were.
   *
   * @param transfers probes of other classes
   */
  static String numbered(List<FeatureMetrics> layers, List<ProbeResult> probes, List<ProbeResult> transfers) {
    return of(IntStream.range(0, layers.size()).mapToObj(Integer::toString).toList(), layers, probes, transfers);
  }

  /** Layers of files, under their names. */
  static String named(List<FeatureFiles.Measured> layers) {
    List<ProbeResult> none = Collections.nCopies(layers.size(), ProbeResult.NONE);
    return of(layers.stream().map(layer -> PlainText.line(layer.name())).toList(),
        layers.stream().map(FeatureFiles.Measured::metrics).toList(), none, none);
  }

  private static String of(
      List<String> names, List<FeatureMetrics> layers, List<ProbeResult> probes, List<ProbeResult> transfers) {
    int width = Math.max(5, names.stream().mapToInt(String::length).max().orElse(0));
    List<Column> columns = Stream.of(new Column("probe acc", probes, ProbeResult::accuracy),
        new Column("probe test", probes, ProbeResult::testAccuracy),
        new Column("transfer", transfers, ProbeResult::accuracy),
        new Column("transfer test", transfers, ProbeResult::testAccuracy)).filter(Column::isMeasured).toList();
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-" + width + "s %9s %12s %12s %12s %8s %10s",
        "layer", "dimension", "C", "D", "NC1", "rank", "NCC acc"));
    columns.forEach(column -> text.append(column.title()));
    text.append(System.lineSeparator());
    for (int l = 0; l < layers.size(); l++) {
      FeatureMetrics m = layers.get(l);
      text.append(String.format(Locale.ROOT, "%-" + width + "s %9d %12.6g %12.6g %12.6g %8.0f %10.4f", names.get(l),
          m.dimension(), m.compression(), m.discrimination(), m.nc1(), m.numericalRank(), m.nearestCentreAccuracy()));
      for (Column column : columns) {
        text.append(column.share(l));
      }
      text.append(System.lineSeparator());
    }
    return text.toString();
  }

  /** Accuracies of probes. */
  private record Column(String name, List<ProbeResult> results, ToDoubleFunction<ProbeResult> share) {
    boolean isMeasured() {
      return results.stream().anyMatch(result -> !Double.isNaN(share.applyAsDouble(result)));
    }

    String title() {
      return String.format(Locale.ROOT, " %" + width() + "s", name);
    }

    String share(int layer) {
      return String.format(Locale.ROOT, " %" + width() + ".4f", share.applyAsDouble(results.get(layer)));
    }

    private int width() {
      return Math.max(10, name.length());
    }
  }
}
