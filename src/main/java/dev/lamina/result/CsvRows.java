package dev.lamina.result;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** The rows of comma-separated text with a header, in whatever order its columns come; blank lines are passed over. */
final class CsvRows {
  private final BufferedReader reader;
  private final List<String> columns;
  private String[] cells;
  private int number = 1;

  /**
   * Reads the header.
   *
   * @param needed columns that must be there; others may be
   * @throws IllegalArgumentException if one is not; like all of this class it says where and what was found
   */
  CsvRows(BufferedReader reader, String... needed) throws IOException {
    this.reader = reader;
    String header = reader.readLine();
    columns = header == null ? List.of() : List.of(header.strip().split(","));
    if (!columns.containsAll(List.of(needed))) {
      throw new IllegalArgumentException("line 1 is not a header with the columns " + String.join(", ", needed));
    }
  }

  /** Goes to the next row, if there is one. */
  boolean next() throws IOException {
    String line;
    do {
      line = reader.readLine();
      number++;
    } while (line != null && line.isBlank());
    if (line == null) {
      return false;
    }
    cells = line.strip().split(",", -1);
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "line " + number + " has " + cells.length + " cells under " + columns.size() + " columns");
    }
    return true;
  }

  /** Whether there is something under the column. */
  boolean has(String column) {
    return columns.contains(column) && !text(column).isBlank();
  }

  String text(String column) {
    return cells[columns.indexOf(column)];
  }

  long whole(String column) {
    try {
      return Long.parseLong(text(column));
    } catch (NumberFormatException failure) {
      throw noNumber(text(column), failure);
    }
  }

  /** NaN for an empty cell. */
  double number(String column) {
    return parsed(text(column));
  }

  /** Numbers with blanks between them. */
  List<Double> numbers(String column) {
    return has(column) ? Arrays.stream(text(column).split(" ")).map(this::parsed).toList() : List.of();
  }

  private double parsed(String cell) {
    try {
      return cell.isBlank() ? Double.NaN : Double.parseDouble(cell);
    } catch (NumberFormatException failure) {
      throw noNumber(cell, failure);
    }
  }

  private IllegalArgumentException noNumber(String cell, NumberFormatException failure) {
    return new IllegalArgumentException("line " + number + " holds what is no number ('" + cell + "')", failure);
  }
}
