package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.Dataset;
import dev.lamina.data.LabelColumn;
import dev.lamina.data.Labels;
import dev.lamina.data.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads a data set to train on from the files of a common format; for CSV see {@link CsvReader}. */
public final class DatasetReader {
  private static final List<String> FEATURES = List.of("X", "features", "data");

  private DatasetReader() {}

  /**
   * Reads images and labels in IDX, plain or compressed; an image is flattened and scaled to [0, 1], float32.
   *
   * @param classes the training set's, if this is a test set
   * @throws DataException if a file cannot be read or they do not fit together
   */
  public static Dataset idx(Path images, Path labels, Optional<List<String>> classes) {
    Tensor values = IdxReader.images(images);
    String where = labels.toString();
    Labels read = LabelColumn.of(where, IdxReader.labels(labels)).labels(where, classes);
    return Dataset.of(InputFile.stem(images), images.toString(), values, read);
  }

  /**
   * Reads two arrays of a {@code .npz} or {@code .safetensors} file.
   *
   * @param features name of the N x d floats; without one {@code X}, {@code features}, {@code data}, or else the only
   *     array besides the labels
   * @param labels name of the N labels; without one {@code labels}, {@code y}, {@code label}, {@code targets}, {@code
   *     target} or {@code class}
   * @param training the training set's classes, if this is a test set
   * @throws DataException if the file cannot be read, an array is not there or they do not fit together
   */
  public static Dataset arrays(
      Path file, Optional<String> features, Optional<String> labels, Optional<List<String>> training) {
    try (ArrayFile arrays = ArrayFile.open(file)) {
      List<String> names = arrays.names();
      String y = labels.orElseGet(
          () -> LabelNames.among(names).orElseThrow(() -> missing(LabelNames.ALL, names, file, "labels")));
      List<String> others = names.stream().filter(name -> !name.equals(y)).toList();
      String x =
          features.orElseGet(() -> others.size() == 1 ? others.get(0) : first(FEATURES, names, file, "features"));
      String where = ArrayName.in(file, y);
      Labels classes = LabelColumn.of(where, arrays.read(y)).labels(where, training);
      return Dataset.of(InputFile.stem(file), ArrayName.in(file, x), arrays.read(x), classes);
    }
  }

  private static String first(List<String> wanted, List<String> names, Path file, String role) {
    return wanted.stream().filter(names::contains).findFirst().orElseThrow(() -> missing(wanted, names, file, role));
  }

  private static DataException missing(List<String> wanted, List<String> names, Path file, String role) {
    return new DataException(
        file.toString(), "the arrays " + names, role + " in one called " + String.join(", ", wanted),
        "name the array of " + role + " (data." + role + ")");
  }
}
