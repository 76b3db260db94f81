package dev.lamina.data;

import java.nio.file.Path;
import java.util.Arrays;

/** One integer per line, after an optional line with a name. */
final class CsvColumn implements CsvLines.Sink {
  private final Path file;
  private long[] values = new long[64];
  private int count;
  private boolean first = true;

  CsvColumn(Path file) {
    this.file = file;
  }

  @Override
  public void line(String line, int number) {
    boolean header = first && line.matches("[A-Za-z_].*");
    first = false;
    if (header) {
      return;
    }
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = CsvField.integer(line, file + ": line " + number);
  }

  /** All integers so far. */
  Tensor tensor() {
    return Tensor.of(InputFile.stem(file), Arrays.copyOf(values, count), count);
  }
}
