package dev.lamina.data.format;

import dev.lamina.data.DataException;
import dev.lamina.data.Features;
import dev.lamina.data.LabelledLayers;
import dev.lamina.data.Labels;
import dev.lamina.data.Tensor;
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
   * Reads every array of {@code files}, in their order and the order in each file, as a layer. Arrays with a usual name
   * of labels are no layers, nor are single numbers and texts, unless they are asked for by name; arrays that are not
   * asked for are not read.
   *
   * @param files {@code .npy} (the layer takes the file's name), {@code .npz} or {@code .safetensors}
   * @param labels a file of labels as {@link LabelReader} reads it; without one, the array {@code labels}, {@code y},
   *     ... of one of the files
   * @param only names of the layers wanted, in this order, or patterns with {@code *} and {@code ?}, each of which
   *     stands for all that fit, in the files' order; empty for all
   * @throws DataException if a file cannot be read, no or more than one array of labels is found, a name of
   *     {@code only} is not there, two layers have one name, or an array is not N x d finite floats with N labels
   */
  public static LabelledLayers read(List<Path> files, Optional<LabelSource> labels, List<String> only) {
    List<ArrayFile> open = new ArrayList<>();
    try {
      for (Path file : files) {
        open.add(ArrayFile.open(file));
      }
      Labels classes = labels.isPresent() ? LabelReader.read(labels.get()) : labels(open);
      Map<String, ArrayFile> holders = holders(open);
      List<String> names = only.isEmpty() ? layers(holders) : chosen(holders, only);
      List<Tensor> layers = new ArrayList<>();
      for (String name : names) {
        ArrayFile file = holders.get(name);
        Tensor array = file.read(name);
        boolean layer = array.rank() > 0 && array.kind() != Tensor.Kind.TEXT;
        if (layer || !only.isEmpty()) {
          String where = ArrayName.in(file.path(), name);
          Tensor features = Features.of(where, array);
          classes.requireSamples(features.dimension(0), where);
          layers.add(features);
        }
      }
      if (layers.isEmpty()) {
        throw new DataException(
            files.toString(), names.isEmpty() ? "no array besides the labels"
            : "only single numbers and texts besides the"
                + " labels: " + names, "at least one layer of features", "name a file that holds features");
      }
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
        where, "no labels among the arrays " + names, "labels in an array called one of " + LabelNames.ALL,
        "add them, or name a file of labels (--labels FILE, or FILE:ARRAY)");
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
