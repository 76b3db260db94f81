package dev.lamina.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes what {@link CsvRows} reads: a header and rows; what is not finite is an empty field. */
public final class CsvText {

  private final StringBuilder text = new StringBuilder();
  private final List<Measure> measures;

  /**
   * Begins with the header.
   *
   * @param names of the first columns
   * @param measures of the others
   */
  public CsvText(List<String> names, List<Measure> measures) {
    this.measures = List.copyOf(measures);
    line(Stream.concat(names.stream(), measures.stream().map(Measure::key)));
  }

  /** Begins with a header that has no measure. */
  public CsvText(String... names) {
    this(List.of(names), List.of());
  }

  /** The measures of some owners that a table has a column for, owner by owner: all but the lists. */
  public static List<Measure> columns(Measure.Owner... owners) {
    List<Measure> columns = new ArrayList<>();
    for (Measure.Owner owner : owners) {
      Measure.of(owner).stream().filter(measure -> !measure.isList()).forEach(columns::add);
    }
    return columns;
  }

  /** Adds a row. */
  public void row(Object... values) {
    line(Arrays.stream(values).map(CsvText::field));
  }

  /** Adds a row that ends with measures. */
  public void row(Measured measured, Object... values) {
    line(Stream.concat(Arrays.stream(values).map(CsvText::field), measures.stream().map(measured::cell)));
  }

  private void line(Stream<String> fields) {
    text.append(fields.collect(Collectors.joining(","))).append('\n');
  }

  static String field(Object value) {
    if (value instanceof String text && text.chars().anyMatch(c -> c == ',' || c == '"' || c < ' ')) {
      return '"' + text.replace("\"", "\"\"") + '"';
    }
    return value instanceof Double number && !Double.isFinite(number) ? "" : String.valueOf(value);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
