package dev.lamina.training;

import dev.lamina.device.Activation;
import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Scalar;
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

  private final Device device;
  private final Network network;
  private final Outputs outputs;
  private final Forward layers;
  private final Optimizer optimizer;
  private final Matrix even;
  private final Matrix odd;
  private final Matrix gammaGradient;
  private final Matrix betaGradient;
  private final Matrix outputDelta;

  static Layout plan(MemoryPlan plan, Network.Layout network, Outputs.Layout outputs) {
    int widest = IntStream.rangeClosed(1, outputs.layers().layers().size()).map(network.architecture()::width).max()
        .orElse(0);
    boolean norms = network.architecture().hasBatchNorm();
    return new Layout(
        planSlot(plan, Purpose.DELTAS, network, "delta 0", widest, outputs.samples()),
        planSlot(plan, Purpose.DELTAS, network, "delta 1", widest, outputs.samples()),
        norms ? planSlot(plan, Purpose.GRADIENTS, network, "gamma gradient", widest, 1) : null,
        norms ? planSlot(plan, Purpose.GRADIENTS, network, "beta gradient", widest, 1) : null,
        outputs.tail() == null ? null : planSlot(
            plan, Purpose.DELTAS, network, "output delta", network.architecture().classes(), outputs.samples()));
  }

  private static Slot planSlot(
      MemoryPlan plan, Purpose purpose, Network.Layout network, String name, int rows, int columns) {
    return rows == 0 ? null : plan.add(purpose, name, network.type(), rows, columns, network.members());
  }

  /** @param outputs the pass whose activations are used, of at most the planned number of samples */
  Backward(Device device, Arena arena, Layout layout, Network network, Outputs outputs, Optimizer optimizer) {
    this.device = device;
    this.network = network;
    this.outputs = outputs;
    this.layers = outputs.layers();
    this.optimizer = optimizer;
    even = matrix(arena, layout.even());
    odd = matrix(arena, layout.odd());
    gammaGradient = matrix(arena, layout.gamma());
    betaGradient = matrix(arena, layout.beta());
    outputDelta = matrix(arena, layout.output());
  }

  private static Matrix matrix(Arena arena, Slot slot) {
    return slot == null ? null : arena.matrix(slot);
  }

  /** Where the loss's gradient for the output is expected. */
  Matrix outputDelta() {
    return outputs.tail() == null ? delta(layers.depth()) : outputDelta.columns(0, outputs.output().columns());
  }

  /** Where the gradient for the features of layer l is. */
  private Matrix delta(int layer) {
    return Views.of(layer % 2 == 0 ? even : odd, network.architecture().width(layer), outputs.output().columns());
  }

  /** Updates all parameters from {@link #outputDelta}. */
  void run() {
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
      Forward.Activations kept = layers.activations(l);
      if (spec.activation() != Activation.IDENTITY) {
        device.activateBackward(spec.activation(), kept.argument(), kept.hidden(), delta);
      }
      if (spec.batchNorm()) {
        Matrix gamma = Views.of(gammaGradient, spec.outputs(), 1);
        Matrix beta = Views.of(betaGradient, spec.outputs(), 1);
        device.batchNormBackward(network.norm(l), kept.linear(), delta, gamma, beta);
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
