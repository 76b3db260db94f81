package dev.lamina.cli;

import dev.lamina.experiment.Outcome;
import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The measures that say most about layers, over the members of an ensemble: a line a layer, a column a measure. */
final class EnsembleTable {

  /** {@code [member][layer]}. */
  private final List<List<Measured>> members;

  private final List<List<String>> columns = new ArrayList<>();

  private EnsembleTable(List<List<Measured>> members) {
    this.members = members;
  }

  static String of(Outcome outcome) {
    EnsembleTable table = new EnsembleTable(
        IntStream.range(0, outcome.layers().size()).mapToObj(outcome::measuredLayers).toList());
    table.column("layer", Integer::toString);
    table.column("dimension", l -> Integer.toString((int) table.members.get(0).get(l).get(Measure.DIMENSION)));
    table.column("C", "%.4g", Measure.COMPRESSION);
    table.column("D", "%.4g", Measure.DISCRIMINATION);
    table.column("NC1", "%.4g", Measure.NC1);
    table.column("rank", "%.0f", Measure.NUMERICAL_RANK);
    table.column("NCC acc", "%.4f", Measure.NEAREST_CENTRE_ACCURACY);
    table.columnOnRequest("probe acc", Measure.PROBE_ACCURACY);
    table.columnOnRequest("probe test", Measure.PROBE_TEST_ACCURACY);
    table.columnOnRequest("transfer", Measure.TRANSFER_ACCURACY);
    table.columnOnRequest("transfer test", Measure.TRANSFER_TEST_ACCURACY);
    return table.text();
  }

  private void column(String title, String format, Measure measure) {
    column(title, l -> Range.of(
        members.stream().mapToDouble(member -> member.get(l).get(measure)).toArray()).text(format));
  }

  /** A share that not every run has; no column where no member has one that is finite. */
  private void columnOnRequest(String title, Measure measure) {
    if (members.stream().flatMap(List::stream).anyMatch(layer -> Double.isFinite(layer.get(measure)))) {
      column(title, "%.4f", measure);
    }
  }

  private void column(String title, IntFunction<String> cell) {
    List<String> column = new ArrayList<>(List.of(title));
    IntStream.range(0, members.get(0).size()).mapToObj(cell).forEach(column::add);
    columns.add(column);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row <= members.get(0).size(); row++) {
      int at = row;
      List<String> cells = columns.stream().map(column -> padded(column.get(at), width(column))).toList();
      text.append(String.join("  ", cells).stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  private static int width(List<String> column) {
    return column.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String padded(String cell, int width) {
    return cell + " ".repeat(width - cell.length());
  }
}
