package dev.lamina.device;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Integers and the moving of columns: everything here is exact. */
@MethodSource("dev.lamina.device.Devices#ofSmallGrids")
class BatchConformanceTest extends DeviceConformance {
  private static final int[][] SIZES = {{1, 1}, {1, 7}, {2, 3}, {7, 17}, {33, 65}, {129, 33}, {13, 257}, {257, 131}};

  private final SplittableRandom random = new SplittableRandom(13);

  /** First, middle and last batch of an epoch of 5 n samples, in any order and with repetitions. */
  @ParameterizedTest
  @EnumSource
  void gather(ElementType type) {
    for (int[] size : SIZES) {
      for (int position : new int[] {0, 2, 4}) {
        int n = size[1];
        Host source = values(type, size[0], 5 * n, 5);
        Host each = Host.integers(random, 5 * n, 5 * n, 5);
        Host at = Host.scalar(position);
        check(type, source.member(2), each.member(3), at, n, 1);
        check(type, source, each, at, n, 5);
        check(type, source.member(0), each, at, n, 5);
        check(type, source, each.member(0), at, n, 5);
        check(type, source, each, Host.scalar(4, 0, 2, 1, 3), n, 5);
      }
    }
  }

  private void check(ElementType type, Host source, Host index, Host position, int n, int members) {
    Matrix target = memory.target(type, source.rows(), n, members);
    device.gather(memory.input(type, source), memory.input(ElementType.INT32, index),
        memory.input(ElementType.INT32, position), target);
    Host expected = Host.make(source.rows(), n, members, (e, i, j) ->
        source.at(e, i, (int) index.at(e, 0, (int) position.at(e, 0, 0) * n + j)));
    Check.same("gather " + type + " " + source.rows() + " x " + n, expected, memory.read(target));
  }

  @ParameterizedTest
  @EnumSource
  void gatherIntoColumns(ElementType type) {
    Host source = values(type, 3, 17, 5);
    Host before = values(type, 3, 9, 5);
    Host index = Host.integers(random, 17, 17, 5);
    Matrix whole = memory.target(type, before);
    device.gather(memory.input(type, source), memory.input(ElementType.INT32, index),
        memory.input(ElementType.INT32, Host.scalar(1)), whole.columns(2, 6));
    Check.same("gather " + type, Host.make(3, 9, 5, (e, i, j) ->
        j >= 2 && j < 6 ? source.at(e, i, (int) index.at(e, 0, 4 + j - 2)) : before.at(e, i, j)), memory.read(whole));
  }

  private Host values(ElementType type, int rows, int columns, int members) {
    return type == ElementType.INT32
        ? Host.make(rows, columns, members, (e, i, j) -> random.nextInt())
        : Host.normal(random, rows, columns, members).as(type);
  }

  @Test
  void advanceCountsAndWraps() {
    Matrix counter = memory.target(ElementType.INT32, Host.scalar(0, 1, 2, 2, 0));
    int[] start = {0, 1, 2, 2, 0};
    for (int step = 1; step <= 7; step++) {
      int steps = step;
      device.advance(counter, 3);
      Check.same("after " + step, Host.make(1, 1, 5, (e, i, j) -> (start[e] + steps) % 3), memory.read(counter));
    }
    Matrix single = memory.target(ElementType.INT32, Host.scalar(0));
    device.advance(single, 1);
    Check.same("modulus 1", Host.scalar(0), memory.read(single));
    device.advance(single, Integer.MAX_VALUE);
    Check.same("largest modulus", Host.scalar(1), memory.read(single));
    Matrix last = memory.target(ElementType.INT32, Host.scalar(Integer.MAX_VALUE - 1.0));
    device.advance(last, Integer.MAX_VALUE);
    Check.same("largest modulus wraps", Host.scalar(0), memory.read(last));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void argmax(ElementType type) {
    for (int[] size : SIZES) {
      for (int members : MEMBERS) {
        checkArgmax(type, Host.normal(random, size[0], size[1], members).as(type));
        // Few different values, all negative too: ties almost everywhere.
        checkArgmax(type, Host.make(size[0], size[1], members, (e, i, j) -> -1 - random.nextInt(3)));
      }
    }
    double infinity = Double.POSITIVE_INFINITY;
    checkArgmax(type, Host.of(3, 3, -infinity, -infinity, -infinity, -1, infinity, infinity, -infinity, -5, -5));
  }

  private void checkArgmax(ElementType type, Host source) {
    Matrix target = memory.target(ElementType.INT32, 1, source.columns(), source.members());
    device.argmax(memory.input(type, source), target);
    Check.same("argmax " + type + " of " + source.rows() + " x " + source.columns(), Reference.argmax(source),
        memory.read(target));
  }

  @Test
  void countEqual() {
    for (int[] size : SIZES) {
      for (int[] members : new int[][] {{1, 1}, {5, 5}, {1, 5}, {5, 1}}) {
        Host a = Host.make(size[0], size[1], members[0], (e, i, j) -> random.nextInt(3));
        Host b = Host.make(size[0], size[1], members[1], (e, i, j) -> random.nextInt(3));
        Matrix target = memory.target(ElementType.FLOAT64, 1, 1, Math.max(members[0], members[1]));
        device.countEqual(memory.input(ElementType.INT32, a), memory.input(ElementType.INT32, b), target);
        Host expected = Host.make(1, 1, target.members(), (e, row, column) -> {
          int count = 0;
          for (int j = 0; j < size[1]; j++) {
            for (int i = 0; i < size[0]; i++) {
              count += a.at(e, i, j) == b.at(e, i, j) ? 1 : 0;
            }
          }
          return count;
        });
        Check.same("countEqual of " + size[0] + " x " + size[1], expected, memory.read(target));
      }
    }
  }

  /** Integers that float32 cannot tell apart. */
  @Test
  void countEqualOfLargeIntegers() {
    Matrix target = memory.target(ElementType.FLOAT64, 1, 1, 1);
    device.countEqual(memory.input(ElementType.INT32, Host.of(1, 3, 16777216, -1, Integer.MAX_VALUE)),
        memory.input(ElementType.INT32, Host.of(1, 3, 16777217, -1, Integer.MAX_VALUE - 1.0)), target);
    Check.same("countEqual", Host.scalar(1), memory.read(target));
  }
}
