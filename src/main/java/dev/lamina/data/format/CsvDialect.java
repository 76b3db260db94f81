package dev.lamina.data.format;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How a CSV file is written.
 *
 * @param separator a comma, a semicolon or a tab: the one that makes rows of equal length with the largest share of
 *     numbers
 */
record CsvDialect(char separator) {
  private static final char[] SEPARATORS = {',', ';', '\t'};
  private static final int ROWS = 50;

  /**
   * The dialect of a text.
   *
   * @param sample how the file begins
   * @param whole whether that is all of it
   */
  static CsvDialect of(String sample, boolean whole) {
    CsvDialect best = new CsvDialect(',');
    double most = -1;
    for (char separator : SEPARATORS) {
      CsvDialect dialect = new CsvDialect(separator);
      double share = dialect.numbers(sample, whole);
      if (share > most) {
        most = share;
        best = dialect;
      }
    }
    return best;
  }

  /** Whether a number may have a decimal comma, which it cannot where commas separate. */
  boolean hasDecimalCommas() {
    return separator != ',';
  }

  /**
   * The share of fields that are numbers behind the first row, which may be a header; -1 for rows of one field or of
   * lengths that differ.
   */
  private double numbers(String sample, boolean whole) {
    List<CsvRecord> rows = rows(sample);
    if (!whole && rows.size() > 1 && rows.size() < ROWS) {
      rows.remove(rows.size() - 1); // it may be cut
    }
    if (rows.isEmpty() || rows.get(0).getFieldCount() < 2) {
      return -1;
    }
    int columns = rows.get(0).getFieldCount();
    long numbers = 0;
    long fields = 0;
    for (CsvRecord row : rows.size() == 1 ? rows : rows.subList(1, rows.size())) {
      if (row.getFieldCount() != columns) {
        return -0.5;
      }
      fields += columns;
      numbers += row.getFields().stream().filter(field -> CsvNumber.isNumber(field.strip(), hasDecimalCommas()))
          .count();
    }
    return (double) numbers / fields;
  }

  private List<CsvRecord> rows(String sample) {
    List<CsvRecord> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> reader = CsvRows.rows(new StringReader(sample), separator)) {
      for (CsvRecord row : reader) {
        if (row.getFieldCount() > 1 || !row.getField(0).isBlank()) {
          rows.add(row);
        }
        if (rows.size() == ROWS) {
          break;
        }
      }
    } catch (CsvParseException e) {
      // The sample may end within quotes; what was read before is enough, and a fault is told when the file is read.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }
}
