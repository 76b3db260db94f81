package dev.lamina.cli;

import dev.lamina.experiment.Outcome;
import dev.lamina.metric.FeatureMetrics;
import dev.lamina.training.ProbeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The metrics that say most about layers, over the members of an ensemble: a line a layer, a column a metric. */
final class EnsembleTable {

  private EnsembleTable() {}

  static String of(Outcome outcome) {
    int layers = outcome.layers().get(0).size();
    List<List<String>> columns = new ArrayList<>();
    columns.add(column("layer", layers, Integer::toString));
    columns.add(column("dimension", layers, l -> Integer.toString(outcome.layers().get(0).get(l).dimension())));
    columns.add(metric("C", "%.4g", outcome, FeatureMetrics::compression));
    columns.add(metric("D", "%.4g", outcome, FeatureMetrics::discrimination));
    columns.add(metric("NC1", "%.4g", outcome, FeatureMetrics::nc1));
    columns.add(metric("rank", "%.0f", outcome, FeatureMetrics::numericalRank));
    columns.add(metric("NCC acc", "%.4f", outcome, FeatureMetrics::nearestCentreAccuracy));
    columns.add(probe("probe acc", outcome.probes(), ProbeResult::accuracy));
    columns.add(probe("probe test", outcome.probes(), ProbeResult::testAccuracy));
    columns.add(probe("transfer", outcome.transfers(), ProbeResult::accuracy));
    columns.add(probe("transfer test", outcome.transfers(), ProbeResult::testAccuracy));
    columns.removeIf(column -> column.stream().skip(1).allMatch("NaN"::equals) && column.get(0).matches("probe.*|transfer.*"));
    StringBuilder text = new StringBuilder();
    for (int row = 0; row <= layers; row++) {
      int at = row;
      List<String> cells = columns.stream().map(column -> padded(column.get(at), width(column))).toList();
      text.append(String.join("  ", cells).stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  private static List<String> metric(String title, String format, Outcome outcome, ToDoubleFunction<FeatureMetrics> value) {
    return column(title, outcome.layers().get(0).size(), l -> Range.of(
        outcome.layers().stream().mapToDouble(member -> value.applyAsDouble(member.get(l))).toArray()).text(format));
  }

  private static List<String> probe(String title, List<List<ProbeResult>> members, ToDoubleFunction<ProbeResult> value) {
    return column(title, members.get(0).size(), l -> Range.of(
        members.stream().mapToDouble(member -> value.applyAsDouble(member.get(l))).toArray()).text("%.4f"));
  }

  private static List<String> column(String title, int layers, IntFunction<String> cell) {
    List<String> column = new ArrayList<>(List.of(title));
    IntStream.range(0, layers).mapToObj(cell).forEach(column::add);
    return column;
  }

  private static int width(List<String> column) {
    return column.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String padded(String cell, int width) {
    return cell + " ".repeat(width - cell.length());
  }
}
