package dev.lamina.data;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Features of several layers for the same samples.
 *
 * @param labels the classes of the N samples, if known
 * @param layers N x d_l each, in their order, each under its own name
 */
public record FeatureSet(Optional<Labels> labels, List<RowSource> layers) {
  /**
   * Checks the layers.
   *
   * @throws DataException if there are none, two share a name, or they are not of as many samples as the labels and
   *     each other
   */
  public FeatureSet {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new DataException(labels.map(Labels::source).orElse("features"), "labels without features",
          "at least one layer of features", "name a file that holds them");
    }
    Set<String> names = new HashSet<>();
    for (RowSource layer : layers) {
      if (!names.add(layer.name())) {
        throw new DataException(
            "layer '" + layer.name() + "'", "two arrays of this name", "a name of its own for each layer",
            "rename one, or choose layers by name");
      }
      if (labels.isPresent()) {
        labels.get().requireSamples(layer.rows(), layer.where());
      } else if (layer.rows() != layers.get(0).rows()) {
        throw new DataException(
            layer.where(), layer.rows() + " samples, but " + layers.get(0).rows() + " in " + layers.get(0).where(),
            "the same samples in all layers (rows are samples)",
            "check that no array is transposed, or choose layers by name");
      }
    }
  }

  /**
   * Layers that are in memory, and their labels.
   *
   * @param layers float32 or float64, of N x d or more dimensions, which are flattened
   * @throws DataException as the constructor, or if one is of another type
   */
  public static FeatureSet of(Optional<Labels> labels, List<Tensor> layers) {
    return new FeatureSet(labels, layers.stream().map(layer -> rows("layer '" + layer.name() + "'", layer)).toList());
  }

  /** A layer that is in memory. */
  public static RowSource rows(String where, Tensor layer) {
    return new TensorRows(where, Features.matrix(where, layer));
  }

  /** N. */
  public long samples() {
    return layers.get(0).rows();
  }
}
