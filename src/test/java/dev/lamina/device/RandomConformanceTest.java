package dev.lamina.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.random.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random numbers: the published stream, whatever the shape and the ensemble that they are asked for in. */
class RandomConformanceTest extends DeviceConformance {
  private static final long[] SEEDS = {0, 1, -1, 42, 0x123456789ABCDEFL};
  private static final int STREAM = 3;
  private static final int[][] SIZES = {{1, 1}, {1, 2}, {3, 1}, {7, 3}, {17, 33}, {65, 129}, {257, 131}};

  private enum Kind { NORMAL, UNIFORM }

  private Host draw(Kind kind, ElementType type, long[] seeds, int stream, int rows, int columns) {
    Matrix target = memory.target(type, rows, columns, seeds.length);
    if (kind == Kind.NORMAL) {
      device.randomNormal(seeds, stream, 1, target);
    } else {
      device.randomUniform(seeds, stream, 0, 1, target);
    }
    return memory.read(target);
  }

  /** Box-Muller in {@code dev.lamina.random} is made of portable operations, so that all devices agree in every bit. */
  @ParameterizedTest
  @EnumSource
  void publishedStream(Kind kind) {
    for (int[] size : SIZES) {
      Host expected = Host.filled(size[0], size[1], SEEDS.length, 0);
      for (int e = 0; e < SEEDS.length; e++) {
        RandomStream stream = new RandomStream(SEEDS[e], STREAM);
        int count = size[0] * size[1];
        if (kind == Kind.NORMAL) {
          stream.normals(0, expected.values(), e * count, count);
        } else {
          stream.uniforms(0, expected.values(), e * count, count);
        }
      }
      Check.same(kind + " of " + size[0] + " x " + size[1], expected,
          draw(kind, ElementType.FLOAT64, SEEDS, STREAM, size[0], size[1]));
    }
  }

  @ParameterizedTest
  @EnumSource
  void float32IsFloat64Rounded(Kind kind) {
    Check.same(kind + "", draw(kind, ElementType.FLOAT64, SEEDS, STREAM, 33, 17).as(ElementType.FLOAT32),
        draw(kind, ElementType.FLOAT32, SEEDS, STREAM, 33, 17));
  }

  @ParameterizedTest
  @EnumSource
  void membersAreWhatTheirSeedsGiveAlone(Kind kind) {
    for (ElementType type : new ElementType[] {ElementType.FLOAT32, ElementType.FLOAT64}) {
      Host all = draw(kind, type, SEEDS, STREAM, 7, 33);
      for (int e = 0; e < SEEDS.length; e++) {
        Check.same("member " + e, draw(kind, type, new long[] {SEEDS[e]}, STREAM, 7, 33), all.member(e));
      }
    }
  }

  /** Element i does not depend on how many there are or how they are arranged. */
  @ParameterizedTest
  @EnumSource
  void shapeDoesNotMatter(Kind kind) {
    Host column = draw(kind, ElementType.FLOAT64, SEEDS, STREAM, 231, 1);
    for (int[] size : new int[][] {{1, 231}, {3, 77}, {7, 33}, {33, 7}, {1, 1}, {5, 3}, {17, 13}}) {
      Host other = draw(kind, ElementType.FLOAT64, SEEDS, STREAM, size[0], size[1]);
      int count = size[0] * size[1];
      for (int e = 0; e < SEEDS.length; e++) {
        Check.same(kind + " of " + size[0] + " x " + size[1],
            Host.of(count, 1, Arrays.copyOf(column.member(e).values(), count)),
            Host.of(count, 1, other.member(e).values()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void seedsAndStreamsDiffer(Kind kind) {
    Host first = draw(kind, ElementType.FLOAT64, new long[] {1, 2, 1L << 32 | 1}, 0, 129, 1);
    Host second = draw(kind, ElementType.FLOAT64, new long[] {1, 2, 1L << 32 | 1}, 1, 129, 1);
    double[][] columns = {first.member(0).values(), first.member(1).values(), first.member(2).values(),
      second.member(0).values(), second.member(1).values(), second.member(2).values()};
    for (int a = 0; a < columns.length; a++) {
      for (int b = 0; b < a; b++) {
        for (int i = 0; i < 129; i++) {
          assertTrue(columns[a][i] != columns[b][i], "sequences " + a + " and " + b + " agree at element " + i);
        }
      }
    }
  }

  /** Standard errors of n = 2^17 values: 0.003, 0.004 and 0.014 for mean, variance and kurtosis; five of each. */
  @Test
  void momentsOfNormals() {
    Host drawn = draw(Kind.NORMAL, ElementType.FLOAT64, SEEDS, STREAM, 1 << 10, 1 << 7);
    for (int e = 0; e < SEEDS.length; e++) {
      double[] values = drawn.member(e).values();
      double mean = Arrays.stream(values).average().orElseThrow();
      double variance = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
      double fourth = Arrays.stream(values).map(x -> Math.pow(x - mean, 4)).average().orElseThrow();
      assertEquals(0, mean, 0.015, "mean");
      assertEquals(1, variance, 0.02, "variance");
      assertEquals(3, fourth / (variance * variance), 0.07, "kurtosis");
    }
  }

  @Test
  void momentsOfUniforms() {
    Matrix target = memory.target(ElementType.FLOAT64, 1 << 10, 1 << 7, 1);
    device.randomUniform(new long[] {9}, STREAM, -2, 4, target);
    double[] values = memory.read(target).values();
    double mean = Arrays.stream(values).average().orElseThrow();
    // Standard errors: 6 / sqrt(12 n) = 0.005, and 0.007 of the variance 3.
    assertEquals(1, mean, 0.025, "mean");
    assertEquals(3, Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow(), 0.04, "variance");
    assertTrue(Arrays.stream(values).allMatch(x -> x >= -2 && x < 4), "all in [-2, 4)");
  }

  /** One more rounding; a device may fuse the product and the sum of a uniform. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void deviationAndRangeScale(ElementType type) {
    double unit = Rounding.unit(type);
    Host normal = draw(Kind.NORMAL, ElementType.FLOAT64, SEEDS, STREAM, 17, 7);
    Matrix target = memory.target(type, 17, 7, SEEDS.length);
    device.randomNormal(SEEDS, STREAM, 0.3, target);
    Host expected = normal.map(x -> 0.3 * x);
    Check.close("deviation 0.3", expected, (e, i, j) -> 2 * unit * Math.abs(expected.at(e, i, j)),
        memory.read(target));
    device.randomNormal(SEEDS, STREAM, 0, target);
    Check.close("deviation 0", normal.map(x -> 0), 0, memory.read(target));

    device.randomUniform(SEEDS, STREAM, -0.7, 0.1, target);
    Host uniform = draw(Kind.UNIFORM, ElementType.FLOAT64, SEEDS, STREAM, 17, 7).map(u -> -0.7 + (0.1 + 0.7) * u);
    Check.close("uniform on [-0.7, 0.1)", uniform, 3 * unit, memory.read(target));
  }

  @Test
  void columnsOfALargerMatrix() {
    Host before = Host.filled(7, 9, 5, 0.5);
    Matrix whole = memory.target(ElementType.FLOAT32, before);
    device.randomNormal(SEEDS, STREAM, 1, whole.columns(3, 8));
    Host after = memory.read(whole);
    Check.same("columns before", before.columns(0, 3), after.columns(0, 3));
    Check.same("columns of the view", draw(Kind.NORMAL, ElementType.FLOAT32, SEEDS, STREAM, 7, 5), after.columns(3, 8));
    Check.same("columns after", before.columns(8, 9), after.columns(8, 9));
  }
}
