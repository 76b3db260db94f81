package dev.lamina.training;

import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.network.LayerPart;
import dev.lamina.network.LayerSpec;
import dev.lamina.network.Network;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The velocities of momentum, one of each parameter and of its shape; zero at first. */
final class Velocity {

  /** @param layers of each the parts that are trained */
  record Layout(List<Map<LayerPart, Slot>> layers) {}

  private final Place place;
  private final Layout layout;

  static Layout plan(MemoryPlan plan, Network.Layout network) {
    List<Map<LayerPart, Slot>> layers = new ArrayList<>();
    for (int l = 1; l <= network.architecture().depth(); l++) {
      LayerSpec spec = network.architecture().layer(l);
      Map<LayerPart, Slot> slots = new EnumMap<>(LayerPart.class);
      for (LayerPart part : LayerPart.values()) {
        if (part.isTrained() && part.isIn(spec)) {
          slots.put(part,
              network.stacks(plan).add(Purpose.VELOCITY, name(l, part), spec.outputs(), part.columns(spec)));
        }
      }
      layers.add(slots);
    }
    return new Layout(layers);
  }

  private static String name(int layer, LayerPart part) {
    return Network.name(layer, part) + ".velocity";
  }

  Velocity(Place place, Layout layout) {
    this.place = place;
    this.layout = layout;
  }

  /** Of a part that layer l of 1..L has. */
  Matrix of(int layer, LayerPart part) {
    return place.matrix(layout.layers().get(layer - 1).get(part));
  }

  /** All of them, named after their parameters: {@code layer1.weight.velocity}. */
  Map<String, Matrix> state() {
    Map<String, Matrix> state = new LinkedHashMap<>();
    for (int l = 1; l <= layout.layers().size(); l++) {
      for (LayerPart part : layout.layers().get(l - 1).keySet()) {
        state.put(name(l, part), of(l, part));
      }
    }
    return state;
  }
}
