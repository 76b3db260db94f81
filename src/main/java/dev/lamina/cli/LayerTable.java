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

  /** Layers whose similarities fit beside each other. */
  private static final int WIDEST = 16;

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
    List<Column> columns = Stream.of(new Column("TwoNN", "%.4g", of(layers, FeatureMetrics::intrinsicDimension)),
        share("probe acc", probes, ProbeResult::accuracy),
        share("probe test", probes, ProbeResult::testAccuracy),
        share("transfer", transfers, ProbeResult::accuracy),
        share("transfer test", transfers, ProbeResult::testAccuracy)).filter(Column::isMeasured).toList();
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-" + width + "s %9s %12s %12s %12s %8s %10s",
        "layer", "dimension", "C", "D", "NC1", "rank", "NCC acc"));
    columns.forEach(column -> text.append(column.title()));
    text.append(System.lineSeparator());
    for (int l = 0; l < layers.size(); l++) {
      FeatureMetrics m = layers.get(l);
      text.append(String.format(Locale.ROOT, "%-" + width + "s %9d %12.6g %12.6g %12.6g %8.0f %10.4f", names.get(l),
          m.dimension(), m.compression(), m.discrimination(), m.nc1(), m.numericalRank(), m.nearestCentreAccuracy()));
      for (Column column : columns) {
        text.append(column.value(l));
      }
      text.append(System.lineSeparator());
    }
    return text.append(similarity(names, layers)).toString();
  }

  /** The CKA of every layer with every other, or what to do where that would be too wide; nothing if it was not measured. */
  private static String similarity(List<String> names, List<FeatureMetrics> layers) {
    if (layers.stream().allMatch(layer -> layer.cka().size() < layers.size())) {
      return "";
    }
    String title = String.format(Locale.ROOT, "%nlinear CKA between layers");
    if (layers.size() > WIDEST) {
      return title + String.format(Locale.ROOT, ": %d x %d values, which --json prints%n", layers.size(), layers.size());
    }
    int width = Math.max(6, names.stream().mapToInt(String::length).max().orElse(0));
    StringBuilder text = new StringBuilder(title).append(System.lineSeparator());
    text.append(String.format(Locale.ROOT, "%-" + width + "s", "layer"));
    names.forEach(name -> text.append(String.format(Locale.ROOT, " %" + width + "s", name)));
    text.append(System.lineSeparator());
    for (int l = 0; l < layers.size(); l++) {
      text.append(String.format(Locale.ROOT, "%-" + width + "s", names.get(l)));
      layers.get(l).cka().forEach(value -> text.append(String.format(Locale.ROOT, " %" + width + ".4f", value)));
      text.append(System.lineSeparator());
    }
    return text.toString();
  }

  private static <T> List<Double> of(List<T> layers, ToDoubleFunction<T> value) {
    return layers.stream().map(value::applyAsDouble).toList();
  }

  private static Column share(String name, List<ProbeResult> probes, ToDoubleFunction<ProbeResult> share) {
    return new Column(name, "%.4f", of(probes, share));
  }

  /**
   * What is not measured in every run.
   *
   * @param format of a value
   * @param values of each layer
   */
  private record Column(String name, String format, List<Double> values) {
    boolean isMeasured() {
      return values.stream().anyMatch(value -> !Double.isNaN(value));
    }

    String title() {
      return String.format(Locale.ROOT, " %" + width() + "s", name);
    }

    String value(int layer) {
      return String.format(Locale.ROOT, " %" + width() + "s", String.format(Locale.ROOT, format, values.get(layer)));
    }

    private int width() {
      return Math.max(10, name.length());
    }
  }
}
