package dev.lamina.network;

import dev.lamina.device.Activation;
import dev.lamina.device.BatchNorm;
import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
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

  /**
   * Slots of one layer, {@code d_l} x samples; equal where one matrix serves both.
   *
   * @param linear {@code W_l H_{l-1} + b}
   * @param argument {@code BN(linear)}
   * @param hidden {@code phi(argument)}
   */
  record LayerSlots(Slot linear, Slot argument, Slot hidden) {}

  private final Place place;
  private final Layout layout;
  private final Network network;
  private final Matrix input;

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
    return network.stacks(plan)
        .add(Purpose.ACTIVATIONS, "layer" + layer + name, network.architecture().width(layer), samples);
  }

  /**
   * Finds the activations. Several passes may share them, one after the other.
   *
   * @param place where the plan of {@code layout} was allocated
   * @param input H_0, {@code d_0 x n} with n at most what was planned; of one member, shared by all, or of all members
   */
  public Forward(Place place, Layout layout, Network network, Matrix input) {
    if (input.rows() != network.architecture().inputs() || input.columns() > layout.samples()
        || (input.members() != 1 && input.members() != network.members())) {
      throw new IllegalArgumentException("the input of a network of " + network.members() + " members is "
          + network.architecture().inputs() + " x n with n <= " + layout.samples() + ", not " + input.shape());
    }
    this.place = place;
    this.layout = layout;
    this.network = network;
    this.input = input;
  }

  /** Features of layer l of the last pass, {@code d_l x n}: 0 is the input, L the classifier's output. */
  public Matrix hidden(int layer) {
    return layer == 0 ? input : matrix(slots(layer).hidden());
  }

  /**
   * {@code W_l H_{l-1} + b} of layer l of 1..L, kept by a pass in training mode; it may be the matrix of
   * {@link #argument} or {@link #hidden}.
   */
  public Matrix linear(int layer) {
    return matrix(slots(layer).linear());
  }

  /** What the activation of layer l of 1..L was applied to, kept by a pass in training mode. */
  public Matrix argument(int layer) {
    return matrix(slots(layer).argument());
  }

  /**
   * Features of the last layer of this pass: of a whole network {@code K x n}, not yet multiplied by the output scale.
   */
  public Matrix output() {
    return hidden(depth());
  }

  /** The last layer of this pass. */
  public int depth() {
    return layout.layers().size();
  }

  private LayerSlots slots(int layer) {
    network.architecture().layer(layer);
    return layout.layers().get(layer - 1);
  }

  private Matrix matrix(Slot slot) {
    return place.matrix(slot).columns(0, input.columns());
  }

  /** A pass with running statistics, which changes nothing but the features. */
  public void infer() {
    for (int l = 1; l <= depth(); l++) {
      Matrix hidden = hidden(l);
      linear(l, hidden);
      BatchNorm norm = network.norm(l);
      if (norm != null) {
        place.device().batchNormInference(norm, hidden, hidden);
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
    if (!layout.training()) {
      throw new IllegalStateException("the memory of this pass was planned for inference only");
    }
    for (int l = 1; l <= depth(); l++) {
      linear(l, linear(l));
      BatchNorm norm = network.norm(l);
      if (norm != null) {
        place.device().batchNormTraining(norm, linear(l), normMomentum, argument(l));
      }
      activate(l, argument(l), hidden(l));
    }
  }

  private void linear(int layer, Matrix target) {
    Device device = place.device();
    device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, network.weight(layer), hidden(layer - 1), Scalar.ZERO, target);
    if (network.bias(layer) != null) {
      device.addBias(network.bias(layer), target);
    }
  }

  private void activate(int layer, Matrix argument, Matrix target) {
    Activation activation = network.architecture().layer(layer).activation();
    if (activation != Activation.IDENTITY) {
      place.device().activate(activation, argument, target);
    }
  }
}
