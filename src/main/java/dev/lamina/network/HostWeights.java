package dev.lamina.network;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import java.util.Map;

/** First weights that a program brings along. */
public final class HostWeights {

  private HostWeights() {}

  /**
   * Sets the weights of all members from the host; biases become zero.
   *
   * @param weights {@code W_l} by layer, {@code d_l x d_{l-1}}
   * @throws IllegalArgumentException if a layer is missing, unknown or of another shape; the message names it
   */
  public static void write(Device device, Network network, Map<Integer, HostMatrix> weights) {
    int depth = network.architecture().depth();
    for (int layer : weights.keySet()) {
      if (layer < 1 || layer > depth) {
        throw new IllegalArgumentException(
            "weights are given for layer " + layer + " of a network of layers 1 to " + depth);
      }
    }
    for (int l = 1; l <= depth; l++) {
      Matrix target = network.weight(l);
      HostMatrix weight = weights.get(l);
      if (weight == null) {
        throw new IllegalArgumentException("no weights are given for layer " + l + ", which needs " + target.rows()
            + " x " + target.columns());
      }
      if (weight.rows() != target.rows() || weight.columns() != target.columns()) {
        throw new IllegalArgumentException("layer " + l + " needs weights of " + target.rows() + " x "
            + target.columns() + " (outputs x inputs), but " + weight.name() + " is " + weight.rows() + " x "
            + weight.columns());
      }
    }
    for (int l = 1; l <= depth; l++) {
      for (int e = 0; e < network.members(); e++) {
        weights.get(l).write(device, network.weight(l).member(e));
      }
      if (network.bias(l) != null) {
        device.fill(network.bias(l), 0);
      }
    }
  }
}
