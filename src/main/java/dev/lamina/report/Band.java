package dev.lamina.report;

import dev.lamina.result.LayerSummary;
import dev.lamina.result.Measure;
import dev.lamina.result.RunSummary;
import java.util.ArrayList;
import java.util.List;

/**
 * A filled area between two curves, such as the range over the members of an ensemble.
 *
 * @param name for the legend; empty to leave it out there
 * @param colour a class of the style sheet that sets the colour
 * @param ranges from left to right
 */
record Band(String name, String colour, List<Range> ranges) {
  /** From {@code low} to {@code high} at {@code x}. */
  record Range(double x, double low, double high) {}

  Band {
    ranges = List.copyOf(ranges);
  }

  /**
   * The range of a measure over the members of a run, layer by layer.
   *
   * @param first the first layer that counts
   * @return no band if there are no members to compare, or none has it
   */
  static List<Band> overMembers(RunSummary summary, Measure measure, int first, String name, String colour) {
    List<Range> ranges = new ArrayList<>();
    for (LayerSummary layer : summary.first().layers()) {
      double[] values = summary.memberResults().stream()
          .flatMap(member -> member.layers().stream())
          .filter(other -> other.layer() == layer.layer())
          .mapToDouble(other -> other.get(measure))
          .filter(Double::isFinite)
          .sorted().toArray();
      if (layer.layer() >= first && values.length > 0) {
        ranges.add(new Range(layer.layer(), values[0], values[values.length - 1]));
      }
    }
    return ranges.isEmpty() ? List.of() : List.of(new Band(name, colour, ranges));
  }
}
