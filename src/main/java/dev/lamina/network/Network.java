package dev.lamina.network;

import dev.lamina.device.BatchNorm;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Stacks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of E networks of one architecture, on a device. {@link #plan} says what memory they need; the
 * constructor finds them where the plan was allocated.
 */
public final class Network {

  /** Where the parameters of a network lie in a memory plan. */
  public record Layout(Architecture architecture, ElementType type, int members, List<LayerSlots> layers) {
    public Layout {
      layers = List.copyOf(layers);
    }

    /** Plans more matrices of the network's type and members. */
    public Stacks stacks(MemoryPlan plan) {
      return new Stacks(plan, type, members);
    }
  }

  /**
   * Slots of one layer.
   *
   * @param parts that the layer has
   * @param mean of a batch; null without batch normalisation, as is {@code inverseDeviation}
   */
  record LayerSlots(Map<LayerPart, Slot> parts, Slot mean, Slot inverseDeviation) {
    LayerSlots {
      parts = Collections.unmodifiableMap(new EnumMap<>(parts));
    }
  }

  private final Place place;
  private final Layout layout;

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
    Stacks stacks = new Stacks(plan, type, members);
    List<LayerSlots> layers = new ArrayList<>();
    for (int l = 1; l <= architecture.depth(); l++) {
      LayerSpec spec = architecture.layer(l);
      Map<LayerPart, Slot> parts = new EnumMap<>(LayerPart.class);
      for (LayerPart part : LayerPart.values()) {
        if (part.isIn(spec)) {
          parts.put(part, stacks.add(Purpose.PARAMETERS, name(l, part), spec.outputs(), part.columns(spec)));
        }
      }
      layers.add(new LayerSlots(parts, planStatistic(stacks, l, spec, "mean"),
          planStatistic(stacks, l, spec, "inverse_deviation")));
    }
    return new Layout(architecture, type, members, layers);
  }

  private static Slot planStatistic(Stacks stacks, int layer, LayerSpec spec, String name) {
    return spec.batchNorm()
        ? stacks.add(Purpose.PARAMETERS, "layer" + layer + ".norm." + name, spec.outputs(), 1) : null;
  }

  /**
   * Finds the parameters: all zero, but scales and running variances of batch normalisation 1.
   *
   * @param place where the plan of {@code layout} was allocated
   */
  public Network(Place place, Layout layout) {
    this.place = place;
    this.layout = layout;
    for (int l = 1; l <= architecture().depth(); l++) {
      BatchNorm norm = norm(l);
      if (norm != null) {
        place.device().fill(norm.gamma(), 1);
        place.device().fill(norm.runningVariance(), 1);
      }
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
    return matrix(layer, LayerPart.WEIGHT);
  }

  /** b_l, {@code d_l x 1}; null where {@link LayerSpec#bias} is false. */
  public Matrix bias(int layer) {
    return matrix(layer, LayerPart.BIAS);
  }

  /** The batch normalisation of layer l; null where {@link LayerSpec#batchNorm} is false. */
  public BatchNorm norm(int layer) {
    if (!architecture().layer(layer).batchNorm()) {
      return null;
    }
    LayerSlots slots = layout.layers().get(layer - 1);
    return new BatchNorm(matrix(layer, LayerPart.GAMMA), matrix(layer, LayerPart.BETA),
        matrix(layer, LayerPart.RUNNING_MEAN), matrix(layer, LayerPart.RUNNING_VARIANCE),
        place.matrix(slots.mean()), place.matrix(slots.inverseDeviation()));
  }

  /** A part of layer l of 1..L, {@code d_l x} {@link LayerPart#columns}; null where the layer has none. */
  public Matrix matrix(int layer, LayerPart part) {
    architecture().layer(layer);
    Slot slot = layout.layers().get(layer - 1).parts().get(part);
    return slot == null ? null : place.matrix(slot);
  }

  /**
   * Everything that a stored network consists of, by {@link #name} and in the order of the layers and of
   * {@link LayerPart}.
   */
  public Map<String, Matrix> state() {
    Map<String, Matrix> state = new LinkedHashMap<>();
    for (int l = 1; l <= architecture().depth(); l++) {
      int layer = l;
      layout.layers().get(l - 1).parts().forEach((part, slot) -> state.put(name(layer, part), place.matrix(slot)));
    }
    return Collections.unmodifiableMap(state);
  }

  /** What a part is called in {@link #state}: {@code layer1.weight}, {@code layer1.norm.running_mean}. */
  public static String name(int layer, LayerPart part) {
    return "layer" + layer + "." + part.label();
  }
}
