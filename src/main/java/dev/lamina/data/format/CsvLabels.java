package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.LabelColumn;
import dev.lamina.data.Labels;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The labels of a text file: its only column, or the one of several that is asked for or has one of the usual names.
 */
final class CsvLabels extends CsvSamples {
  private final Path file;
  private final LabelColumn labels = new LabelColumn();
  private CsvColumns columns;
  private int column;

  CsvLabels(Path file, Optional<String> wanted, CsvDialect dialect) {
    super(file, wanted, dialect);
    this.file = file;
  }

  @Override
  void begin(CsvColumns found, Optional<String> wanted) {
    columns = found;
    column = wanted.map(columns::index).orElseGet(() -> columns.names().size() == 1 ? 0 : columns.labels().orElseThrow(
        () -> new DataException(file.toString(), "the columns " + columns.names(),
            "one column, or labels in one called " + String.join(", ", LabelNames.ALL),
            "name the column of labels behind a colon, FILE:COLUMN")));
  }

  @Override
  void sample(String[] fields, long line) {
    labels.add(fields[column], () -> columns.where(line, column));
  }

  Labels labels() {
    return labels.requireClasses(file.toString()).labels(file.toString(), Optional.empty());
  }
}
