package dev.lamina.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nearest means, also where the data have a large common offset, which products would not survive. */
class NearestConformanceTest extends DeviceConformance {
  private static final int[][] SIZES = {{1, 3}, {2, 3}, {3, 7}, {7, 17}, {17, 65}, {65, 33}, {129, 129}, {10, 257}};

  private final SplittableRandom random = new SplittableRandom(15);

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void nearestMean(ElementType type) {
    for (int[] size : SIZES) {
      for (int classes : new int[] {1, 2, 7, 13}) {
        for (int members : MEMBERS) {
          Host x = Host.normal(random, size[0], size[1], members).as(type);
          checkMeans(type, x, Host.normal(random, size[0], classes, members));
        }
      }
    }
    checkMeans(type, Host.normal(random, 7, 17, 1).as(type), Host.normal(random, 7, 3, 5));
    checkMeans(type, Host.normal(random, 7, 17, 5).as(type), Host.normal(random, 7, 3, 1));
  }

  /** Small integers: every way to compute these distances is exact, so ties are ties. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void firstOfEquallyNearMeans(ElementType type) {
    Host x = Host.make(3, 33, 5, (e, i, j) -> random.nextInt(3) - 1);
    checkMeans(type, x, Host.make(3, 9, 5, (e, i, j) -> random.nextInt(3) - 1));
  }

  /** Equal means are equally near, wherever they lie: a third of 1 is no small integer. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void firstOfEqualMeans(ElementType type) {
    for (int classes : new int[] {2, 5, 9, 17, 33}) {
      Host x = Host.normal(random, 17, 65, 5).as(type);
      checkMeans(type, x, Host.filled(17, classes, 5, 1.0 / 3));
      Host distinct = Host.normal(random, 17, 3, 5);
      checkMeans(type, x, Host.make(17, classes, 5, (e, i, k) -> distinct.at(e, i, k % 3)));
    }
  }

  /** Means 1e-3 apart at 1e6 from the origin. */
  @Test
  void nearestOfCloseMeansFarFromTheOrigin() {
    Host means = Host.make(7, 3, 5, (e, i, j) -> 1e6 + 1e-3 * random.nextGaussian());
    Host x = Host.make(7, 33, 5, (e, i, j) -> means.at(e, i, j % 3) + 1e-4 * random.nextGaussian());
    checkMeans(ElementType.FLOAT64, x, means);
  }

  /**
   * Noise as large as the distances of the means, these far smaller than what they have in common, from tiny to huge.
   */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void nearestOfMeansThatFloat32HardlyTells(ElementType type) {
    for (double scale : new double[] {1e-38, 1e-20, 1, 1e17, 1e36}) {
      for (double spread : new double[] {1, 1e-3, 1e-6, 1e-9}) {
        Host means = Host.make(33, 7, 1, (e, i, k) -> scale * (1 + spread * random.nextGaussian()));
        Host x = Host.make(33, 300, 1, (e, i, j) -> means.at(e, i, j % 7) + scale * spread * random.nextGaussian());
        checkMeans(type, x.as(type), means);
      }
    }
  }

  /** Samples halfway between two means of even integers, so that ties are ties, beside some that are a mean. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void nearestOfSamplesBetweenMeans(ElementType type) {
    Host means = Host.make(129, 5, 1, (e, i, k) -> 2 * random.nextInt(50));
    Host x = Host.make(129, 500, 1, (e, i, j) -> (means.at(e, i, j % 5) + means.at(e, i, j / 5 % 5)) / 2);
    checkMeans(type, x, means);
  }

  /** Near enough to halfway that rounding of float32 products would decide, and far enough for float64 ones. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void nearestOfSamplesAlmostBetweenMeans(ElementType type) {
    Host means = Host.normal(random, 129, 5, 1);
    Host x = Host.make(129, 500, 1, (e, i, j) ->
        (means.at(e, i, j % 5) + means.at(e, i, (j + 1) % 5)) / 2 + 1e-7 * random.nextGaussian());
    checkMeans(type, x.as(type), means);
  }

  /** A sample without a nearest mean changes no other's. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void nearestBesideSamplesThatAreNoNumbers(ElementType type) {
    Host means = Host.normal(random, 7, 3, 1).as(type);
    Host x = Host.make(7, 65, 1, (e, i, j) -> j == 9 ? Double.NaN : means.at(e, i, j % 3));
    Host nearest = assign(type, x, means);
    for (int j = 0; j < x.columns(); j++) {
      if (j != 9) {
        assertEquals(j % 3, nearest.at(0, 0, j));
      }
    }
  }

  private void checkMeans(ElementType type, Host x, Host means) {
    Check.same("nearest of " + means.columns() + " means, " + x.rows() + " x " + x.columns() + " " + type,
        ClassReference.nearestMean(x, means), assign(type, x, means));
  }

  private Host assign(ElementType type, Host x, Host means) {
    int members = Math.max(x.members(), means.members());
    Matrix target = memory.target(ElementType.INT32, 1, x.columns(), members);
    device.nearestMean(memory.input(type, x), memory.input(ElementType.FLOAT64, means), target);
    return memory.read(target);
  }
}
