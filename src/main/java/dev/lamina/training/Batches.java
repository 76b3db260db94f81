package dev.lamina.training;

import dev.lamina.device.ElementType;
import dev.lamina.device.HostArray;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.network.Network;
import dev.lamina.random.RandomStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the training set into the batches of an epoch. The full batch is the set itself; mini-batches are gathered on
 * the device by an index, of each member if the order is shuffled, that the host writes before an epoch.
 *
 * <p>The order of epoch p is the given order, permuted by Fisher and Yates's algorithm with the integers
 * {@code pN .. pN + N - 1} of stream {@value #SHUFFLE_STREAM} of the member's seed. It depends on nothing that came
 * before, so a run that is continued sees the batches that it would have seen.
 */
final class Batches {

  /** No layer's weights (1 to L) or biases (-1 to -L) use this stream. */
  static final int SHUFFLE_STREAM = 0;

  /**
   * Where mini-batches lie; the slots are null for the full batch.
   *
   * @param batch samples of a batch, but for the last of an epoch
   */
  record Layout(int samples, int batch, boolean shuffle, Slot index, Slot features, Slot labels) {

    boolean isFull() {
      return index == null;
    }

    int stepsPerEpoch() {
      return (samples + batch - 1) / batch;
    }

    /** Whether all members visit the samples in one order, and so share what counts their steps. */
    boolean sharesOrder() {
      return !isFull() && index.members() == 1;
    }
  }

  /**
   * A batch of one size.
   *
   * @param index the order, to be gathered from {@code number} times the size on; null for the full batch
   * @param count how many of this size an epoch has
   */
  record Batch(Matrix features, Matrix labels, Matrix index, Matrix number, int count) {
    int samples() {
      return features.columns();
    }
  }

  private final Place place;
  private final Layout layout;
  private final SampleSet data;
  private final long[] seeds;
  private final List<Batch> batches = new ArrayList<>();
  private int[] order;
  private boolean orderWritten;

  /** @param batch samples of a batch; 0, or N or more, for the full batch */
  static Layout plan(MemoryPlan plan, Network.Layout network, SampleSet.Layout data, int batch, boolean shuffle) {
    int n = data.samples();
    if (batch == 0 || batch >= n) {
      return new Layout(n, n, false, null, null, null);
    }
    int orders = shuffle ? network.members() : 1;
    int members = Math.max(orders, data.members());
    // The last batch, of another size, starts the order's view that it gathers from, which must have N entries too.
    int tail = n % batch == 0 ? 0 : n - n % batch;
    if (n % batch == 1 && network.architecture().hasBatchNorm()) {
      throw new IllegalArgumentException("a batch size of " + batch + " leaves 1 of " + n
          + " samples for the last batch, and batch normalisation needs at least 2");
    }
    HostArray.length((long) n + tail, orders, "orders of " + n + " samples for each of " + orders + " members");
    return new Layout(n, batch, shuffle,
        plan.add(Purpose.DATA, "order", ElementType.INT32, 1, n + tail, orders),
        plan.add(Purpose.DATA, "batch.features", network.type(), network.architecture().inputs(), batch, members),
        plan.add(Purpose.DATA, "batch.labels", ElementType.INT32, 1, batch, orders));
  }

  /** @param seeds one of each member, for shuffling */
  Batches(Place place, Layout layout, SampleSet data, long[] seeds, LossSums sums) {
    this.place = place;
    this.layout = layout;
    this.data = data;
    this.seeds = seeds.clone();
    int n = layout.samples();
    if (layout.isFull()) {
      batches.add(new Batch(data.features(), data.labels(), null, null, 1));
      return;
    }
    Matrix orders = place.matrix(layout.index());
    Matrix features = place.matrix(layout.features());
    Matrix labels = place.matrix(layout.labels());
    int full = n / layout.batch();
    int rest = n % layout.batch();
    batches.add(new Batch(features, labels, orders.columns(0, n), sums.position(), full));
    if (rest > 0) {
      batches.add(new Batch(features.columns(0, rest), labels.columns(0, rest), orders.columns(n - rest, 2 * n - rest),
          sums.zero(), 1));
    }
    order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
  }

  /** The batches of an epoch, by size: first those of the planned size, then the rest, if there is one. */
  List<Batch> batches() {
    return List.copyOf(batches);
  }

  int stepsPerEpoch() {
    return layout.stepsPerEpoch();
  }

  boolean isFull() {
    return layout.isFull();
  }

  /** Samples of step {@code step} of an epoch. */
  int samples(int step) {
    return Math.min(layout.batch(), layout.samples() - step * layout.batch());
  }

  /** Fills a batch; does nothing for the full one. Part of the recorded step. */
  void gather(Batch batch) {
    if (batch.index() != null) {
      place.device().gather(data.features(), batch.index(), batch.number(), batch.features());
      place.device().gather(data.labels(), batch.index(), batch.number(), batch.labels());
    }
  }

  /**
   * Sets the order in which an epoch visits the samples, before any shuffling.
   *
   * @param newOrder a permutation of 0..N-1
   */
  void order(int[] newOrder) {
    boolean[] seen = new boolean[layout.samples()];
    if (newOrder.length != seen.length) {
      throw new IllegalArgumentException(
          "an order of " + seen.length + " samples needs as many entries, not " + newOrder.length);
    }
    for (int sample : newOrder) {
      if (sample < 0 || sample >= seen.length || seen[sample]) {
        throw new IllegalArgumentException(
            "an order names each of 0 to " + (seen.length - 1) + " once; " + sample + " is outside or named twice");
      }
      seen[sample] = true;
    }
    order = newOrder.clone();
    orderWritten = false;
  }

  /** Writes the order of an epoch, where it differs from the one before. */
  void startEpoch(int epoch) {
    if (layout.isFull() || (orderWritten && !layout.shuffle())) {
      return;
    }
    Matrix index = batches.get(0).index();
    int n = order.length;
    int[] orders = new int[n * index.members()];
    for (int e = 0; e < index.members(); e++) {
      System.arraycopy(order, 0, orders, e * n, n);
      if (layout.shuffle()) {
        shuffle(new RandomStream(seeds[e], SHUFFLE_STREAM), (long) epoch * n, orders, e * n, n);
      }
    }
    place.device().write(orders, index);
    orderWritten = true;
  }

  private static void shuffle(RandomStream random, long first, int[] values, int from, int count) {
    for (int i = count - 1; i > 0; i--) {
      int j = random.below(first + i, i + 1);
      int swapped = values[from + i];
      values[from + i] = values[from + j];
      values[from + j] = swapped;
    }
  }
}
