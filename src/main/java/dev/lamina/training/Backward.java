package dev.lamina.training;

import dev.lamina.device.Activation;
import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Scalar;
import dev.lamina.device.Stacks;
import dev.lamina.device.Transpose;
import dev.lamina.network.Forward;
import dev.lamina.network.LayerSpec;
import dev.lamina.network.Network;
import java.util.stream.IntStream;

/**
 * The backward pass and the update in one sweep from the last layer to the first. With delta the gradient for the
 * layer's linear map (times what the optimiser wants), {@code delta_{l-1} = W_l^T delta_l} is taken with the old W_l,
 * which is then updated by {@code delta_l H_{l-1}^T}. Two delta matrices of the widest layer serve all layers in turn;
 * the input gets no gradient. A linear tail that is taken as one map comes first, as a whole.
 */
final class Backward {

  /**
   * The deltas are of layers that are passed one by one, null where there are none; the norm gradients are null where
   * no layer has batch normalisation; the output's delta is the tail's, null without one.
   */
  record Layout(Slot even, Slot odd, Slot gamma, Slot beta, Slot output) {}

  private final Place place;
  private final Layout layout;
  private final Network network;
  private final Outputs outputs;
  private final Optimizer optimizer;

  static Layout plan(MemoryPlan plan, Network.Layout network, Outputs.Layout outputs) {
    int widest = IntStream.rangeClosed(1, outputs.layers().layers().size()).map(network.architecture()::width).max()
        .orElse(0);
    int norms = network.architecture().hasBatchNorm() ? widest : 0;
    int classes = outputs.tail() == null ? 0 : network.architecture().classes();
    Stacks stacks = network.stacks(plan);
    return new Layout(add(stacks, Purpose.DELTAS, "delta 0", widest, outputs.samples()),
        add(stacks, Purpose.DELTAS, "delta 1", widest, outputs.samples()),
        add(stacks, Purpose.GRADIENTS, "gamma gradient", norms, 1),
        add(stacks, Purpose.GRADIENTS, "beta gradient", norms, 1),
        add(stacks, Purpose.DELTAS, "output delta", classes, outputs.samples()));
  }

  private static Slot add(Stacks stacks, Purpose purpose, String name, int rows, int columns) {
    return rows == 0 ? null : stacks.add(purpose, name, rows, columns);
  }

  /** @param outputs the pass whose activations are used, of at most the planned number of samples */
  Backward(Place place, Layout layout, Network network, Outputs outputs, Optimizer optimizer) {
    this.place = place;
    this.layout = layout;
    this.network = network;
    this.outputs = outputs;
    this.optimizer = optimizer;
  }

  /** Where the loss's gradient for the output is expected. */
  Matrix outputDelta() {
    return outputs.tail() == null ? delta(outputs.layers().depth())
        : place.matrix(layout.output()).columns(0, outputs.output().columns());
  }

  /** Where the gradient for the features of layer l is. */
  private Matrix delta(int layer) {
    return Views.of(place.matrix(layer % 2 == 0 ? layout.even() : layout.odd()), network.architecture().width(layer),
        outputs.output().columns());
  }

  /** Updates all parameters from {@link #outputDelta}. */
  void run() {
    Device device = place.device();
    Forward layers = outputs.layers();
    LinearTail tail = outputs.tail();
    if (tail != null) {
      if (layers.depth() > 0) {
        tail.applyBackward(outputDelta(), delta(layers.depth()));
      }
      tail.update(layers.output(), outputDelta(), optimizer);
    }
    for (int l = layers.depth(); l >= 1; l--) {
      LayerSpec spec = network.architecture().layer(l);
      Matrix delta = delta(l);
      if (spec.activation() != Activation.IDENTITY) {
        device.activateBackward(spec.activation(), layers.argument(l), layers.hidden(l), delta);
      }
      if (spec.batchNorm()) {
        Matrix gamma = Views.of(place.matrix(layout.gamma()), spec.outputs(), 1);
        Matrix beta = Views.of(place.matrix(layout.beta()), spec.outputs(), 1);
        device.batchNormBackward(network.norm(l), layers.linear(l), delta, gamma, beta);
        optimizer.updateNorm(l, gamma, beta);
      }
      if (l > 1) {
        device.gemm(Transpose.YES, Transpose.NO, Scalar.ONE, network.weight(l), delta, Scalar.ZERO, delta(l - 1));
      }
      optimizer.updateWeight(l, delta, layers.hidden(l - 1));
      if (spec.bias()) {
        optimizer.updateBias(l, delta);
      }
    }
  }
}
