package dev.lamina.metric;

import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.HostArray;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Finds the nearest neighbours of all samples in each layer: one pass, of which all that needs neighbours is made. */
final class NeighbourMeter {

  /** Neighbours of a sample, where there are as many. */
  private static final int NEIGHBOURS = 10;

  /**
   * @param k neighbours of each sample
   * @param distances k x N of each layer
   * @param indices k x N of each layer
   */
  record Layout(int k, int samples, List<Slot> distances, List<Slot> indices) {}

  private final Place place;
  private final Layout layout;

  static Layout plan(MemoryPlan plan, int members, int layers, int samples) {
    int k = Math.min(NEIGHBOURS, samples - 1);
    HostArray.length(samples, k, k + " neighbours of " + samples + " samples");
    List<Slot> distances = new ArrayList<>();
    List<Slot> indices = new ArrayList<>();
    for (int l = 0; l < layers; l++) {
      distances.add(plan.add(Purpose.METRICS, "distances of neighbours", ElementType.FLOAT64, k, samples, members));
      indices.add(plan.add(Purpose.METRICS, "neighbours", ElementType.INT32, k, samples, members));
    }
    return new Layout(k, samples, List.copyOf(distances), List.copyOf(indices));
  }

  NeighbourMeter(Place place, Layout layout) {
    this.place = place;
    this.layout = layout;
  }

  /** @param x d x N, of one member where all share them */
  void enqueue(int layer, Matrix x) {
    Device device = place.device();
    Matrix distances = lists(layout.distances.get(layer), x.members());
    Matrix indices = lists(layout.indices.get(layer), x.members());
    device.fill(distances, Double.POSITIVE_INFINITY);
    device.fill(indices, -1);
    device.neighbours(x, x, 0, 0, distances, indices);
  }

  /**
   * What was found for each layer.
   *
   * @param before of the member before this one, which may share layers with it; null for the first
   * @param written members that each layer has lists of; layers beyond these were not measured
   */
  List<NeighbourFacts> read(int member, List<NeighbourFacts> before, int... written) {
    return IntStream.range(0, layout.distances.size())
        .mapToObj(l -> l >= written.length ? NeighbourFacts.NONE
            : written[l] == 1 && before != null ? before.get(l) : read(l, member, written[l]))
        .toList();
  }

  private NeighbourFacts read(int layer, int member, int members) {
    double[] distances = new double[layout.k * layout.samples];
    int[] indices = new int[layout.k * layout.samples];
    place.device().read(lists(layout.distances.get(layer), members).member(member), distances);
    place.device().read(lists(layout.indices.get(layer), members).member(member), indices);
    return new NeighbourFacts(layout.k, distances, indices);
  }

  private Matrix lists(Slot slot, int members) {
    return place.matrix(slot, layout.k, layout.samples, members);
  }
}
