package dev.lamina.data;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Features of several layers for the same samples.
 *
 * @param labels the classes of the N samples
 * @param layers N x d_l float32 or float64 in C order (the same bytes as a column-major d_l x N), in the order of the
 *     layers, each under its own name
 */
public record LabelledLayers(Labels labels, List<Tensor> layers) {
  /**
   * Checks the layers.
   *
   * @throws DataException if there are none, two share a name, or one is not N x d finite floats
   */
  public LabelledLayers {
    if (layers.isEmpty()) {
      throw new DataException(
          labels.source(), "labels without features", "at least one layer of features", "name a file that holds them");
    }
    Set<String> names = new HashSet<>();
    for (Tensor layer : layers) {
      if (!names.add(layer.name())) {
        throw new DataException(
            "layer '" + layer.name() + "'", "two arrays of this name", "a name of its own for each layer",
            "rename one, or choose layers by name");
      }
    }
    layers = layers.stream().map(layer -> Features.of("layer '" + layer.name() + "'", layer)).toList();
    for (Tensor layer : layers) {
      labels.requireSamples(layer.dimension(0), "layer '" + layer.name() + "'");
    }
  }
}
