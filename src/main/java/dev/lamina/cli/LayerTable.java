package dev.lamina.cli;

import dev.lamina.data.PlainText;
import dev.lamina.measure.FeatureFiles;
import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The measures that say most about layers, a line each. */
final class LayerTable {

  /** Layers whose similarities fit beside each other. */
  private static final int WIDEST = 16;

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
    List<LayerColumn> columns = LayerColumn.of(layers);
    StringBuilder text = new StringBuilder(left("layer", width));
    columns.forEach(column -> text.append(right(column.title(), column.width())));
    text.append(System.lineSeparator());
    for (int l = 0; l < layers.size(); l++) {
      text.append(left(names.get(l), width));
      for (LayerColumn column : columns) {
        String value = String.format(Locale.ROOT, column.format(), layers.get(l).get(column.measure()));
        text.append(right(value, column.width()));
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
    names.forEach(name -> text.append(right(name, width)));
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

  private static String right(String text, int width) {
    return String.format(Locale.ROOT, " %" + width + "s", text);
  }
}
