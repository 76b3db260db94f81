package dev.lamina.device.cpu;

/** The nearest of some queries so far, in order of distance, then of number. */
final class NeighbourLists {
  private final int k;
  private final int first;
  private final double[] distances;
  private final int[] numbers;

  /** What is known of {@code queries} queries from {@code first} on. */
  NeighbourLists(int k, int first, int queries, Values distances, Integers numbers) {
    this.k = k;
    this.first = first;
    this.distances = new double[k * queries];
    this.numbers = new int[k * queries];
    distances.get((long) k * first, this.distances, k * queries);
    for (int i = 0; i < k * queries; i++) {
      this.numbers[i] = numbers.get(k * first + i);
    }
  }

  /** No squared distance beyond this matters to a query: that of its last neighbour, and a little for rounding. */
  double squaredBound(int query) {
    double last = distances[(query + 1) * k - 1];
    return last * last * (1 + 0x1p-50);
  }

  /**
   * Puts a reference into its place.
   *
   * @return whether it has one
   */
  boolean add(int query, double distance, int number) {
    int start = query * k;
    int at = start + k - 1;
    if (!(distance < Double.POSITIVE_INFINITY) || !comesBefore(distance, number, at)) {
      return false;
    }
    for (; at > start && comesBefore(distance, number, at - 1); at--) {
      distances[at] = distances[at - 1];
      numbers[at] = numbers[at - 1];
    }
    distances[at] = distance;
    numbers[at] = number;
    return true;
  }

  private boolean comesBefore(double distance, int number, int place) {
    return distance < distances[place] || (distance == distances[place] && number < numbers[place]);
  }

  void store(Values distances, Integers numbers) {
    distances.put((long) k * first, this.distances, this.distances.length);
    for (int i = 0; i < this.numbers.length; i++) {
      numbers.put(k * first + i, this.numbers[i]);
    }
  }
}
