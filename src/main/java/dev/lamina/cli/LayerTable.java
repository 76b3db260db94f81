package dev.lamina.cli;

import dev.lamina.data.PlainText;
import dev.lamina.experiment.FeatureFiles;
import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The measures that say most about layers, a line each. */
final class LayerTable {

  /** Layers whose similarities fit beside each other. */
  private static final int WIDEST = 16;

  private static final List<Column> BRIEF = List.of(
      new Column(Measure.DIMENSION, "dimension", 9, "%.0f"), new Column(Measure.COMPRESSION, "C", 12, "%.6g"),
      new Column(Measure.DISCRIMINATION, "D", 12, "%.6g"), new Column(Measure.NC1, "NC1", 12, "%.6g"),
      new Column(Measure.NUMERICAL_RANK, "rank", 8, "%.0f"),
      new Column(Measure.NEAREST_CENTRE_ACCURACY, "NCC acc", 10, "%.4f"));

  /** What is not measured in every run. */
  private static final List<Column> ON_REQUEST = List.of(
      new Column(Measure.INTRINSIC_DIMENSION, "TwoNN", 10, "%.4g"),
      new Column(Measure.PROBE_ACCURACY, "probe acc", 10, "%.4f"),
      new Column(Measure.PROBE_TEST_ACCURACY, "probe test", 10, "%.4f"),
      new Column(Measure.TRANSFER_ACCURACY, "transfer", 10, "%.4f"),
      new Column(Measure.TRANSFER_TEST_ACCURACY, "transfer test", 13, "%.4f"));

  private LayerTable() {}

  /** Layers of a network, numbered from 0, the input. */
  static String numbered(List<Measured> layers) {
    return of(IntStream.range(0, layers.size()).mapToObj(Integer::toString).toList(), layers);
  }

  /** Layers of files, under their names. */
  static String named(List<FeatureFiles.Layer> layers) {
    return of(layers.stream().map(layer -> PlainText.line(layer.name())).toList(),
        layers.stream().map(layer -> layer.metrics().measured()).toList());
  }

  private static String of(List<String> names, List<Measured> layers) {
    int width = Math.max(5, names.stream().mapToInt(String::length).max().orElse(0));
    List<Column> columns = new ArrayList<>(BRIEF);
    ON_REQUEST.stream().filter(column -> layers.stream().anyMatch(layer -> layer.isMeasured(column.measure())))
        .forEach(columns::add);
    StringBuilder text = new StringBuilder(left("layer", width));
    columns.forEach(column -> text.append(column.cell(column.title())));
    text.append(System.lineSeparator());
    for (int l = 0; l < layers.size(); l++) {
      text.append(left(names.get(l), width));
      for (Column column : columns) {
        text.append(column.cell(String.format(Locale.ROOT, column.format(), layers.get(l).get(column.measure()))));
      }
      text.append(System.lineSeparator());
    }
    return text.append(similarity(names, layers)).toString();
  }

  /**
   * The CKA of every layer with every other, or what to do where that would be too wide; nothing if it is not there.
   */
  private static String similarity(List<String> names, List<Measured> layers) {
    if (layers.stream().allMatch(layer -> layer.list(Measure.CKA).size() < layers.size())) {
      return "";
    }
    String title = String.format(Locale.ROOT, "%nlinear CKA between layers");
    if (layers.size() > WIDEST) {
      return title
          + String.format(Locale.ROOT, ": %d x %d values, which --json prints%n", layers.size(), layers.size());
    }
    int width = Math.max(6, names.stream().mapToInt(String::length).max().orElse(0));
    StringBuilder text = new StringBuilder(title).append(System.lineSeparator());
    text.append(left("layer", width));
    names.forEach(name -> text.append(String.format(Locale.ROOT, " %" + width + "s", name)));
    text.append(System.lineSeparator());
    for (int l = 0; l < layers.size(); l++) {
      text.append(left(names.get(l), width));
      layers.get(l).list(Measure.CKA)
          .forEach(value -> text.append(String.format(Locale.ROOT, " %" + width + ".4f", value)));
      text.append(System.lineSeparator());
    }
    return text.toString();
  }

  private static String left(String text, int width) {
    return String.format(Locale.ROOT, "%-" + width + "s", text);
  }

  /**
   * One measure.
   *
   * @param title briefer than the measure's label, since terminals are narrow
   * @param format of a value
   */
  private record Column(Measure measure, String title, int width, String format) {
    String cell(String text) {
      return String.format(Locale.ROOT, " %" + width + "s", text);
    }
  }
}
