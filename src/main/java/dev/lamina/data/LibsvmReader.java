package dev.lamina.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads sparse samples in the format of LIBSVM and SVMlight, in which text sets come as bags of words: a line for each
 * sample, {@code label index:value index:value ...}, with indices from 1 in ascending order; what is not named is 0, and what
 * follows a {@code #} is a comment. Labels may be any numbers; in their order they are classes 0 to K-1.
 */
public final class LibsvmReader {
  private static final String EXPECTED = "label index:value ... with indices from 1 in ascending order";

  private final String file;
  private final List<Double> labels = new ArrayList<>();
  private int[] starts = new int[16];
  private int[] indices = new int[1024];
  private float[] values = new float[1024];
  private int stored;
  private int features;

  private LibsvmReader(Path file) {
    this.file = file.toString();
    CsvLines.forEach(file, "a file in LIBSVM's format", this::line);
    if (labels.isEmpty()) {
      throw new DataException(this.file, "no sample", EXPECTED, "check that it is the right file");
    }
  }

  /**
   * Reads a training set, float32, and a test set of the same features and classes.
   *
   * @throws DataException if a file is missing or empty, a line is not as above, a value is not finite, all samples are of one
   *     class, or the test set has a label that the training set lacks
   */
  public static TrainingAndTest read(Path training, Optional<Path> test) {
    LibsvmReader first = new LibsvmReader(training);
    Optional<LibsvmReader> second = test.map(LibsvmReader::new);
    int d = Math.max(first.features, second.map(reader -> reader.features).orElse(1));
    Double[] classes = new TreeSet<>(first.labels).toArray(Double[]::new);
    return new TrainingAndTest(first.dataset(training, d, classes),
        second.map(reader -> reader.dataset(test.orElseThrow(), d, classes)));
  }

  /** What was read. */
  public record TrainingAndTest(Dataset training, Optional<Dataset> test) {}

  private void line(String line, int number) {
    int comment = line.indexOf('#');
    String content = (comment < 0 ? line : line.substring(0, comment)).strip();
    if (content.isEmpty()) {
      return;
    }
    String[] fields = content.split("\\s+");
    if (labels.size() == starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    starts[labels.size()] = stored;
    labels.add(number(fields[0], fields[0], number));
    int last = 0;
    for (int i = 1; i < fields.length; i++) {
      int colon = fields[i].indexOf(':');
      int index = colon < 1 ? 0 : index(fields[i], fields[i].substring(0, colon), number);
      if (index <= last) {
        throw wrong(fields[i], number);
      }
      last = index;
      add(index - 1, (float) number(fields[i], fields[i].substring(colon + 1), number), fields[i], number);
    }
    features = Math.max(features, last);
  }

  private void add(int index, float value, String field, int number) {
    if (!Float.isFinite(value)) {
      throw wrong(field, number);
    }
    if (stored == indices.length) {
      indices = Arrays.copyOf(indices, 2 * stored);
      values = Arrays.copyOf(values, 2 * stored);
    }
    indices[stored] = index;
    values[stored++] = value;
  }

  private int index(String field, String text, int number) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw wrong(field, number);
    }
  }

  private double number(String field, String text, int number) {
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, with what is infinite.
    }
    throw wrong(field, number);
  }

  private DataException wrong(String field, int number) {
    return new DataException(file + ", line " + number, "'" + field + "'", EXPECTED, "correct or remove the line");
  }

  private Dataset dataset(Path path, int d, Double[] classes) {
    int n = labels.size();
    if ((long) n * d > Integer.MAX_VALUE) {
      throw new DataException(file, n + " samples of " + d + " features, which are " + (long) n * d + " values",
          "at most " + Integer.MAX_VALUE, "keep fewer words or samples");
    }
    float[] dense = (float[]) Tensor.Kind.FLOAT32.allocate(n * d, file);
    int[] numbers = new int[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = Arrays.binarySearch(classes, labels.get(i));
      if (numbers[i] < 0) {
        throw new DataException(file, "label " + labels.get(i) + " of sample " + i,
            "one of the training set's labels " + Arrays.toString(classes), "take both files from the same set");
      }
      int end = i + 1 < n ? starts[i + 1] : stored;
      for (int j = starts[i]; j < end; j++) {
        dense[i * d + indices[j]] = values[j];
      }
    }
    return new Dataset(InputFile.stem(path), Tensor.of("features", dense, n, d), numbers, classes.length);
  }
}
