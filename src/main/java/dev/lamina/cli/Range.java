package dev.lamina.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A number over the members of an ensemble: of those for which it is finite.
 *
 * @param median the middle one, or the mean of the two in the middle; NaN if there is none
 * @param least of them
 * @param greatest of them
 * @param finite how many there are
 * @param members how many there would be
 */
record Range(double median, double least, double greatest, int finite, int members) {

  static Range of(double[] values) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    int count = sorted.length;
    return count == 0 ? new Range(Double.NaN, Double.NaN, Double.NaN, 0, values.length)
        : new Range((sorted[(count - 1) / 2] + sorted[count / 2]) / 2, sorted[0], sorted[count - 1], count,
            values.length);
  }

  /** The median and, where members differ, from where to where they go and how many have one. */
  String text(String format) {
    if (finite == 0) {
      return "NaN";
    }
    List<String> notes = new ArrayList<>();
    if (least < greatest) {
      notes.add(String.format(Locale.ROOT, format + " to " + format, least, greatest));
    }
    if (finite < members) {
      notes.add(finite + " of " + members);
    }
    return String.format(Locale.ROOT, format, median) + (notes.isEmpty() ? "" : " (" + String.join(", ", notes) + ")");
  }
}
