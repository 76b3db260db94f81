package dev.lamina.data;

import java.nio.file.Path;
import java.util.List;

/** Reads labels from a file of their own. */
public final class LabelReader {
  private LabelReader() {}

  /**
   * Reads labels from a {@code .npy} of N integers; a {@code .npz} or {@code .safetensors} with an array {@code labels}
   * or {@code y}, or with only one array; an IDX file; or a {@code .csv} or {@code .txt} with an integer per line.
   *
   * @throws DataException if the file cannot be read, or does not hold labels as {@link Labels} asks for
   */
  public static Labels read(Path file) {
    return switch (FileFormat.of(file)) {
      case IDX -> Labels.of(file.toString(), IdxReader.labels(file));
      case TEXT -> Labels.of(file.toString(), CsvReader.integers(file));
      case NPY, NPZ, SAFETENSORS -> {
        try (ArrayFile arrays = ArrayFile.open(file)) {
          String name = name(arrays);
          yield Labels.of(ArrayName.in(file, name), arrays.read(name));
        }
      }
    };
  }

  private static String name(ArrayFile arrays) {
    List<String> names = arrays.names();
    if (names.size() == 1) {
      return names.get(0);
    }
    return LabelNames.ALL.stream()
        .filter(names::contains)
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    arrays.path().toString(), "the arrays " + names, "labels in one called " + LabelNames.ALL,
                    "rename the array of labels"));
  }
}
