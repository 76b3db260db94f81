package dev.lamina.training;

import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.Place;
import dev.lamina.device.Scalar;
import dev.lamina.network.Forward;
import dev.lamina.network.Network;

/**
 * A network's outputs for a batch: layer by layer up to its linear tail, if it has one that is taken as one map, else
 * to the end.
 */
final class Outputs {

  /** @param tail null where there is none */
  record Layout(Forward.Layout layers, LinearTail.Layout tail) {
    int samples() {
      return layers.samples();
    }
  }

  private final Forward layers;
  private final LinearTail tail;
  private final Matrix input;

  static Layout plan(MemoryPlan plan, Network.Layout network, Gradients gradients, int samples) {
    LinearTail.Layout tail = LinearTail.plan(plan, network, gradients, samples);
    int depth = tail == null ? network.architecture().depth() : tail.start();
    return new Layout(Forward.plan(plan, network, samples, true, depth), tail);
  }

  /** @param input H_0, of at most the planned number of samples */
  Outputs(Place place, Layout layout, Network network, Matrix input) {
    layers = new Forward(place, layout.layers(), network, input);
    tail = layout.tail() == null ? null : new LinearTail(place, layout.tail(), network);
    this.input = input;
  }

  /** Must be called after each update of the weights, once for all batches, before a pass. */
  void compose() {
    if (tail != null) {
      tail.compose();
    }
  }

  /** A pass with the batch's statistics; see {@link Forward#train}. */
  void train(Scalar normMomentum) {
    layers.train(normMomentum);
    finish();
  }

  /** A pass with running statistics. */
  void infer() {
    layers.infer();
    finish();
  }

  private void finish() {
    if (tail != null) {
      tail.apply(layers.output(), output());
    }
  }

  /** {@code H_L}, {@code K x n}. */
  Matrix output() {
    return tail == null ? layers.output() : tail.output(input.columns());
  }

  /** The layers that are passed one by one. */
  Forward layers() {
    return layers;
  }

  /** What comes after them; null for nothing. */
  LinearTail tail() {
    return tail;
  }
}
