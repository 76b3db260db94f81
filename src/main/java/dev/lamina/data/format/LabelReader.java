package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.LabelColumn;
import dev.lamina.data.Labels;
import java.util.List;

/** Reads labels from a file of their own. */
public final class LabelReader {
  private LabelReader() {}

  /**
   * Reads labels from a {@code .npy} of N values; a {@code .npz} or {@code .safetensors} with an array that is named,
   * has one of the usual names ({@code labels}, {@code y}, ...), or is the only one; an IDX file; or a {@code .csv} or
   * {@code .txt} with a label per line, or with a column of that kind.
   *
   * @throws DataException if the file cannot be read, or does not hold labels as {@link LabelColumn} takes them
   */
  public static Labels read(LabelSource source) {
    return switch (FileFormat.of(source.file())) {
      case IDX -> Labels.of(source.file().toString(), IdxReader.labels(source.file()));
      case TEXT -> CsvReader.labels(source.file(), source.column());
      case NPY, NPZ, SAFETENSORS, SHARDS, HDF5 -> {
        try (ArrayFile arrays = ArrayFile.open(source.file())) {
          String name = source.column().orElseGet(() -> name(arrays));
          yield Labels.of(ArrayName.in(source.file(), name), arrays.read(name));
        }
      }
    };
  }

  private static String name(ArrayFile arrays) {
    List<String> names = arrays.names();
    if (names.size() == 1) {
      return names.get(0);
    }
    return LabelNames.among(names)
        .orElseThrow(
            () ->
                new DataException(
                    arrays.path().toString(), "the arrays " + names, "labels in one called " + LabelNames.ALL,
                    "name the array of labels behind a colon, FILE:ARRAY"));
  }
}
