package dev.lamina.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads features that a network made elsewhere, with their labels. */
public final class LayerReader {
  private LayerReader() {}

  /**
   * Reads every array of {@code files}, in their order and the order in each file, as a layer; an array called
   * {@code labels} or {@code y} is never a layer. Arrays that are not asked for are not read.
   *
   * @param files {@code .npy} (the layer takes the file's name), {@code .npz} or {@code .safetensors}
   * @param labels a file of labels as {@link LabelReader} reads it; without one, the array {@code labels} or {@code y}
   *     of one of the files
   * @param only names of the layers wanted; empty for all
   * @throws DataException if a file cannot be read, no or more than one array of labels is found, a name of
   *     {@code only} is not there, two layers have one name, or an array is not N x d finite floats with N labels
   */
  public static LabelledLayers read(List<Path> files, Optional<Path> labels, List<String> only) {
    List<ArrayFile> open = new ArrayList<>();
    try {
      for (Path file : files) {
        open.add(ArrayFile.open(file));
      }
      Labels classes = labels.isPresent() ? LabelReader.read(labels.get()) : labels(open);
      List<Tensor> layers = new ArrayList<>();
      layers(open, only)
          .forEach(
              (name, file) -> {
                String where = ArrayName.in(file.path(), name);
                Tensor layer = Features.of(where, file.read(name));
                classes.requireSamples(layer.dimension(0), where);
                layers.add(layer);
              });
      return new LabelledLayers(classes, layers);
    } finally {
      open.forEach(ArrayFile::close);
    }
  }

  private static Labels labels(List<ArrayFile> files) {
    for (String name : LabelNames.ALL) {
      List<ArrayFile> holders = files.stream().filter(file -> file.names().contains(name)).toList();
      if (holders.size() > 1) {
        throw new DataException(
            holders.get(1).path().toString(), "a second array '" + name + "', besides that of " + holders.get(0).path(),
            "labels in one file", "name the file of labels to use (--labels FILE)");
      }
      if (holders.size() == 1) {
        Path file = holders.get(0).path();
        return Labels.of(ArrayName.in(file, name), holders.get(0).read(name));
      }
    }
    List<String> names = files.stream().flatMap(file -> file.names().stream()).toList();
    String where = String.join(", ", files.stream().map(file -> file.path().toString()).toList());
    throw new DataException(
        where, "no labels among the arrays " + names, "integer labels in an array called 'labels' or 'y'",
        "add them, or name a file of labels (--labels FILE)");
  }

  private static Map<String, ArrayFile> layers(List<ArrayFile> files, List<String> only) {
    Map<String, ArrayFile> layers = new LinkedHashMap<>();
    List<String> available = new ArrayList<>();
    for (ArrayFile file : files) {
      for (String name : file.names()) {
        if (LabelNames.ALL.contains(name)) {
          continue;
        }
        available.add(name);
        if (!only.isEmpty() && !only.contains(name)) {
          continue;
        }
        ArrayFile first = layers.putIfAbsent(name, file);
        if (first != null) {
          throw new DataException(
              ArrayName.in(file.path(), name), "a second layer of this name, besides that of " + first.path(),
              "a name of its own for each layer", "rename one, or measure the files one at a time");
        }
      }
    }
    for (String name : only) {
      if (!layers.containsKey(name)) {
        throw new DataException(
            "layer '" + name + "'", "no such array in " + files.stream().map(ArrayFile::path).toList(),
            "one of " + available, "name one of these layers");
      }
    }
    if (layers.isEmpty()) {
      throw new DataException(
          files.stream().map(ArrayFile::path).toList().toString(), "no array besides the labels",
          "at least one layer of features", "name a file that holds features");
    }
    return layers;
  }
}
