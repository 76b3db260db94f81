package dev.lamina.data;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads numbers separated by commas: a row per sample, an optional first line of column names, one column of labels.
 * Quotes are not understood; empty lines are skipped; the encoding is UTF-8, with or without a byte order mark.
 */
public final class CsvReader {
  private static final String EXPECTED = "a CSV file of numbers";

  private CsvReader() {}

  /**
   * Reads a data set, float64.
   *
   * @param labelColumn the label column's name, or its number from 0; without one, a column called {@code labels},
   *     {@code y} or {@code label}, or else the last
   * @throws DataException if the file is missing or empty, a line has another number of fields than the first, a field
   *     is not a finite number, a label not an integer, the label column is not there, or it is the only one
   */
  public static Dataset read(Path file, Optional<String> labelColumn) {
    CsvTable table = new CsvTable(file, labelColumn);
    CsvLines.forEach(file, EXPECTED, table);
    return table.dataset();
  }

  /**
   * Reads one integer per line, after an optional line with a name.
   *
   * @throws DataException if the file is missing or empty, or a line is no integer
   */
  static Tensor integers(Path file) {
    CsvColumn column = new CsvColumn(file);
    CsvLines.forEach(file, EXPECTED, column);
    return column.tensor();
  }
}
