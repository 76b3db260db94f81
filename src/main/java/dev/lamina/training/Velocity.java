package dev.lamina.training;

import dev.lamina.device.Arena;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.network.LayerSpec;
import dev.lamina.network.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The velocities of momentum, one of each parameter and of its shape; zero at first. */
final class Velocity {

  record Layout(List<LayerSlots> layers) {}

  /** Null where the layer has no such parameter. */
  record LayerSlots(Slot weight, Slot bias, Slot gamma, Slot beta) {}

  private record Layer(Matrix weight, Matrix bias, Matrix gamma, Matrix beta) {}

  private final List<Layer> layers = new ArrayList<>();

  static Layout plan(MemoryPlan plan, Network.Layout network) {
    List<LayerSlots> slots = new ArrayList<>();
    for (int l = 1; l <= network.architecture().depth(); l++) {
      LayerSpec spec = network.architecture().layer(l);
      slots.add(new LayerSlots(
          planSlot(plan, network, l, ".weight", spec.inputs()),
          spec.bias() ? planSlot(plan, network, l, ".bias", 1) : null,
          spec.batchNorm() ? planSlot(plan, network, l, ".norm.gamma", 1) : null,
          spec.batchNorm() ? planSlot(plan, network, l, ".norm.beta", 1) : null));
    }
    return new Layout(slots);
  }

  private static Slot planSlot(MemoryPlan plan, Network.Layout network, int layer, String name, int columns) {
    return plan.add(Purpose.VELOCITY, "layer" + layer + name + ".velocity", network.type(),
        network.architecture().width(layer), columns, network.members());
  }

  Velocity(Arena arena, Layout layout) {
    for (LayerSlots slots : layout.layers()) {
      layers.add(new Layer(matrix(arena, slots.weight()), matrix(arena, slots.bias()), matrix(arena, slots.gamma()),
          matrix(arena, slots.beta())));
    }
  }

  private static Matrix matrix(Arena arena, Slot slot) {
    return slot == null ? null : arena.matrix(slot);
  }

  Matrix weight(int layer) {
    return layers.get(layer - 1).weight();
  }

  Matrix bias(int layer) {
    return layers.get(layer - 1).bias();
  }

  Matrix gamma(int layer) {
    return layers.get(layer - 1).gamma();
  }

  Matrix beta(int layer) {
    return layers.get(layer - 1).beta();
  }

  /** All of them, named after their parameters: {@code layer1.weight.velocity}. */
  Map<String, Matrix> state() {
    Map<String, Matrix> state = new LinkedHashMap<>();
    for (int l = 1; l <= layers.size(); l++) {
      Layer layer = layers.get(l - 1);
      String name = "layer" + l;
      state.put(name + ".weight.velocity", layer.weight());
      if (layer.bias() != null) {
        state.put(name + ".bias.velocity", layer.bias());
      }
      if (layer.gamma() != null) {
        state.put(name + ".norm.gamma.velocity", layer.gamma());
        state.put(name + ".norm.beta.velocity", layer.beta());
      }
    }
    return state;
  }
}
