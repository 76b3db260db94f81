package dev.lamina.training;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Scalar;
import dev.lamina.device.Stacks;
import dev.lamina.device.Transpose;
import dev.lamina.network.Architecture;
import dev.lamina.network.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * The plain linear layers s+1..L at the end of a network, taken together as one map of K rows ({@link
 * Gradients#FACTORED}).
 *
 * <p>With {@code B_L = I} and {@code B_{l-1} = W_l^T B_l}, the output is {@code H_L = B_s^T H_s} and the gradient for
 * the features of layer l is {@code B_l delta_L}. With {@code P_s = H_s delta_L^T} and {@code P_l = W_l P_{l-1}}, the
 * gradient for W_l is {@code B_l P_{l-1}^T}. All of {@code B_l} and {@code P_l} are {@code d_l x K}; only H_s, the
 * output and its delta have a column for each sample.
 */
final class LinearTail {

  /**
   * Where it lies.
   *
   * @param start s, the layer whose features it takes
   * @param maps B_s to B_L; the last, the identity, is shared by all members
   * @param moments two in turn for the P_l
   */
  record Layout(int start, List<Slot> maps, List<Slot> moments, Slot output) {
    Layout {
      maps = List.copyOf(maps);
      moments = List.copyOf(moments);
    }
  }

  private final Device device;
  private final Place place;
  private final Layout layout;
  private final Network network;

  /**
   * Plans the tail, if it pays.
   *
   * @param samples of a batch
   * @return null where layers are taken one by one
   */
  static Layout plan(MemoryPlan plan, Network.Layout network, Gradients gradients, int samples) {
    Architecture architecture = network.architecture();
    int depth = architecture.depth();
    int start = depth;
    while (start > 0 && architecture.layer(start).isPlain()) {
      start--;
    }
    int classes = architecture.classes();
    if (gradients == Gradients.LAYERWISE || depth - start < 2 || samples <= classes) {
      return null;
    }
    Stacks stacks = network.stacks(plan);
    List<Slot> maps = new ArrayList<>();
    int widest = 0;
    for (int l = start; l < depth; l++) {
      maps.add(stacks.add(Purpose.GRADIENTS, "map from layer " + l, architecture.width(l), classes));
      widest = Math.max(widest, architecture.width(l));
    }
    List<Slot> moments = List.of(stacks.add(Purpose.GRADIENTS, "moments 0", widest, classes),
        stacks.add(Purpose.GRADIENTS, "moments 1", widest, classes));
    maps.add(stacks.addShared(Purpose.WORKSPACE, "identity", classes, classes));
    return new Layout(start, maps, moments, stacks.add(Purpose.ACTIVATIONS, "output", classes, samples));
  }

  LinearTail(Place place, Layout layout, Network network) {
    this.place = place;
    device = place.device();
    this.layout = layout;
    this.network = network;
    int classes = network.architecture().classes();
    double[] entries = new double[classes * classes];
    for (int k = 0; k < classes; k++) {
      entries[k * classes + k] = 1;
    }
    device.write(entries, map(network.architecture().depth()));
  }

  /** B_l. */
  private Matrix map(int layer) {
    return place.matrix(layout.maps().get(layer - layout.start()));
  }

  /** P_l. */
  private Matrix moments(int layer) {
    return Views.of(place.matrix(layout.moments().get(layer % 2)), network.architecture().width(layer),
        network.architecture().classes());
  }

  /** H_L of a batch, K x {@code samples}. */
  Matrix output(int samples) {
    return place.matrix(layout.output()).columns(0, samples);
  }

  /** Multiplies the layers' weights as they are now; the output and the updates are taken from that. */
  void compose() {
    for (int l = network.architecture().depth(); l > layout.start(); l--) {
      device.gemm(Transpose.YES, Transpose.NO, Scalar.ONE, network.weight(l), map(l), Scalar.ZERO, map(l - 1));
    }
  }

  /** {@code output = B_s^T features}. */
  void apply(Matrix features, Matrix output) {
    device.gemm(Transpose.YES, Transpose.NO, Scalar.ONE, map(layout.start()), features, Scalar.ZERO, output);
  }

  /** {@code delta = B_s outputDelta}, the gradient for the features that the tail takes. */
  void applyBackward(Matrix outputDelta, Matrix delta) {
    device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, map(layout.start()), outputDelta, Scalar.ZERO, delta);
  }

  /** Updates the weights, each after P has been pushed through the old ones. */
  void update(Matrix features, Matrix outputDelta, Optimizer optimizer) {
    int start = layout.start();
    int depth = network.architecture().depth();
    device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, features, outputDelta, Scalar.ZERO, moments(start));
    for (int l = start + 1; l <= depth; l++) {
      if (l < depth) {
        device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, network.weight(l), moments(l - 1), Scalar.ZERO, moments(l));
      }
      optimizer.updateWeight(l, map(l), moments(l - 1));
    }
  }
}
