package dev.lamina.data.format;

import dev.lamina.data.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The samples of a CSV file, as its rows come in. The first rows wait until it is known whether the first of all is a
 * header: what is below tells.
 */
abstract class CsvSamples {
  private static final int FIRST_ROWS = 50;

  private record Row(String[] fields, long line) {}

  private final Path file;
  private final Optional<String> wanted;
  private final boolean decimalComma;
  private List<Row> waiting = new ArrayList<>();
  private CsvColumns columns;

  /** @param wanted the column of labels, if it is named */
  CsvSamples(Path file, Optional<String> wanted, CsvDialect dialect) {
    this.file = file;
    this.wanted = wanted;
    this.decimalComma = dialect.hasDecimalCommas();
  }

  /** Learns what the columns are, before the first sample. */
  abstract void begin(CsvColumns columns, Optional<String> wanted);

  /** Takes a sample, which has a field for each column. */
  abstract void sample(String[] fields, long line);

  final boolean hasDecimalCommas() {
    return decimalComma;
  }

  /** Takes the next row that is not blank; {@code line} is where it begins, from 1. */
  final void row(String[] fields, long line) {
    if (waiting == null) {
      columns.requireRow(fields, line);
      sample(fields, line);
      return;
    }
    waiting.add(new Row(fields, line));
    if (waiting.size() == FIRST_ROWS) {
      end();
    }
  }

  /** After the last row; {@link DataException} if there was none. */
  final void end() {
    if (waiting == null) {
      return;
    }
    if (waiting.isEmpty()) {
      throw nothing();
    }
    List<Row> rows = waiting;
    waiting = null;
    columns = CsvColumns.of(file, rows.stream().map(Row::fields).toList(), decimalComma, wanted);
    begin(columns, wanted);
    List<Row> samples = rows.subList(columns.header() ? 1 : 0, rows.size());
    if (samples.isEmpty()) {
      throw nothing();
    }
    samples.forEach(row -> row(row.fields(), row.line()));
  }

  private DataException nothing() {
    return new DataException(
        file.toString(), "no line of values", "a CSV file with a line for each sample",
        "check that the export wrote its samples");
  }
}
