package dev.lamina.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The rows of a data set, as its lines come in: features, and labels from a column of their own. */
final class CsvTable implements CsvLines.Sink {
  private final Path file;
  private final Optional<String> labelColumn;
  private String[] columns;
  private int label;
  private double[] values = new double[1024];
  private long[] labels = new long[64];
  private int count;

  CsvTable(Path file, Optional<String> labelColumn) {
    this.file = file;
    this.labelColumn = labelColumn;
  }

  @Override
  public void line(String line, int number) {
    String[] fields = line.split(",", -1);
    if (columns == null) {
      boolean header = Arrays.stream(fields).anyMatch(CsvField::isName);
      columns = new String[fields.length];
      Arrays.setAll(columns, i -> header ? fields[i].strip() : Integer.toString(i));
      label = labelColumn(header);
      if (header) {
        return;
      }
    }
    if (fields.length != columns.length) {
      throw new DataException(
          file + ": line " + number,
          fields.length + " fields",
          columns.length + ", as in the first line",
          "correct the line");
    }
    grow();
    int at = count * (columns.length - 1);
    for (int i = 0; i < fields.length; i++) {
      if (i == label) {
        labels[count] = CsvField.integer(fields[i], where(number, i));
      } else {
        values[at++] = CsvField.number(fields[i], where(number, i));
      }
    }
    count++;
  }

  private void grow() {
    int d = columns.length - 1;
    if ((count + 1L) * d > Integer.MAX_VALUE - 8) {
      throw new DataException(
          file.toString(), "more values than one array holds", "at most " + Integer.MAX_VALUE + " values",
          "split the file, or use .npz");
    }
    if ((count + 1) * d > values.length) {
      values = Arrays.copyOf(values, (int) Math.min(Integer.MAX_VALUE - 8, 2L * (count + 1) * d));
    }
    if (count == labels.length) {
      labels = Arrays.copyOf(labels, 2 * count);
    }
  }

  private int labelColumn(boolean header) {
    if (columns.length < 2) {
      throw new DataException(
          file.toString(), "one column", "at least one feature column and the labels", "separate columns with commas");
    }
    List<String> names = List.of(columns);
    if (labelColumn.isEmpty()) {
      for (String name : List.of("labels", "y", "label")) {
        if (header && names.contains(name)) {
          return names.indexOf(name);
        }
      }
      return columns.length - 1;
    }
    String wanted = labelColumn.get();
    int index = names.indexOf(wanted);
    if (index < 0 && wanted.matches("\\d{1,9}") && Integer.parseInt(wanted) < columns.length) {
      index = Integer.parseInt(wanted);
    }
    if (index < 0) {
      throw new DataException(
          file.toString(), "there is no column '" + wanted + "'",
          "one of " + names + " or a number in 0 .. " + (columns.length - 1), "name the column of labels");
    }
    return index;
  }

  private String where(int line, int column) {
    return file + ": line " + line + ", column '" + columns[column] + "'";
  }

  /** The data set of all lines so far; {@link DataException} if there are none, or the labels are no labels. */
  Dataset dataset() {
    if (count == 0) {
      throw new DataException(
          file.toString(), "no line of values", "a CSV file of numbers", "check that the export wrote its samples");
    }
    int d = columns.length - 1;
    Tensor features = Tensor.of("features", Arrays.copyOf(values, count * d), count, d);
    Tensor classes = Tensor.of("labels", Arrays.copyOf(labels, count), count);
    String where = file + ": column '" + columns[label] + "'";
    return Dataset.of(InputFile.stem(file), file.toString(), features, Labels.of(where, classes));
  }
}
