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
import dev.lamina.network.Architecture;
import dev.lamina.network.Forward;
import dev.lamina.network.LayerSpec;
import dev.lamina.network.Network;

/**
 * The backward pass and the update in one sweep from the last layer to the first. With delta the gradient for the
 * layer's linear map (times what the optimiser wants), {@code delta_{l-1} = W_l^T delta_l} is taken with the old W_l,
 * which is then updated by {@code delta_l H_{l-1}^T}. Two delta matrices of the widest layer serve all layers in turn;
 * the input gets no gradient.
 */
final class Backward {

  /** The norm gradients are null where no layer has batch normalisation. */
  record Layout(Slot even, Slot odd, Slot gamma, Slot beta) {}

  private final Device device;
  private final Network network;
  private final Forward forward;
  private final Optimizer optimizer;
  private final Matrix[] deltas;
  private final Matrix gammaGradient;
  private final Matrix betaGradient;

  static Layout plan(MemoryPlan plan, Network.Layout network, int samples) {
    Architecture architecture = network.architecture();
    boolean norms = architecture.hasBatchNorm();
    return new Layout(planDelta(plan, network, "delta 0", samples), planDelta(plan, network, "delta 1", samples),
        norms ? planNormGradient(plan, network, "gamma gradient") : null,
        norms ? planNormGradient(plan, network, "beta gradient") : null);
  }

  private static Slot planDelta(MemoryPlan plan, Network.Layout network, String name, int samples) {
    return plan.add(
        Purpose.DELTAS, name, network.type(), network.architecture().widest(), samples, network.members());
  }

  private static Slot planNormGradient(MemoryPlan plan, Network.Layout network, String name) {
    return plan.add(Purpose.GRADIENTS, name, network.type(), network.architecture().widest(), 1, network.members());
  }

  /** @param forward the pass whose activations are used, of at most the planned number of samples */
  Backward(Device device, Arena arena, Layout layout, Network network, Forward forward, Optimizer optimizer) {
    this.device = device;
    this.network = network;
    this.forward = forward;
    this.optimizer = optimizer;
    deltas = new Matrix[] {arena.matrix(layout.even()), arena.matrix(layout.odd())};
    gammaGradient = layout.gamma() == null ? null : arena.matrix(layout.gamma());
    betaGradient = layout.beta() == null ? null : arena.matrix(layout.beta());
  }

  /** Where the gradient for the features of layer l is: after a forward pass, that of the output goes to layer L's. */
  Matrix delta(int layer) {
    return Views.of(deltas[layer % 2], network.architecture().width(layer), forward.output().columns());
  }

  /** Updates all parameters from {@code delta(L)}, which holds the loss's gradient for the output. */
  void run() {
    for (int l = network.architecture().depth(); l >= 1; l--) {
      LayerSpec spec = network.architecture().layer(l);
      Matrix delta = delta(l);
      Forward.Activations kept = forward.activations(l);
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
      optimizer.updateWeight(l, delta, forward.hidden(l - 1));
      if (spec.bias()) {
        optimizer.updateBias(l, delta);
      }
    }
  }
}
