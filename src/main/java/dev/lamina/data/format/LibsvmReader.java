package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.Dataset;
import dev.lamina.data.LabelColumn;
import dev.lamina.data.Labels;
import dev.lamina.data.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * Reads sparse samples in the format of LIBSVM and SVMlight, in which text sets come as bags of words: a line for each
 * sample, {@code label index:value index:value ...}, with ascending indices from 1, or from 0 where one of the two sets
 * has an index 0; what is not named is 0, and what follows a {@code #} is a comment. A group of SVMlight, {@code qid:N}
 * behind the label, is left out. Labels may be any numbers; in their order they are the classes.
 */
public final class LibsvmReader {
  private static final String EXPECTED = "label index:value ... with ascending indices from 0 or 1";
  private static final String BLANKS = " \t\f\u000b\r";

  private final String file;
  private final LabelColumn labels = new LabelColumn();
  private int[] starts = new int[16];
  private int[] indices = new int[1024];
  private float[] values = new float[1024];
  private int stored;
  private int smallest = 1;
  private int largest;

  private LibsvmReader(Path file) {
    this.file = file.toString();
    TextLines.forEach(file, "a file in LIBSVM's format", this::line);
    if (labels.size() == 0) {
      throw new DataException(this.file, "no sample", EXPECTED, "check that it is the right file");
    }
  }

  /**
   * Reads a training set, float32, and a test set of the same features and classes.
   *
   * @throws DataException if a file is missing or empty, a line is not as above, a value is not finite, all samples are
   *     of one class, or the test set has a label that the training set lacks
   */
  public static TrainingAndTest read(Path training, Optional<Path> test) {
    LibsvmReader first = new LibsvmReader(training);
    Optional<LibsvmReader> second = test.map(LibsvmReader::new);
    int from = Math.min(first.smallest, second.map(reader -> reader.smallest).orElse(1));
    long d = 1L + Math.max(first.largest, second.map(reader -> reader.largest).orElse(0)) - from;
    Dataset set = first.dataset(training, from, Math.max(1, d), Optional.empty());
    return new TrainingAndTest(set, second.map(
        reader -> reader.dataset(test.orElseThrow(), from, Math.max(1, d), Optional.of(set.classNames()))));
  }

  /** What was read. */
  public record TrainingAndTest(Dataset training, Optional<Dataset> test) {}

  private void line(String line, int number) {
    int comment = line.indexOf('#');
    StringTokenizer fields = new StringTokenizer(comment < 0 ? line : line.substring(0, comment), BLANKS);
    if (!fields.hasMoreTokens()) {
      return;
    }
    if (labels.size() == starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    starts[labels.size()] = stored;
    String label = fields.nextToken();
    number(label, label, number);
    labels.add(label, () -> file + ", line " + number);
    int last = -1;
    for (int i = 0; fields.hasMoreTokens(); i++) {
      String field = fields.nextToken();
      if (i > 0 || !field.matches("qid:\\d+")) {
        int colon = field.indexOf(':');
        int index = colon < 1 ? -1 : index(field.substring(0, colon));
        if (index <= last) {
          throw wrong(field, number);
        }
        last = index;
        add(index, (float) number(field, field.substring(colon + 1), number), field, number);
      }
    }
    largest = Math.max(largest, last);
  }

  private void add(int index, float value, String field, int number) {
    if (!Float.isFinite(value)) {
      throw wrong(field, number);
    }
    if (stored == indices.length) {
      int length = (int) Math.min(Integer.MAX_VALUE - 8, 2L * stored);
      indices = Arrays.copyOf(indices, length);
      values = Arrays.copyOf(values, length);
    }
    smallest = Math.min(smallest, index);
    indices[stored] = index;
    values[stored++] = value;
  }

  /** The whole number from 0, or -1. */
  private static int index(String text) {
    try {
      return Character.isDigit(text.charAt(0)) ? Integer.parseInt(text) : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private double number(String field, String text, int number) {
    double value = CsvNumber.parse(text, false);
    if (Double.isFinite(value)) {
      return value;
    }
    throw wrong(field, number);
  }

  private DataException wrong(String field, int number) {
    return new DataException(file + ", line " + number, "'" + field + "'", EXPECTED, "correct or remove the line");
  }

  /**
   * The samples as an array.
   *
   * @param from the index of the first feature
   * @param d how many features there are
   * @param classes the training set's, if this is a test set
   */
  private Dataset dataset(Path path, int from, long d, Optional<List<String>> classes) {
    int n = labels.size();
    if (n * d > Integer.MAX_VALUE) {
      throw new DataException(file, n + " samples of " + d + " features, which are " + n * d + " values",
          "at most " + Integer.MAX_VALUE, "keep fewer words or samples");
    }
    Labels read = labels.labels(file, classes);
    float[] dense = (float[]) Tensor.Kind.FLOAT32.allocate((int) (n * d), file);
    for (int i = 0; i < n; i++) {
      int end = i + 1 < n ? starts[i + 1] : stored;
      for (int j = starts[i]; j < end; j++) {
        dense[(int) (i * d) + indices[j] - from] = values[j];
      }
    }
    return new Dataset(InputFile.stem(path), Tensor.of("features", dense, n, (int) d), read.values(), read.names());
  }
}
