package dev.lamina.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Magnitudes, powers of two, unit columns and distances, over all numbers that their types have. */
class ScaleConformanceTest extends DeviceConformance {
  private static final int[][] SIZES = {{1, 1}, {2, 3}, {7, 33}, {65, 129}, {257, 31}, {300, 400}};
  private static final ElementType DOUBLE = ElementType.FLOAT64;

  private final SplittableRandom random = new SplittableRandom(41);

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void magnitudeIsThatOfTheLargestElement(ElementType type) {
    for (int[] size : SIZES) {
      for (int members : MEMBERS) {
        Host x = Host.normal(random, size[0], size[1], members).as(type);
        x.set(members - 1, random.nextInt(size[0]), random.nextInt(size[1]), -1e30f);
        checkMagnitude(type, x, Host.make(1, 1, members, (e, i, j) -> largest(x.member(e))));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void magnitudeOfWhatIsNoNumberIsNone(ElementType type) {
    Host x = Host.normal(random, 65, 400, 3).as(type);
    x.set(0, 64, 399, Double.NaN);
    x.set(0, 0, 0, Double.POSITIVE_INFINITY);
    x.set(1, 3, 200, Double.NEGATIVE_INFINITY);
    checkMagnitude(type, x, Host.scalar(Double.NaN, Double.POSITIVE_INFINITY, largest(x.member(2))));
    checkMagnitude(type, Host.filled(7, 3, 1, 0), Host.scalar(0));
    checkMagnitude(type, Host.filled(7, 3, 1, -Float.MIN_VALUE), Host.scalar(Float.MIN_VALUE));
  }

  private void checkMagnitude(ElementType type, Host x, Host expected) {
    Matrix target = memory.target(DOUBLE, 1, 1, x.members());
    device.magnitude(memory.input(type, x), target);
    Check.same("magnitude of " + x.rows() + " x " + x.columns() + " " + type, expected, memory.read(target));
  }

  private static double largest(Host x) {
    double largest = 0;
    for (double value : x.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** From the smallest number to the largest one; every member by its own magnitude. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void normalizingIsExact(ElementType type) {
    int[] exponents = type == DOUBLE ? new int[] {-1074, -1060, -1022, -540, -1, 0, 1, 511, 1023}
        : new int[] {-149, -140, -126, -1, 0, 1, 127};
    for (int[] size : SIZES) {
      Host x = Host.make(size[0], size[1], exponents.length,
          (e, i, j) -> Math.scalb(1 - random.nextDouble() / 2, exponents[e]) * (random.nextBoolean() ? 1 : -1))
          .as(type);
      Host magnitude = Host.make(1, 1, exponents.length, (e, i, j) -> largest(x.member(e)));
      Matrix target = memory.target(DOUBLE, size[0], size[1], exponents.length);
      device.normalize(memory.input(type, x), memory.input(DOUBLE, magnitude), target);
      Host expected = Host.make(size[0], size[1], exponents.length, (e, i, j) -> {
        int exponent = 0;
        while (Math.scalb(magnitude.at(e, 0, 0), -exponent) >= 2) {
          exponent++;
        }
        while (Math.scalb(magnitude.at(e, 0, 0), -exponent) < 1) {
          exponent--;
        }
        return Math.scalb(x.at(e, i, j), -exponent);
      });
      Check.same("normalized " + size[0] + " x " + size[1] + " " + type, expected, memory.read(target));
    }
  }

  /** A magnitude that no factor brings near 1 changes nothing. */
  @Test
  void normalizingByNothingKeepsAll() {
    Host x = Host.normal(random, 7, 3, 3);
    Host magnitude = Host.scalar(0, Double.NaN, Double.POSITIVE_INFINITY);
    Matrix target = memory.target(DOUBLE, 7, 3, 3);
    device.normalize(memory.input(DOUBLE, x), memory.input(DOUBLE, magnitude), target);
    Check.same("kept", x, memory.read(target));
  }

  @Test
  void unitColumnsHaveNormOneAtAnyScale() {
    int[] exponents = {-1060, -800, -300, 0, 300, 800, 1022};
    for (int d : new int[] {1, 2, 7, 33, 257, 1031}) {
      Host near = Host.normal(random, d, exponents.length, 5);
      Host x = Host.make(d, exponents.length, 5, (e, i, j) -> Math.scalb(near.at(e, i, j), exponents[j] - 4));
      Host expected = Host.make(d, exponents.length, 5, (e, i, j) -> {
        double square = 0;
        for (int row = 0; row < d; row++) {
          double value = Math.scalb(x.at(e, row, j), -exponents[j]);
          square += value * value;
        }
        return Math.scalb(x.at(e, i, j), -exponents[j]) / Math.sqrt(square);
      });
      Matrix target = memory.target(DOUBLE, d, exponents.length, 5);
      device.unitColumns(memory.input(DOUBLE, x), target);
      double gamma = Rounding.gamma(DOUBLE, d + 3);
      Check.close("unit columns of " + d + " rows", expected, (e, i, j) -> gamma * Math.abs(expected.at(e, i, j)),
          memory.read(target));
    }
  }

  @Test
  void aColumnOfZerosHasNoDirection() {
    Host x = Host.of(2, 3, 3, 4, 0, 0, -5, 12);
    Matrix target = memory.target(DOUBLE, 2, 3, 1);
    device.unitColumns(memory.input(DOUBLE, x), target);
    Host unit = memory.read(target);
    assertEquals(0.6, unit.at(0, 0, 0), 1e-16);
    assertEquals(Double.NaN, unit.at(0, 0, 1));
    assertEquals(12.0 / 13, unit.at(0, 1, 2), 1e-16);
  }

  @Test
  void distancesAreOfDifferences() {
    for (int[] size : SIZES) {
      for (int members : MEMBERS) {
        Host x = Host.normal(random, size[0], Math.min(65, size[1]), members);
        checkDistances("distances of " + size[0] + " x " + x.columns(), x, distances(x));
      }
    }
  }

  /** Columns that differ in their last bits: the closed form is exact, and inner products would leave nothing of it. */
  @Test
  void distancesOfColumnsThatAlmostAgree() {
    double step = 0x1p-50;
    for (int d : new int[] {1, 7, 33, 129}) {
      Host base = Host.make(d, 1, 5, (e, i, j) -> 1 + random.nextInt(1 << 20) * 0x1p-21);
      Host x = Host.make(d, 5, 5, (e, i, j) -> base.at(e, i, 0) + j * step);
      Host expected = Host.make(5, 5, 5, (e, i, j) -> d * (i - j) * (i - j) * step * step);
      Matrix target = memory.target(DOUBLE, 5, 5, 5);
      device.squaredDistances(memory.input(DOUBLE, x), target);
      Check.same("distances in the last bits, " + d + " rows", expected, memory.read(target));
    }
  }

  private void checkDistances(String what, Host x, Host expected) {
    Matrix target = memory.target(DOUBLE, x.columns(), x.columns(), x.members());
    device.squaredDistances(memory.input(DOUBLE, x), target);
    Host found = memory.read(target);
    double gamma = Rounding.gamma(DOUBLE, x.rows() + 2);
    Check.close(what, expected, (e, i, j) -> gamma * expected.at(e, i, j), found);
    Check.same(what + " symmetric", found.transposed(), found);
  }

  private static Host distances(Host x) {
    return Host.make(x.columns(), x.columns(), x.members(), (e, i, j) -> {
      double sum = 0;
      for (int row = 0; row < x.rows(); row++) {
        double difference = x.at(e, row, i) - x.at(e, row, j);
        sum += difference * difference;
      }
      return sum;
    });
  }
}
