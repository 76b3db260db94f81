package dev.lamina.training;

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
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Probes on features from the host, on a device of their own. */
final class ProbeSession {

  private static final int CLASSES = 3;

  private ProbeSession() {}

  /**
   * A set of samples.
   *
   * @param layers {@code [layer][member]}, each N x d row by row; one member where all share
   * @param labels N classes of 0 .. 2
   */
  record Set(List<List<double[]>> layers, int[] labels) {
    static Set of(int[] labels, double[]... layers) {
      return new Set(Arrays.stream(layers).map(List::of).toList(), labels);
    }

    int samples() {
      return labels.length;
    }

    int width(int layer) {
      return layers.get(layer).get(0).length / labels.length;
    }
  }

  static List<ProbeResult> run(ElementType type, ProbeSettings settings, Set training, Set test) {
    return run(type, settings, training, test, new long[] {1}, probes -> { }).get(0);
  }

  /**
   * Runs the probes.
   *
   * @param test null for none
   * @param before what is done with the probes first
   * @return {@code [member][layer]}
   */
  static List<List<ProbeResult>> run(ElementType type, ProbeSettings settings, Set training, Set test, long[] seeds,
      Consumer<LinearProbes> before) {
    MemoryPlan plan = new MemoryPlan();
    List<Integer> widths = IntStream.range(0, training.layers().size()).mapToObj(training::width).toList();
    List<Slot> slots = slots(plan, type, training);
    List<Slot> testSlots = test == null ? List.of() : slots(plan, type, test);
    LinearProbes.Layout layout = LinearProbes.plan(plan, type, widths, CLASSES, seeds.length,
        new DataShape(training.samples(), 1, test == null ? 0 : test.samples()), settings);
    try (Device device = Devices.withoutResidents(); Arena arena = device.allocate(plan);
        LinearProbes probes = new LinearProbes(new Place(device, arena), layout, seeds)) {
      before.accept(probes);
      LinearProbes.Samples samples = write(device, arena, slots, training);
      return probes.run(samples, test == null ? null : write(device, arena, testSlots, test),
          IntStream.range(0, training.samples()).toArray(), (epochs, all) -> { });
    }
  }

  private static List<Slot> slots(MemoryPlan plan, ElementType type, Set set) {
    List<Slot> slots = new ArrayList<>();
    for (int l = 0; l < set.layers().size(); l++) {
      slots.add(plan.add(Purpose.DATA, "layer", type, set.width(l), set.samples(), set.layers().get(l).size()));
    }
    return slots;
  }

  private static LinearProbes.Samples write(Device device, Arena arena, List<Slot> slots, Set set) {
    List<Matrix> features = new ArrayList<>();
    for (int l = 0; l < slots.size(); l++) {
      Matrix matrix = arena.matrix(slots.get(l));
      for (int e = 0; e < matrix.members(); e++) {
        device.write(set.layers().get(l).get(e), matrix.member(e));
      }
      features.add(matrix);
    }
    return new LinearProbes.Samples(features, set.labels());
  }
}
