package dev.lamina.report.chart;

import java.util.List;

/**
 * A filled area between two curves, such as the range over the members of an ensemble.
 *
 * @param name for the legend; empty to leave it out there
 * @param colour a class of the style sheet that sets the colour
 * @param ranges from left to right
 */
public record Band(String name, String colour, List<Range> ranges) {
  /** From {@code low} to {@code high} at {@code x}. */
  public record Range(double x, double low, double high) {}

  /** Copies what it is given. */
  public Band {
    ranges = List.copyOf(ranges);
  }
}
