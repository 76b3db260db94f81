package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.Dataset;
import dev.lamina.data.LabelColumn;
import dev.lamina.data.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A data set of a CSV file: features, and labels from a column of their own. */
final class CsvTable extends CsvSamples {
  private final Path file;
  private final LabelColumn labels = new LabelColumn();
  private CsvColumns columns;
  private int label;
  private int[] features;
  private double[] values = new double[1024];
  /** The lines of the first number with a decimal comma and of the first with a point; 0 where there is none yet. */
  private long firstComma;
  private long firstPoint;

  CsvTable(Path file, Optional<String> labelColumn, CsvDialect dialect) {
    super(file, labelColumn, dialect);
    this.file = file;
  }

  @Override
  void begin(CsvColumns found, Optional<String> labelColumn) {
    columns = found;
    int all = columns.names().size();
    if (all < 2) {
      throw new DataException(
          file.toString(), "one column", "at least one feature column and the labels",
          "separate columns with commas, semicolons or tabs");
    }
    label = labelColumn.map(columns::index).orElseGet(() -> columns.labels().orElse(all - 1));
    int first = columns.hasRowNames() && label != 0 && all > 2 ? 1 : 0;
    features = IntStream.range(first, all).filter(i -> i != label).toArray();
  }

  @Override
  void sample(String[] fields, long line) {
    int at = grow();
    for (int column : features) {
      values[at++] = number(fields[column], line, column);
    }
    labels.add(fields[label], () -> columns.where(line, label));
  }

  private double number(String field, long line, int column) {
    double value = CsvNumber.parse(field, hasDecimalCommas());
    if (!Double.isFinite(value)) {
      boolean header = labels.size() == 0 && CsvNumber.isName(field, hasDecimalCommas());
      throw new DataException(columns.where(line, column), "'" + field + "'", "a finite number",
          header ? "correct the line; if it holds the names of the columns, name every one" : "correct the line");
    }
    if (hasDecimalCommas()) {
      firstComma = firstComma == 0 && field.indexOf(',') >= 0 ? line : firstComma;
      firstPoint = firstPoint == 0 && field.indexOf('.') >= 0 ? line : firstPoint;
      if (firstComma > 0 && firstPoint > 0) {
        throw new DataException(columns.where(line, column), "'" + field + "', a decimal comma in line " + firstComma
            + " and a decimal point in line " + firstPoint, "one of them throughout",
            "write numbers without marks of thousands");
      }
    }
    return value;
  }

  /** Makes room for a sample, and returns where. */
  private int grow() {
    long needed = (labels.size() + 1L) * features.length;
    if (needed > Integer.MAX_VALUE - 8) {
      throw new DataException(
          file.toString(), "more values than one array holds", "at most " + (Integer.MAX_VALUE - 8) + " values",
          "split the file, or use .npz");
    }
    if (needed > values.length) {
      values = Arrays.copyOf(values, (int) Math.min(Integer.MAX_VALUE - 8, 2 * needed));
    }
    return (int) needed - features.length;
  }

  /**
   * The data set of all rows.
   *
   * @param classes the training set's, if this is a test set
   */
  Dataset dataset(Optional<List<String>> classes) {
    int n = labels.size();
    Tensor matrix = Tensor.of("features", Arrays.copyOf(values, n * features.length), n, features.length);
    String where = file + ": column '" + columns.names().get(label) + "'";
    return Dataset.of(InputFile.stem(file), file.toString(), matrix,
        labels.requireClasses(where).labels(where, classes));
  }
}
