package dev.lamina.report;

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
}
