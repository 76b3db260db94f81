package dev.lamina.training;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Scalar;
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
   * @param maps B_s to B_{L-1}
   * @param moments two in turn for the P_l
   */
  record Layout(int start, Slot identity, List<Slot> maps, List<Slot> moments, Slot output) {
    Layout {
      maps = List.copyOf(maps);
      moments = List.copyOf(moments);
    }
  }

  private final Device device;
  private final Network network;
  private final int start;
  private final int depth;
  private final List<Matrix> maps = new ArrayList<>();
  private final List<Matrix> moments;

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
    List<Slot> maps = new ArrayList<>();
    int widest = 0;
    for (int l = start; l < depth; l++) {
      maps.add(planMatrix(plan, network, Purpose.GRADIENTS, "map from layer " + l, architecture.width(l), classes));
      widest = Math.max(widest, architecture.width(l));
    }
    List<Slot> moments = List.of(planMatrix(plan, network, Purpose.GRADIENTS, "moments 0", widest, classes),
        planMatrix(plan, network, Purpose.GRADIENTS, "moments 1", widest, classes));
    return new Layout(start, plan.add(Purpose.WORKSPACE, "identity", network.type(), classes, classes, 1), maps,
        moments, planMatrix(plan, network, Purpose.ACTIVATIONS, "output", classes, samples));
  }

  private static Slot planMatrix(
      MemoryPlan plan, Network.Layout network, Purpose purpose, String name, int rows, int columns) {
    return plan.add(purpose, name, network.type(), rows, columns, network.members());
  }

  LinearTail(Device device, Arena arena, Layout layout, Network network) {
    this.device = device;
    this.network = network;
    start = layout.start();
    depth = network.architecture().depth();
    layout.maps().forEach(slot -> maps.add(arena.matrix(slot)));
    Matrix identity = arena.matrix(layout.identity());
    int classes = identity.rows();
    double[] entries = new double[classes * classes];
    for (int k = 0; k < classes; k++) {
      entries[k * classes + k] = 1;
    }
    device.write(entries, identity);
    maps.add(identity);
    moments = layout.moments().stream().map(arena::matrix).toList();
  }

  /** B_l. */
  private Matrix map(int layer) {
    return maps.get(layer - start);
  }

  /** P_l. */
  private Matrix moments(int layer) {
    return Views.of(moments.get(layer % 2), network.architecture().width(layer), network.architecture().classes());
  }

  /** Multiplies the layers' weights as they are now; the output and the updates are taken from that. */
  void compose() {
    for (int l = depth; l > start; l--) {
      device.gemm(Transpose.YES, Transpose.NO, Scalar.ONE, network.weight(l), map(l), Scalar.ZERO, map(l - 1));
    }
  }

  /** {@code output = B_s^T features}. */
  void apply(Matrix features, Matrix output) {
    device.gemm(Transpose.YES, Transpose.NO, Scalar.ONE, map(start), features, Scalar.ZERO, output);
  }

  /** {@code delta = B_s outputDelta}, the gradient for the features that the tail takes. */
  void applyBackward(Matrix outputDelta, Matrix delta) {
    device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, map(start), outputDelta, Scalar.ZERO, delta);
  }

  /** Updates the weights, each after P has been pushed through the old ones. */
  void update(Matrix features, Matrix outputDelta, Optimizer optimizer) {
    device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, features, outputDelta, Scalar.ZERO, moments(start));
    for (int l = start + 1; l <= depth; l++) {
      if (l < depth) {
        device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, network.weight(l), moments(l - 1), Scalar.ZERO, moments(l));
      }
      optimizer.updateWeight(l, map(l), moments(l - 1));
    }
  }
}
