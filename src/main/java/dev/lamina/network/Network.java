package dev.lamina.network;

import dev.lamina.device.Arena;
import dev.lamina.device.BatchNorm;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of E networks of one architecture, on a device. {@link #plan} says what memory they need; the
 * constructor finds them in the arena that was made of the plan.
 */
public final class Network {

  /** Where the parameters of a network lie in a memory plan. */
  public record Layout(Architecture architecture, ElementType type, int members, List<LayerSlots> layers) {
    public Layout {
      layers = List.copyOf(layers);
    }
  }

  /** Slots of one layer; {@code bias} and {@code norm} are null where the layer has none. */
  record LayerSlots(Slot weight, Slot bias, NormSlots norm) {}

  /** Slots of a batch normalisation. */
  record NormSlots(
      Slot gamma, Slot beta, Slot runningMean, Slot runningVariance, Slot mean, Slot inverseDeviation) {

    BatchNorm in(Arena arena) {
      return new BatchNorm(arena.matrix(gamma), arena.matrix(beta), arena.matrix(runningMean),
          arena.matrix(runningVariance), arena.matrix(mean), arena.matrix(inverseDeviation));
    }
  }

  private record Layer(Matrix weight, Matrix bias, BatchNorm norm) {}

  private final Layout layout;
  private final List<Layer> layers = new ArrayList<>();

  /**
   * Plans the parameters.
   *
   * @param type floating; the precision's element type
   * @param members E, at least 1
   */
  public static Layout plan(MemoryPlan plan, Architecture architecture, ElementType type, int members) {
    if (members < 1 || !type.isFloating()) {
      throw new IllegalArgumentException(
          "a network needs at least 1 member and a floating type, not " + members + " members of " + type);
    }
    List<LayerSlots> slots = new ArrayList<>();
    for (int l = 1; l <= architecture.depth(); l++) {
      LayerSpec spec = architecture.layer(l);
      String layer = "layer" + l;
      int d = spec.outputs();
      slots.add(new LayerSlots(
          plan.add(Purpose.PARAMETERS, layer + ".weight", type, d, spec.inputs(), members),
          spec.bias() ? plan.add(Purpose.PARAMETERS, layer + ".bias", type, d, 1, members) : null,
          spec.batchNorm() ? planNorm(plan, layer + ".norm.", type, d, members) : null));
    }
    return new Layout(architecture, type, members, slots);
  }

  private static NormSlots planNorm(MemoryPlan plan, String prefix, ElementType type, int d, int members) {
    return new NormSlots(
        plan.add(Purpose.PARAMETERS, prefix + "gamma", type, d, 1, members),
        plan.add(Purpose.PARAMETERS, prefix + "beta", type, d, 1, members),
        plan.add(Purpose.PARAMETERS, prefix + "running_mean", type, d, 1, members),
        plan.add(Purpose.PARAMETERS, prefix + "running_variance", type, d, 1, members),
        plan.add(Purpose.PARAMETERS, prefix + "mean", type, d, 1, members),
        plan.add(Purpose.PARAMETERS, prefix + "inverse_deviation", type, d, 1, members));
  }

  /** Finds the parameters in {@code arena}: all zero, but scales and running variances of batch normalisation 1. */
  public Network(Device device, Arena arena, Layout layout) {
    this.layout = layout;
    for (LayerSlots slots : layout.layers()) {
      BatchNorm norm = slots.norm() == null ? null : slots.norm().in(arena);
      if (norm != null) {
        device.fill(norm.gamma(), 1);
        device.fill(norm.runningVariance(), 1);
      }
      layers.add(new Layer(
          arena.matrix(slots.weight()), slots.bias() == null ? null : arena.matrix(slots.bias()), norm));
    }
  }

  public Architecture architecture() {
    return layout.architecture();
  }

  public ElementType type() {
    return layout.type();
  }

  /** E. */
  public int members() {
    return layout.members();
  }

  /** W_l, {@code d_l x d_{l-1}}, l of 1..L. */
  public Matrix weight(int layer) {
    return layer(layer).weight();
  }

  /** b_l, {@code d_l x 1}; null where {@link LayerSpec#bias} is false. */
  public Matrix bias(int layer) {
    return layer(layer).bias();
  }

  /** The batch normalisation of layer l; null where {@link LayerSpec#batchNorm} is false. */
  public BatchNorm norm(int layer) {
    return layer(layer).norm();
  }

  /**
   * Everything that a stored network consists of, by {@link #name} and in the order of the layers and of {@link
   * LayerPart}.
   */
  public Map<String, Matrix> state() {
    Map<String, Matrix> state = new LinkedHashMap<>();
    for (int l = 1; l <= layers.size(); l++) {
      for (LayerPart part : LayerPart.values()) {
        if (part.isIn(architecture().layer(l))) {
          state.put(name(l, part), matrix(layers.get(l - 1), part));
        }
      }
    }
    return Collections.unmodifiableMap(state);
  }

  /** What a part is called in {@link #state}: {@code layer1.weight}, {@code layer1.norm.running_mean}. */
  public static String name(int layer, LayerPart part) {
    return "layer" + layer + "." + part.label();
  }

  private static Matrix matrix(Layer layer, LayerPart part) {
    return switch (part) {
      case WEIGHT -> layer.weight();
      case BIAS -> layer.bias();
      case GAMMA -> layer.norm().gamma();
      case BETA -> layer.norm().beta();
      case RUNNING_MEAN -> layer.norm().runningMean();
      case RUNNING_VARIANCE -> layer.norm().runningVariance();
    };
  }

  private Layer layer(int layer) {
    architecture().layer(layer);
    return layers.get(layer - 1);
  }
}
