package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.Labels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The columns of a CSV file.
 *
 * @param file where they are, for messages
 * @param names of all columns; their numbers from 0 where the file has no header
 * @param header whether the first row holds them
 */
record CsvColumns(Path file, List<String> names, boolean header) {

  /**
   * The columns of a file that begins with {@code rows}.
   *
   * @param wanted a column that is asked for, which makes a first row that names it a header
   */
  static CsvColumns of(Path file, List<String[]> rows, boolean decimalComma, Optional<String> wanted) {
    List<String> first = Arrays.asList(rows.get(0));
    boolean header = CsvHeader.isFirst(rows, decimalComma)
        || wanted.isPresent() && first.contains(wanted.get()) && !wanted.get().matches("\\d+");
    return new CsvColumns(file, header ? first : Labels.numbers(first.size()), header);
  }

  /**
   * Whether the first column is what pandas and R write before the others: the rows' names, themselves without a name.
   */
  boolean hasRowNames() {
    return header && names.get(0).isEmpty() && names.stream().skip(1).noneMatch(String::isEmpty);
  }

  /** The column of that name, or that number from 0; {@link DataException} if there is none, or more than one. */
  int index(String wanted) {
    int[] places = IntStream.range(0, names.size()).filter(i -> names.get(i).equals(wanted)).toArray();
    if (places.length > 1) {
      throw new DataException(file.toString(), places.length + " columns '" + wanted + "'", "one of this name",
          "give each column a name of its own, or its number in 0 .. " + (names.size() - 1));
    }
    if (places.length == 1) {
      return places[0];
    }
    if (wanted.matches("\\d{1,9}") && Integer.parseInt(wanted) < names.size()) {
      return Integer.parseInt(wanted);
    }
    throw new DataException(
        file.toString(), "there is no column '" + wanted + "'",
        "one of " + names + " or a number in 0 .. " + (names.size() - 1), "name the column of labels");
  }

  /** The column whose name is one of those that labels have. */
  Optional<Integer> labels() {
    return header ? LabelNames.among(names).map(this::index) : Optional.empty();
  }

  /** Throws unless a row has a field for each column. */
  void requireRow(String[] fields, long line) {
    if (fields.length != names.size()) {
      throw new DataException(
          file + ": line " + line, fields.length + " fields", names.size() + ", as in the first line",
          "correct the line");
    }
  }

  /** For messages. */
  String where(long line, int column) {
    return file + ": line " + line + ", column '" + names.get(column) + "'";
  }
}
