package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.Dataset;
import dev.lamina.data.Labels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads CSV as RFC 4180 has it: a row per sample, an optional first line of column names, one column of labels. Commas,
 * semicolons or tabs separate; with the latter two numbers may have decimal commas. Fields may be quoted; empty lines
 * are skipped; the encoding is UTF-8, with or without a byte order mark.
 */
public final class CsvReader {
  private static final String EXPECTED = "a CSV file";

  private CsvReader() {}

  /** Reads a data set as {@link #read(Path, Optional, Optional)} does, with classes of its own. */
  public static Dataset read(Path file, Optional<String> labelColumn) {
    return read(file, labelColumn, Optional.empty());
  }

  /**
   * Reads a data set, float64. A first column without a name, before others that have one, holds the rows' names and is
   * left out.
   *
   * @param labelColumn the label column's name, or its number from 0; without one, a column called {@code labels},
   *     {@code y}, {@code label}, {@code targets}, {@code target} or {@code class}, or else the last
   * @param classes the training set's, if this is a test set
   * @throws DataException if the file is missing, empty or no CSV, a line has another number of fields than the first,
   *     a field is not a finite number, a label is missing, the label column is not there, or it is the only one
   */
  public static Dataset read(Path file, Optional<String> labelColumn, Optional<List<String>> classes) {
    return CsvRows.read(file, EXPECTED, dialect -> new CsvTable(file, labelColumn, dialect)).dataset(classes);
  }

  /**
   * Reads labels: a column, the only one if none is named.
   *
   * @throws DataException if the file is missing, empty or no CSV, or has no such column
   */
  static Labels labels(Path file, Optional<String> column) {
    return CsvRows.read(file, EXPECTED, dialect -> new CsvLabels(file, column, dialect)).labels();
  }
}
