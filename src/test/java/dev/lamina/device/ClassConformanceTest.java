package dev.lamina.device;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Class moments and scatter. The means are within {@code gamma_{n+2}} of the mean magnitude. Shifted by a sample or a
 * mean of the class, the scatter is a sum of n d terms of about its own size: {@code 8 gamma_{n d}} of it, and of what
 * the rounding of the mean itself adds. That is far below 1e-9 of it where the features have collapsed.
 */
@MethodSource("dev.lamina.device.Devices#ofSmallGrids")
class ClassConformanceTest extends DeviceConformance {
  private static final int[][] OFFSETS = {
    {0, 1}, {0, 7}, {0, 1, 2, 3}, {0, 2, 9, 10, 33}, {0, 17, 34, 51}, {0, 64, 65, 129, 130, 131}
  };

  private final SplittableRandom random = new SplittableRandom(14);

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void momentsOfUnequalClasses(ElementType type) {
    for (int[] offsets : OFFSETS) {
      for (int d : new int[] {1, 2, 3, 7, 17, 33, 65, 129}) {
        for (int members : MEMBERS) {
          check(type, features(d, offsets, members, 1, 1).as(type), offsets);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void momentsOfManySamples(ElementType type) {
    int[] offsets = new int[14];
    for (int k = 1; k < offsets.length; k++) {
      offsets[k] = k == 13 ? 5000 : offsets[k - 1] + 1 + 60 * k;
    }
    check(type, features(37, offsets, 1, 1, 1).as(type), offsets);
    int[] few = {0, 100, 257};
    for (int members : MEMBERS) {
      check(type, features(1031, few, members, 1, 1).as(type), few);
    }
  }

  /** Noise of 1e-6 around means of norm 1000: a mean of squares minus a squared mean has no correct digit left. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void momentsOfCollapsedClasses(ElementType type) {
    int[] offsets = {0, 100, 103, 257};
    for (int d : new int[] {3, 37, 129}) {
      for (int members : MEMBERS) {
        check(type, collapsed(d, offsets, members).as(type), offsets);
      }
    }
  }

  /**
   * More samples than a device sums at a time. The rounding of a partial sum's mean, 1e-16 of the mean and 1e-10 of the
   * noise, would show in the twelfth digit; the sums themselves lose no more than a few units in the last place.
   */
  @Test
  void scatterOfManyCollapsedSamples() {
    int[] offsets = {0, 2000, 5000};
    Host x = features(7, offsets, 1, 1, 1e-6).map(value -> value + 1);
    Matrix scatter = memory.target(ElementType.FLOAT64, 2, 1, 1);
    device.classMoments(
        memory.input(ElementType.FLOAT64, x), offsets, memory.target(ElementType.FLOAT64, 7, 2, 1), scatter);
    Host expected = ClassReference.scatter(x, offsets);
    Check.close("scatter of many", expected, (e, k, column) -> 1e-13 * expected.at(e, k, 0), memory.read(scatter));
  }

  /** All samples of a class equal: nothing but the rounding of the mean is left. */
  @Test
  void momentsOfEqualSamples() {
    int[] offsets = {0, 49, 50, 129};
    check(ElementType.FLOAT64, features(7, offsets, 5, 1000, 0), offsets);
  }

  @Test
  void momentsOfColumns() {
    Host whole = Host.normal(random, 7, 40, 5);
    int[] offsets = {0, 10, 12, 33};
    Matrix view = memory.input(ElementType.FLOAT64, whole).columns(4, 37);
    check(ElementType.FLOAT64, whole.columns(4, 37), view, offsets);
  }

  private void check(ElementType type, Host x, int[] offsets) {
    check(type, x, memory.input(type, x), offsets);
  }

  private void check(ElementType type, Host x, Matrix matrix, int[] offsets) {
    int classes = offsets.length - 1;
    int d = x.rows();
    Matrix meansTarget = memory.target(ElementType.FLOAT64, d, classes, x.members());
    Matrix scatterTarget = memory.target(ElementType.FLOAT64, classes, 1, x.members());
    device.classMoments(matrix, offsets, meansTarget, scatterTarget);
    String what = type + " " + d + " x " + x.columns() + " in " + classes + " classes";
    Host means = ClassReference.means(x, offsets);
    Host magnitude = ClassReference.means(x.abs(), offsets);
    Host.Entry meanError = (e, i, k) ->
        Rounding.gamma(ElementType.FLOAT64, offsets[k + 1] - offsets[k] + 2) * magnitude.at(e, i, k);
    Check.close("means of " + what, means, meanError, memory.read(meansTarget));
    Host scatter = ClassReference.scatter(x, offsets);
    Check.close("scatter of " + what, scatter, (e, k, column) -> {
      long n = offsets[k + 1] - offsets[k];
      double fromMean = 0;
      for (int i = 0; i < d; i++) {
        double rounding = 4 * Rounding.UNIT64 * magnitude.at(e, i, k);
        fromMean += n * rounding * rounding;
      }
      return Rounding.gamma(ElementType.FLOAT64, 8 * n * d + 8) * scatter.at(e, k, 0) + fromMean;
    }, memory.read(scatterTarget));
  }

  /** Directions are scaled like features; collapsed features are where {@code D^T x - D^T mu} would cancel. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void projectedScatter(ElementType type) {
    for (int[] offsets : OFFSETS) {
      for (int[] size : new int[][] {{1, 1}, {2, 2}, {7, 3}, {33, 9}, {65, 12}, {3, 7}}) {
        for (int members : MEMBERS) {
          Host directions = Host.normal(random, size[0], size[1], members);
          checkProjected(type, features(size[0], offsets, members, 1, 1).as(type), offsets, directions);
          checkProjected(type, collapsed(size[0], offsets, members).as(type), offsets, directions);
        }
      }
    }
    int[] offsets = {0, 100, 103, 257};
    checkProjected(type, features(131, offsets, 1, 1, 1).as(type), offsets, Host.normal(random, 131, 2, 1));
    int[] many = {0, 300, 301, 1100, 2053};
    checkProjected(type, features(7, many, 5, 1, 1).as(type), many, Host.normal(random, 7, 3, 5));
  }

  @Test
  void projectedScatterOfSharedOperands() {
    int[] offsets = {0, 7, 9, 17};
    Host x = features(7, offsets, 5, 1, 1);
    checkProjected(ElementType.FLOAT64, x, offsets, Host.normal(random, 7, 2, 1));
  }

  private void checkProjected(ElementType type, Host x, int[] offsets, Host directions) {
    Host means = ClassReference.means(x, offsets);
    Host centred = ClassReference.centred(x, offsets, means);
    Host t = Reference.product(directions.transposed(), centred);
    Host magnitude = Reference.product(directions.transposed().abs(), centred.abs());
    int n = x.columns();
    int m = directions.columns();
    Matrix target = memory.target(ElementType.FLOAT64, m, m, x.members());
    device.projectedScatter(memory.input(type, x), offsets, memory.input(ElementType.FLOAT64, means),
        memory.input(ElementType.FLOAT64, directions), target);
    Host bound = Reference.product(magnitude, magnitude.transposed());
    double gamma = Rounding.gamma(ElementType.FLOAT64, n + 2L * x.rows() + 8);
    Check.close("projected scatter " + type + " of " + x.rows() + " x " + n + " on " + m,
        Reference.product(t, t.transposed()).map(value -> value / n), (e, i, j) -> gamma * bound.at(e, i, j) / n,
        memory.read(target));
  }

  /** Far from the origin of the coordinates, near that of the projection. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void projectionsAboutAnOrigin(ElementType type) {
    for (int[] size : new int[][] {{1, 1, 1}, {7, 3, 17}, {33, 9, 65}, {131, 2, 300}, {3, 7, 33}}) {
      for (int members : MEMBERS) {
        Host origin = Host.normal(random, size[0], 1, members).map(value -> 1e5 * value);
        Host x = Host.make(size[0], size[2], members, (e, i, j) -> origin.at(e, i, 0) + random.nextGaussian()).as(type);
        Host directions = Host.normal(random, size[0], size[1], members);
        Host centred = Host.make(size[0], size[2], members, (e, i, j) -> x.at(e, i, j) - origin.at(e, i, 0));
        Matrix target = memory.target(ElementType.FLOAT64, size[1], size[2], members);
        device.project(memory.input(type, x), memory.input(ElementType.FLOAT64, origin),
            memory.input(ElementType.FLOAT64, directions), target);
        Host bound = Reference.product(directions.transposed().abs(), centred.abs());
        double gamma = Rounding.gamma(ElementType.FLOAT64, size[0]);
        Check.close("projection of " + size[0] + " x " + size[2] + " " + type,
            Reference.product(directions.transposed(), centred), (e, i, j) -> gamma * bound.at(e, i, j),
            memory.read(target));
      }
    }
  }

  /** Class means of about {@code centre} in each coordinate, samples {@code noise} around them. */
  private Host features(int d, int[] offsets, int members, double centre, double noise) {
    Host means = Host.normal(random, d, offsets.length - 1, members).map(x -> centre * x);
    return Host.make(d, offsets[offsets.length - 1], members, (e, i, j) -> {
      int k = 0;
      while (offsets[k + 1] <= j) {
        k++;
      }
      return means.at(e, i, k) + noise * random.nextGaussian();
    });
  }

  /**
   * Means of norm about 1000, most of it in the first coordinate, so that noise of 1e-6 survives the rounding to
   * float32 in the others.
   */
  private Host collapsed(int d, int[] offsets, int members) {
    Host x = features(d, offsets, members, 1, 1e-6);
    return Host.make(d, x.columns(), members, (e, i, j) -> x.at(e, i, j) + (i == 0 ? 1000 : 0));
  }
}
