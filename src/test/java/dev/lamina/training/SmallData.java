package dev.lamina.training;

import dev.lamina.random.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Random samples in K classes of nearly equal size, in the order of their classes. */
record SmallData(double[] x, int[] labels, int classes) {

  static SmallData of(int n, int d, int classes) {
    double[] x = new double[n * d];
    new RandomStream(99, 77).normals(0, x, 0, x.length);
    return new SmallData(x, IntStream.range(0, n).map(i -> i * classes / n).toArray(), classes);
  }

  /** The samples that {@code order[from..to)} names, each a row. */
  double[][] rows(int[] order, int from, int to) {
    int d = x.length / labels.length;
    double[][] rows = new double[to - from][];
    for (int i = from; i < to; i++) {
      rows[i - from] = Arrays.copyOfRange(x, order[i] * d, (order[i] + 1) * d);
    }
    return rows;
  }

  int[] labels(int[] order, int from, int to) {
    return IntStream.range(from, to).map(i -> labels[order[i]]).toArray();
  }

  int[] fileOrder() {
    return IntStream.range(0, labels.length).toArray();
  }
}
