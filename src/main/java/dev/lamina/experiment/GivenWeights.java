package dev.lamina.experiment;

import dev.lamina.data.ArrayFile;
import dev.lamina.data.DataException;
import dev.lamina.data.Tensor;
import dev.lamina.network.Architecture;
import dev.lamina.network.HostMatrix;
import dev.lamina.network.LayerSpec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Initial weights from a file, one array per layer. */
final class GivenWeights {

  private GivenWeights() {}

  /**
   * Reads the weights of every layer.
   *
   * @return by layer, from 1
   * @throws ConfigException if an array is missing or of another shape than the network's layer
   * @throws DataException if the file cannot be read or a weight is not a finite number
   */
  static Map<Integer, HostMatrix> read(ExperimentConfig config, Architecture architecture) {
    Map<Integer, HostMatrix> weights = new HashMap<>();
    try (ArrayFile file = ArrayFile.open(config.initFile())) {
      for (int layer = 1; layer <= architecture.depth(); layer++) {
        String name = config.initWeights().replace("{layer}", Integer.toString(layer));
        if (!file.names().contains(name)) {
          throw new ConfigException("init.file " + config.initFile() + " has no array '" + name + "' (init.weights); it has "
              + String.join(", ", file.names()));
        }
        weights.put(layer, checked(config.initFile(), file.read(name), layer, architecture.layer(layer)));
      }
    }
    return weights;
  }

  private static HostMatrix checked(Path file, Tensor tensor, int layer, LayerSpec spec) {
    if (tensor.rank() != 2 || tensor.dimension(0) != spec.outputs() || tensor.dimension(1) != spec.inputs()) {
      throw new ConfigException("init.file " + file + ": layer " + layer + " needs weights of " + spec.outputs() + " x "
          + spec.inputs() + " (outputs x inputs), but array '" + tensor.name() + "' is " + tensor);
    }
    double[] values = tensor.doubles();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new DataException(file + ": array '" + tensor.name() + "'", "the value " + values[i] + " in row "
            + i / spec.inputs() + ", column " + i % spec.inputs() + " (both from 0)", "finite weights",
            "take weights from before the training diverged");
      }
    }
    return new HostMatrix(tensor.name(), spec.outputs(), spec.inputs(), values);
  }
}
