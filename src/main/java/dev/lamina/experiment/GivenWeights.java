package dev.lamina.experiment;

import dev.lamina.data.DataException;
import dev.lamina.data.Tensor;
import dev.lamina.data.format.ArrayFile;
import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.network.Architecture;
import dev.lamina.network.HostMatrix;
import dev.lamina.network.LayerPart;
import dev.lamina.network.LayerSpec;
import dev.lamina.network.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A network's first state from a file: the weights of every layer and, where their names end in {@code weight}, what
 * the file has beside them: biases and batch normalisations. What it does not have starts as in any network: biases and
 * shifts at 0, scales and running variances at 1.
 *
 * @param arrays of all members, or of one in which they all start
 */
record GivenWeights(List<Given> arrays) {

  /**
   * One array.
   *
   * @param member whose it is; {@link #ALL} for everybody's
   */
  record Given(int member, int layer, LayerPart part, HostMatrix values) {}

  private static final int ALL = -1;

  GivenWeights {
    arrays = List.copyOf(arrays);
  }

  /**
   * Reads the state of every layer.
   *
   * @throws ConfigException if an array is missing, of another shape than the network's, or has no place in the network
   * @throws DataException if the file cannot be read or a value is not a finite number
   */
  static GivenWeights read(ExperimentConfig config, Architecture architecture) {
    try (ArrayFile file = ArrayFile.open(config.initFile())) {
      StateNames names = StateNames.of(config, architecture, file.names());
      List<Given> arrays = new ArrayList<>();
      names.holders().forEach(holder -> {
        for (int layer = 1; layer <= architecture.depth(); layer++) {
          LayerSpec spec = architecture.layer(layer);
          for (LayerPart part : LayerPart.values()) {
            if (part.isIn(spec) && names.has(part)) {
              Tensor tensor = file.read(names.of(holder, layer, part));
              arrays.add(new Given(names.perMember() ? holder : ALL, layer, part,
                  checked(config.initFile(), tensor, layer, part, spec)));
            }
          }
        }
      });
      return new GivenWeights(arrays);
    }
  }

  /** Sets what was given; the rest of the network stays as it is. */
  void write(Device device, Network network) {
    Map<String, Matrix> state = network.state();
    for (Given given : arrays) {
      Matrix target = state.get(Network.name(given.layer(), given.part()));
      for (int e = 0; e < network.members(); e++) {
        if (given.member() == ALL || given.member() == e) {
          given.values().write(device, target.member(e));
        }
      }
    }
  }

  private static HostMatrix checked(Path file, Tensor tensor, int layer, LayerPart part, LayerSpec spec) {
    int rows = spec.outputs();
    int columns = part.columns(spec);
    boolean vector = tensor.rank() == 1 && tensor.size() == (long) rows * columns && (rows == 1 || columns == 1);
    boolean matrix = tensor.rank() == 2 && tensor.dimension(0) == rows && tensor.dimension(1) == columns;
    if (!vector && !matrix) {
      String needed = part == LayerPart.WEIGHT
          ? "weights of " + rows + " x " + columns + " (outputs x inputs)" : part.label() + " of " + rows + " numbers";
      throw new ConfigException(
          "init.file " + file + ": layer " + layer + " needs " + needed + ", but array '" + tensor.name() + "' is "
          + tensor);
    }
    double[] values = tensor.doubles();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new DataException(file + ": array '" + tensor.name() + "'", "the value " + values[i] + " in row "
            + i / columns + ", column " + i % columns + " (both from 0)", "finite weights",
            "take weights from before the training diverged");
      }
    }
    return new HostMatrix(tensor.name(), rows, columns, values);
  }
}
