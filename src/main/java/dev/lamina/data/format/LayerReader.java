package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.FeatureSet;
import dev.lamina.data.Labels;
import dev.lamina.data.NaturalOrder;
import dev.lamina.data.RowSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads features that a network made elsewhere, with their labels. */
public final class LayerReader {
  private static final List<String> EXTENSIONS = List.of(".npy", ".npz", ".safetensors", ".h5", ".hdf5");

  private LayerReader() {}

  /**
   * Reads every array of {@code files}, in their order and the order in each file, as a layer. Arrays with a usual name
   * of labels are no layers, nor are single numbers and texts, unless they are asked for by name; arrays that are not
   * asked for are not read.
   *
   * @param files as {@link ArrayFile#open} takes them, or folders of such; a {@code .npy} is a layer of the file's name
   * @param labels a file of labels as {@link LabelReader} reads it; without one, the array {@code labels}, {@code y},
   *     ... of one of the files
   * @param only names of the layers wanted, in this order, or patterns with {@code *} and {@code ?}, each of which
   *     stands for all that fit, in the files' order; empty for all
   * @return the layers, whose values have not been read, and their labels; without if there are none
   * @throws DataException if a file cannot be read, more than one array of labels is found, a name of {@code only} is
   *     not there, two layers have one name, or an array is not N x d floats with N labels
   */
  public static FeatureSet read(List<Path> files, Optional<LabelSource> labels, List<String> only) {
    return read(files, labels, only, Pool.NONE);
  }

  /**
   * The same of samples that have several positions.
   *
   * @param pool what becomes of them
   */
  public static FeatureSet read(List<Path> files, Optional<LabelSource> labels, List<String> only, Pool pool) {
    List<ArrayFile> open = new ArrayList<>();
    try {
      for (Path file : files(files)) {
        open.add(ArrayFile.open(file));
      }
      Optional<Labels> classes = labels.isPresent() ? labels.map(LabelReader::read) : labels(open);
      Map<String, ArrayFile> holders = holders(open);
      List<String> names = only.isEmpty() ? layers(holders) : chosen(holders, only);
      List<RowSource> layers = new ArrayList<>();
      for (String name : names) {
        ArrayFile file = holders.get(name);
        if (!only.isEmpty() || file.header(name).isLayer()) {
          layers.add(PooledRows.of(file.rows(name), file.header(name).shape(), pool));
        }
      }
      if (layers.isEmpty()) {
        throw new DataException(
            files.toString(), names.isEmpty() ? "no array besides the labels"
            : "only single numbers and texts besides the"
                + " labels: " + names, "at least one layer of features", "name a file that holds features");
      }
      return new FeatureSet(pool == Pool.TOKENS
          ? classes.map(each -> each.repeated(positions(layers))) : classes, layers);
    } finally {
      open.forEach(ArrayFile::close);
    }
  }

  /** How many positions each sample has: of the layers that have several, the first. */
  private static int positions(List<RowSource> layers) {
    return layers.stream().filter(PooledRows.class::isInstance).map(PooledRows.class::cast)
        .mapToInt(PooledRows::positions).findFirst().orElse(1);
  }

  /** Folders stand for the array files in them, in the order of a person. */
  private static List<Path> files(List<Path> named) {
    List<Path> files = new ArrayList<>();
    for (Path path : named) {
      if (!Files.isDirectory(path)) {
        files.add(path);
        continue;
      }
      List<Path> inside;
      try (Stream<Path> entries = Files.list(path)) {
        inside = entries.filter(file -> EXTENSIONS.stream().anyMatch(file.toString()::endsWith))
            .sorted(Comparator.comparing(Path::toString, NaturalOrder.INSTANCE)).toList();
      } catch (IOException e) {
        throw InputFile.unreadable(path.toString(), "a folder of arrays", e);
      }
      if (inside.isEmpty()) {
        throw new DataException(path.toString(), "a folder without arrays", "files called *" + String.join(", *",
            EXTENSIONS), "name the folder that has them");
      }
      files.addAll(inside);
    }
    return files;
  }

  private static Optional<Labels> labels(List<ArrayFile> files) {
    for (String name : LabelNames.ALL) {
      List<ArrayFile> holders = files.stream().filter(file -> file.names().contains(name)).toList();
      if (holders.size() > 1) {
        throw new DataException(
            holders.get(1).path().toString(), "a second array '" + name + "', besides that of " + holders.get(0).path(),
            "labels in one file", "name the file of labels to use (--labels FILE)");
      }
      if (holders.size() == 1) {
        Path file = holders.get(0).path();
        return Optional.of(Labels.of(ArrayName.in(file, name), holders.get(0).read(name)));
      }
    }
    return Optional.empty();
  }

  /** Every array that is no array of labels in all files, and which file holds it. */
  private static Map<String, ArrayFile> holders(List<ArrayFile> files) {
    Map<String, ArrayFile> holders = new LinkedHashMap<>();
    for (ArrayFile file : files) {
      for (String name : file.names()) {
        ArrayFile first = holders.putIfAbsent(name, file);
        if (first != null && !LabelNames.ALL.contains(name)) {
          throw new DataException(
              ArrayName.in(file.path(), name), "a second layer of this name, besides that of " + first.path(),
              "a name of its own for each layer", "rename one, or measure the files one at a time");
        }
      }
    }
    return holders;
  }

  private static List<String> layers(Map<String, ArrayFile> holders) {
    return holders.keySet().stream().filter(name -> !LabelNames.ALL.contains(name)).toList();
  }

  private static List<String> chosen(Map<String, ArrayFile> holders, List<String> only) {
    return ArrayChoice.of(paths(holders).toString(), holders.keySet(), layers(holders), only);
  }

  private static List<Path> paths(Map<String, ArrayFile> holders) {
    return holders.values().stream().map(ArrayFile::path).distinct().toList();
  }
}
