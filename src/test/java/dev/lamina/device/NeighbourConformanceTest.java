package dev.lamina.device;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nearest neighbours. Distances are to be right to rounding even where the data have a large common offset, which
 * {@code |x|^2 + |y|^2 - 2 x.y} would not survive, and 0 between equal samples; and every bit the same however samples
 * come in blocks.
 */
class NeighbourConformanceTest extends DeviceConformance {
  private static final double RELATIVE = 1e-13;
  private static final int[][] SIZES = {{1, 3}, {2, 3}, {3, 7}, {7, 17}, {17, 65}, {65, 33}, {129, 70}};
  private static final int[] LENGTHS = {1, 2, 10, 64};

  private final SplittableRandom random = new SplittableRandom(15);

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void listsAreThoseOfTheDefinition(ElementType type) {
    for (int s = 0; s < SIZES.length; s++) {
      for (int members : MEMBERS) {
        check(type, Host.normal(random, SIZES[s][0], SIZES[s][1], members).as(type), LENGTHS[s % LENGTHS.length]);
      }
    }
    check(type, Host.normal(random, 10, 300, 1).as(type), 10);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void equalSamplesAreAtDistanceZero(ElementType type) {
    // Sample 0 once, sample 1 twice, sample 2 three times, the rest once.
    int[] original = {0, 1, 2, 3, 1, 2, 4, 2, 5, 6, 7};
    Host distinct = Host.normal(random, 17, 8, 5).as(type);
    check(type, Host.make(17, original.length, 5, (e, i, j) -> distinct.at(e, i, original[j])), 3);
    check(type, Host.filled(7, 5, 5, 0.1).as(type), 3);
    check(type, Host.filled(7, 70, 1, 0.1).as(type), 64);
  }

  /** Small integers: every way to compute these distances is exact, so ties are ties. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void equallyNearSamplesAreInOrder(ElementType type) {
    for (int k : LENGTHS) {
      check(type, Host.make(3, 70, 2, (e, i, j) -> random.nextInt(5) - 2), k);
    }
  }

  @Test
  void commonOffsetDoesNotCancel() {
    for (int[] size : SIZES) {
      check(ElementType.FLOAT64, Host.make(size[0], size[1], 5, (e, i, j) -> 1e7 * (i + 1) + random.nextGaussian()), 5);
    }
    check(ElementType.FLOAT32, Host.make(7, 33, 5, (e, i, j) -> 1e3 + random.nextGaussian()).as(ElementType.FLOAT32),
        5);
  }

  /** Tight groups far apart: taking the mean of all samples off does not help against cancellation. */
  @Test
  void collapsedClassesDoNotCancel() {
    Host centres = Host.normal(random, 7, 3, 5).map(x -> 1000 * x);
    check(ElementType.FLOAT64,
        Host.make(7, 33, 5, (e, i, j) -> centres.at(e, i, j % 3) + 1e-6 * random.nextGaussian()), 12);
  }

  @Test
  void anyScaleWhoseSquaresAreNumbers() {
    for (double scale : new double[] {1e-140, 1e-40, 1e40, 1e150}) {
      check(ElementType.FLOAT64, Host.normal(random, 17, 33, 1).map(x -> scale * x), 3);
    }
    for (double scale : new double[] {1e-37, 1e37}) {
      check(ElementType.FLOAT32, Host.normal(random, 17, 33, 1).map(x -> scale * x).as(ElementType.FLOAT32), 3);
    }
  }

  /** The first of a block of queries is what the products are taken about. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void samplesThatAreNotFiniteHaveNoNeighbours(ElementType type) {
    for (double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Host x = Host.normal(random, 7, 41, 1).as(type);
      x.set(0, 3, 0, odd);
      x.set(0, 0, 37, odd);
      check(type, x, 10);
    }
  }

  /** One set of samples for all members, and members of which each has its own. */
  @Test
  void membersShareWhatHasOne() {
    Host x = Host.normal(random, 7, 33, 1);
    Host all = Host.make(7, 33, 5, (e, i, j) -> x.at(0, i, j));
    Check.same("shared", lists(ElementType.FLOAT64, all, 5, 4, new int[] {0, 33}, new int[] {0, 33}),
        lists(ElementType.FLOAT64, x, 5, 4, new int[] {0, 33}, new int[] {0, 33}));
  }

  private void check(ElementType type, Host x, int k) {
    int n = x.columns();
    int[] whole = {0, n};
    Host actual = lists(type, x, x.members(), k, whole, whole);
    Host expected = ClassReference.neighbours(x, k);
    Check.close(k + " neighbours of " + x.rows() + " x " + n + " " + type, comparable(expected), (e, i, j) ->
        i >= k || Double.isInfinite(expected.at(e, i, j)) ? 0 : RELATIVE * expected.at(e, i, j), comparable(actual));
    int[] parts = {0, n / 3, n / 3 + 1, n};
    Check.same("references in parts", actual, lists(type, x, x.members(), k, whole, parts));
    Check.same("both in parts", actual, lists(type, x, x.members(), k, new int[] {0, n / 2, n}, parts));
  }

  /** Infinity has no distance from itself. */
  private static Host comparable(Host lists) {
    return lists.map(value -> value == Double.POSITIVE_INFINITY ? -1 : value);
  }

  /**
   * Distances, and below them numbers.
   *
   * @param queries where each block of them begins, and the end
   * @param references the same; the last block is the first to come
   */
  private Host lists(ElementType type, Host x, int members, int k, int[] queries, int[] references) {
    int n = x.columns();
    Matrix samples = memory.input(type, x);
    Matrix distances = memory.target(ElementType.FLOAT64, k, n, members);
    Matrix indices = memory.target(ElementType.INT32, k, n, members);
    device.fill(distances, Double.POSITIVE_INFINITY);
    device.fill(indices, -1);
    for (int r = references.length - 1; r > 0; r--) {
      Matrix block = samples.columns(references[r - 1], references[r]);
      for (int q = 1; q < queries.length; q++) {
        int from = queries[q - 1];
        int to = queries[q];
        device.neighbours(samples.columns(from, to), block, from, references[r - 1], distances.columns(from, to),
            indices.columns(from, to));
      }
    }
    Host found = memory.read(distances);
    Host numbers = memory.read(indices);
    return Host.make(2 * k, n, members, (e, i, j) -> i < k ? found.at(e, i, j) : numbers.at(e, i - k, j));
  }
}
