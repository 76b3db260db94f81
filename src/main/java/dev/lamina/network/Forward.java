package dev.lamina.network;

import dev.lamina.device.Activation;
import dev.lamina.device.Arena;
import dev.lamina.device.BatchNorm;
import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Scalar;
import dev.lamina.device.Transpose;
import java.util.ArrayList;
import java.util.List;

/**
 * The forward pass of a network over the columns of one input: {@code H_l = phi(BN(W_l H_{l-1} + b))}.
 *
 * <p>A pass in inference mode keeps one matrix a layer, its features, as each map works in place. A pass in training
 * mode also keeps what the backward pass reads: the argument of an activation whose derivative needs it, and what a
 * batch normalisation normalised. Memory planned for training serves inference too.
 */
public final class Forward {

  /**
   * Where the activations lie in a memory plan.
   *
   * @param training whether a pass in training mode fits
   * @param samples the widest input that fits
   */
  public record Layout(boolean training, int samples, List<LayerSlots> layers) {
    public Layout {
      layers = List.copyOf(layers);
    }
  }

  /** Slots of one layer; equal where one matrix serves both. */
  record LayerSlots(Slot linear, Slot argument, Slot hidden) {}

  /**
   * Activations of one layer, {@code d_l x n}, some of them the same matrix.
   *
   * @param linear {@code W_l H_{l-1} + b}
   * @param argument {@code BN(linear)}
   * @param hidden {@code phi(argument)}
   */
  public record Activations(Matrix linear, Matrix argument, Matrix hidden) {}

  private final Device device;
  private final Network network;
  private final Matrix input;
  private final boolean training;
  private final List<Activations> layers = new ArrayList<>();

  /**
   * Plans the activations.
   *
   * @param samples columns of the widest input
   * @param training whether there will be passes in training mode
   */
  public static Layout plan(MemoryPlan plan, Network.Layout network, int samples, boolean training) {
    return plan(plan, network, samples, training, network.architecture().depth());
  }

  /**
   * Plans the activations of the first layers only.
   *
   * @param depth the last layer of the pass; 0 for a pass that is its input
   */
  public static Layout plan(MemoryPlan plan, Network.Layout network, int samples, boolean training, int depth) {
    if (samples < 1) {
      throw new IllegalArgumentException("a forward pass needs at least 1 sample, not " + samples);
    }
    List<LayerSlots> slots = new ArrayList<>();
    for (int l = 1; l <= depth; l++) {
      LayerSpec spec = network.architecture().layer(l);
      Slot hidden = planMatrix(plan, network, l, ".features", samples);
      Slot argument = training && spec.activation().derivativeNeedsArgument()
          ? planMatrix(plan, network, l, ".argument", samples) : hidden;
      Slot linear = training && spec.batchNorm() ? planMatrix(plan, network, l, ".linear", samples) : argument;
      slots.add(new LayerSlots(linear, argument, hidden));
    }
    return new Layout(training, samples, slots);
  }

  /**
   * Plans inference through all layers of a network in the memory of a pass through the first ones, and what it lacks.
   */
  public static Layout extend(MemoryPlan plan, Network.Layout network, Layout first) {
    List<LayerSlots> slots = new ArrayList<>(first.layers());
    for (int l = slots.size() + 1; l <= network.architecture().depth(); l++) {
      Slot hidden = planMatrix(plan, network, l, ".features", first.samples());
      slots.add(new LayerSlots(hidden, hidden, hidden));
    }
    return new Layout(false, first.samples(), slots);
  }

  private static Slot planMatrix(MemoryPlan plan, Network.Layout network, int layer, String name, int samples) {
    return plan.add(Purpose.ACTIVATIONS, "layer" + layer + name, network.type(),
        network.architecture().width(layer), samples, network.members());
  }

  /**
   * Finds the activations in {@code arena}. Several passes may share them, one after the other.
   *
   * @param input H_0, {@code d_0 x n} with n at most what was planned; of one member, shared by all, or of all members
   */
  public Forward(Device device, Arena arena, Layout layout, Network network, Matrix input) {
    if (input.rows() != network.architecture().inputs() || input.columns() > layout.samples()
        || (input.members() != 1 && input.members() != network.members())) {
      throw new IllegalArgumentException("the input of a network of " + network.members() + " members is "
          + network.architecture().inputs() + " x n with n <= " + layout.samples() + ", not " + input.shape());
    }
    this.device = device;
    this.network = network;
    this.input = input;
    this.training = layout.training();
    int n = input.columns();
    for (LayerSlots slots : layout.layers()) {
      layers.add(new Activations(arena.matrix(slots.linear()).columns(0, n),
          arena.matrix(slots.argument()).columns(0, n), arena.matrix(slots.hidden()).columns(0, n)));
    }
  }

  /** Features of layer l of the last pass, {@code d_l x n}: 0 is the input, L the classifier's output. */
  public Matrix hidden(int layer) {
    return layer == 0 ? input : activations(layer).hidden();
  }

  /**
   * Features of the last layer of this pass: of a whole network {@code K x n}, not yet multiplied by the output scale.
   */
  public Matrix output() {
    return hidden(depth());
  }

  /** The last layer of this pass. */
  public int depth() {
    return layers.size();
  }

  /** What the last pass in training mode kept of layer l of 1..L. */
  public Activations activations(int layer) {
    network.architecture().layer(layer);
    return layers.get(layer - 1);
  }

  /** A pass with running statistics, which changes nothing but the features. */
  public void infer() {
    for (int l = 1; l <= layers.size(); l++) {
      Matrix hidden = hidden(l);
      linear(l, hidden);
      BatchNorm norm = network.norm(l);
      if (norm != null) {
        device.batchNormInference(norm, hidden, hidden);
      }
      activate(l, hidden, hidden);
    }
  }

  /**
   * A pass with the batch's statistics, which also moves the running ones.
   *
   * @param normMomentum weight of the batch in the running statistics, {@link BatchNorm#MOMENTUM} as a rule
   */
  public void train(Scalar normMomentum) {
    if (!training) {
      throw new IllegalStateException("the memory of this pass was planned for inference only");
    }
    for (int l = 1; l <= layers.size(); l++) {
      Activations kept = activations(l);
      linear(l, kept.linear());
      BatchNorm norm = network.norm(l);
      if (norm != null) {
        device.batchNormTraining(norm, kept.linear(), normMomentum, kept.argument());
      }
      activate(l, kept.argument(), kept.hidden());
    }
  }

  private void linear(int layer, Matrix target) {
    device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, network.weight(layer), hidden(layer - 1), Scalar.ZERO, target);
    if (network.bias(layer) != null) {
      device.addBias(network.bias(layer), target);
    }
  }

  private void activate(int layer, Matrix argument, Matrix target) {
    Activation activation = network.architecture().layer(layer).activation();
    if (activation != Activation.IDENTITY) {
      device.activate(activation, argument, target);
    }
  }
}
