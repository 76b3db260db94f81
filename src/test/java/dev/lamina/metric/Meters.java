package dev.lamina.metric;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.Devices;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs the meters on host matrices, on a device of their own. */
final class Meters {

  private Meters() {}

  /** One network. */
  static List<FeatureMetrics> features(List<Dense> layers, int[] offsets, ElementType type, MeterOptions options) {
    return features(layers.stream().map(List::of).toList(), 1, offsets, type, options).get(0);
  }

  static FeatureMetrics features(Dense layer, int[] offsets) {
    return features(List.of(layer), offsets, ElementType.FLOAT64, MeterOptions.DEFAULT).get(0);
  }

  /** One network whose layers have types of their own. */
  static List<FeatureMetrics> features(List<Dense> layers, int[] offsets, List<ElementType> types,
      MeterOptions options) {
    return features(layers.stream().map(List::of).toList(), 1, offsets, types, options).get(0);
  }

  /** {@code layers[layer][member]}, with one member where all share. */
  static List<List<FeatureMetrics>> features(List<List<Dense>> layers, int members, int[] offsets, ElementType type,
      MeterOptions options) {
    return features(layers, members, offsets, Collections.nCopies(layers.size(), type), options);
  }

  private static List<List<FeatureMetrics>> features(List<List<Dense>> layers, int members, int[] offsets,
      List<ElementType> types, MeterOptions options) {
    int samples = offsets[offsets.length - 1];
    List<Integer> dimensions = layers.stream().map(layer -> layer.get(0).rows()).toList();
    MemoryPlan plan = new MemoryPlan();
    List<Slot> slots = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      slots.addAll(slots(plan, layers.subList(l, l + 1), types.get(l)));
    }
    FeatureMeter.Layout layout = FeatureMeter.plan(plan, dimensions, samples, offsets, members, types, options);
    try (Device device = Devices.first(); Arena arena = device.allocate(plan)) {
      FeatureMeter meter = new FeatureMeter(new Place(device, arena), layout);
      meter.enqueue(write(device, arena, slots, layers));
      return meter.read();
    }
  }

  static List<FeatureMetrics> withClassifier(List<Dense> layers, Dense classifier, Dense scores, int[] offsets) {
    MemoryPlan plan = new MemoryPlan();
    ElementType type = ElementType.FLOAT64;
    List<List<Dense>> all = new ArrayList<>(layers.stream().map(List::of).toList());
    all.add(List.of(classifier));
    all.add(List.of(scores));
    List<Slot> slots = slots(plan, all, type);
    FeatureMeter.Layout layout = FeatureMeter.plan(plan, layers.stream().map(Dense::rows).toList(), scores.columns(),
        offsets, 1, type, MeterOptions.DEFAULT.withClassifier());
    try (Device device = Devices.first(); Arena arena = device.allocate(plan)) {
      FeatureMeter meter = new FeatureMeter(new Place(device, arena), layout);
      List<Matrix> written = write(device, arena, slots, all);
      int l = layers.size();
      meter.enqueue(written.subList(0, l), written.get(l), written.get(l + 1));
      return meter.read().get(0);
    }
  }

  /** One network; {@code x} is null without a minimum-norm residual. */
  static NetworkWeights weights(List<Dense> weights, Dense x, int[] labels, ElementType type, WeightOptions options) {
    return weights(weights.stream().map(List::of).toList(), 1, x, labels, type, options).get(0);
  }

  static List<NetworkWeights> weights(List<List<Dense>> weights, int members, Dense x, int[] labels, ElementType type,
      WeightOptions options) {
    MemoryPlan plan = new MemoryPlan();
    List<Slot> slots = slots(plan, weights, type);
    List<Integer> widths = new ArrayList<>(List.of(weights.get(0).get(0).columns()));
    weights.forEach(w -> widths.add(w.get(0).rows()));
    List<List<Dense>> data = x == null ? List.of() : List.of(List.of(x));
    List<Slot> dataSlots = slots(plan, data, type);
    WeightMeter.Layout layout =
        WeightMeter.plan(plan, widths, x == null ? 0 : x.columns(), members, 1, type, options);
    try (Device device = Devices.first(); Arena arena = device.allocate(plan)) {
      WeightMeter meter = new WeightMeter(new Place(device, arena), layout);
      if (x != null) {
        meter.solve(write(device, arena, dataSlots, data).get(0), labels);
      }
      meter.enqueue(write(device, arena, slots, weights));
      return meter.read();
    }
  }

  static List<Slot> slots(MemoryPlan plan, List<List<Dense>> matrices, ElementType type) {
    return matrices.stream()
        .map(m -> plan.add(Purpose.DATA, "test", type, m.get(0).rows(), m.get(0).columns(), m.size()))
        .toList();
  }

  static List<Matrix> write(Device device, Arena arena, List<Slot> slots, List<List<Dense>> matrices) {
    List<Matrix> written = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      Matrix target = arena.matrix(slots.get(i));
      for (int e = 0; e < target.members(); e++) {
        device.write(matrices.get(i).get(e).values(), target.member(e));
      }
      written.add(target);
    }
    return written;
  }
}
