package dev.lamina.cli;

import dev.lamina.experiment.Outcome;
import dev.lamina.result.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The measures that say most about layers, over the members of an ensemble: a line a layer, a column a measure. */
final class EnsembleTable {

  private EnsembleTable() {}

  static String of(Outcome outcome) {
    List<List<Measured>> members =
        IntStream.range(0, outcome.layers().size()).mapToObj(outcome::measuredLayers).toList();
    int layers = members.get(0).size();
    List<List<String>> columns = new ArrayList<>();
    columns.add(column("layer", layers, Integer::toString));
    for (LayerColumn column : LayerColumn.of(members.stream().flatMap(List::stream).toList())) {
      columns.add(column(column.title(), layers, l -> Range.of(
          members.stream().mapToDouble(member -> member.get(l).get(column.measure())).toArray()).text(column.brief())));
    }
    StringBuilder text = new StringBuilder();
    for (int row = 0; row <= layers; row++) {
      int at = row;
      List<String> cells = columns.stream().map(column -> padded(column.get(at), width(column))).toList();
      text.append(String.join("  ", cells).stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  private static List<String> column(String title, int layers, IntFunction<String> cell) {
    return Stream.concat(Stream.of(title), IntStream.range(0, layers).mapToObj(cell)).toList();
  }

  private static int width(List<String> column) {
    return column.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String padded(String cell, int width) {
    return cell + " ".repeat(width - cell.length());
  }
}
