package dev.lamina.data.format;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Tells a line of names from a first sample. Taking a sample for names would lose it in silence, so a doubtful line is
 * a sample, and what is odd in it an error that names the line.
 */
final class CsvHeader {
  private CsvHeader() {}

  /**
   * Whether the first row names the columns: above columns of numbers it has names in most places, or else each
   * column's own number (as pandas writes columns without names) beside a label column with one of the usual names.
   * Where there are only texts, one of these names in the first row makes it a header.
   *
   * @param rows the first rows, at least one
   */
  static boolean isFirst(List<String[]> rows, boolean decimalComma) {
    String[] first = rows.get(0);
    int[] columns = IntStream.range(0, first.length).filter(i -> isNumeric(rows, i, decimalComma)).toArray();
    long names = IntStream.of(columns).filter(i -> CsvNumber.isName(first[i], decimalComma)).count();
    if (2 * names > columns.length) {
      return true;
    }
    boolean labelled = IntStream.range(0, first.length).anyMatch(i -> LabelNames.contains(first[i]));
    return labelled && (columns.length == 0 || numbered(first, -1) || numbered(first, 0) || numbered(first, 1));
  }

  /** Whether all fields below the first are numbers, or there are none below. */
  private static boolean isNumeric(List<String[]> rows, int column, boolean decimalComma) {
    return rows.stream().skip(1)
        .allMatch(row -> column >= row.length || row[column].isEmpty()
            || CsvNumber.isNumber(row[column], decimalComma));
  }

  /** Whether each field is its column's number, counted from {@code from}, or the name of the labels or of none. */
  private static boolean numbered(String[] first, int from) {
    return IntStream.range(0, first.length)
        .allMatch(i -> first[i].equals(Integer.toString(i + from))
            || LabelNames.contains(first[i]) || i == 0 && first[i].isEmpty());
  }
}
