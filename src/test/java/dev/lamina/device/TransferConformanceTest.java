package dev.lamina.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory and transfers: all of them exact, or rounded once. */
@MethodSource("dev.lamina.device.Devices#ofSmallGrids")
class TransferConformanceTest extends DeviceConformance {
  private static final int[][] SIZES = {{1, 1}, {3, 1}, {1, 7}, {17, 33}, {65, 2}, {129, 65}, {257, 131}};

  private final SplittableRandom random = new SplittableRandom(2);

  @Test
  void plannedMatricesAreZeroAndApart() {
    MemoryPlan plan = new MemoryPlan();
    MemoryPlan.Slot single = plan.add(MemoryPlan.Purpose.PARAMETERS, "single", ElementType.FLOAT32, 7, 3, 5);
    MemoryPlan.Slot whole = plan.add(MemoryPlan.Purpose.DATA, "whole", ElementType.INT32, 1, 5, 1);
    MemoryPlan.Slot twice = plan.add(MemoryPlan.Purpose.METRICS, "double", ElementType.FLOAT64, 2, 2, 1);
    for (int round = 0; round < 2; round++) {
      // The second round gets memory that the first has used.
      try (Arena arena = device.allocate(plan)) {
        for (MemoryPlan.Slot slot : plan.slots()) {
          Matrix matrix = arena.matrix(slot);
          Check.same(slot.name(), Host.filled(slot.rows(), slot.columns(), slot.members(), 0), memory.read(matrix));
        }
        device.fill(arena.matrix(single), 1);
        device.fill(arena.matrix(whole), 2);
        device.fill(arena.matrix(twice), 3);
        Check.same("single", Host.filled(7, 3, 5, 1), memory.read(arena.matrix(single)));
        Check.same("whole", Host.filled(1, 5, 1, 2), memory.read(arena.matrix(whole)));
        Check.same("double", Host.filled(2, 2, 1, 3), memory.read(arena.matrix(twice)));
      }
    }
  }

  @Test
  void closedArenaGivesNoMatrices() {
    MemoryPlan plan = new MemoryPlan();
    MemoryPlan.Slot slot = plan.add(MemoryPlan.Purpose.DATA, "features", ElementType.FLOAT32, 3, 3, 1);
    Arena arena = device.allocate(plan);
    arena.close();
    arena.close();
    assertThrows(IllegalStateException.class, () -> arena.matrix(slot));
  }

  @Test
  void moreMemoryThanTheDeviceHoldsIsRefused() {
    MemoryPlan plan = new MemoryPlan();
    plan.add(MemoryPlan.Purpose.DATA, "everything", ElementType.FLOAT64, Integer.MAX_VALUE, 1 << 20, 1);
    assertThrows(DeviceException.class, () -> device.allocate(plan));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void floatingValuesSurviveTheRoundTrip(ElementType type) {
    for (int[] size : SIZES) {
      for (int members : MEMBERS) {
        Host values = Host.normal(random, size[0], size[1], members);
        Check.same("from double " + type, values.as(type), memory.read(memory.target(type, values)));

        Matrix target = memory.target(type, size[0], size[1], members);
        float[] floats = new float[values.values().length];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = (float) values.values()[i];
        }
        device.write(floats, target);
        Check.same("from float " + type, values.as(ElementType.FLOAT32), memory.read(target));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void specialValuesSurviveTheRoundTrip(ElementType type) {
    Host values = Host.of(7, 1, Double.NaN, -0.0, Double.NEGATIVE_INFINITY, Float.MIN_VALUE, Float.MAX_VALUE, 0.1,
        16777217);
    Check.same("written " + type, values.as(type), memory.read(memory.target(type, values)));
  }

  /** More than a device may move at once. */
  @Test
  void manyValuesSurviveTheRoundTrip() {
    Host values = Host.make(1000, 1700, 1, (e, i, j) -> 1000 * j + i);
    Check.same("many", values, memory.read(memory.target(ElementType.FLOAT64, values)));
  }

  @Test
  void integersSurviveTheRoundTrip() {
    int[] values = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 16777217, 5};
    Matrix target = memory.target(ElementType.INT32, 1, 3, 2);
    device.write(values, target);
    int[] back = new int[6];
    device.read(target, back);
    assertArrayEquals(values, back);
  }

  @Test
  void broadcastMatrixStoresOneMember() {
    Host values = Host.normal(random, 3, 7, 1);
    Matrix shared = memory.input(ElementType.FLOAT64, values).broadcast(5);
    assertEquals(21, shared.stored());
    Check.same("broadcast", values, memory.read(shared));
  }

  /** A transfer touches its view only. */
  @ParameterizedTest
  @EnumSource
  void transferToColumnsOfEveryMember(ElementType type) {
    Host before = Host.make(3, 7, 5, (e, i, j) -> 100 * e + 10 * j + i);
    Matrix whole = memory.target(type, before);
    Matrix view = whole.columns(2, 5);
    if (type == ElementType.INT32) {
      int[] values = new int[45];
      Arrays.setAll(values, i -> -i);
      device.write(values, view);
    } else {
      double[] values = new double[45];
      Arrays.setAll(values, i -> -i);
      device.write(values, view);
    }
    Host expected = Host.make(3, 7, 5, (e, i, j) ->
        j < 2 || j >= 5 ? before.at(e, i, j) : 0.0 - (9 * e + 3 * (j - 2) + i)).as(type);
    Check.close("whole", expected, 0, memory.read(whole));
    Check.close("view", expected.columns(2, 5), 0, memory.read(view));
  }

  /** Converting rounds once, to the nearest. */
  @Test
  void copyConvertsAndTransposes() {
    ElementType[] types = {ElementType.FLOAT32, ElementType.FLOAT64};
    for (int[] size : SIZES) {
      for (ElementType from : types) {
        for (ElementType to : types) {
          for (Transpose transpose : Transpose.values()) {
            for (int[] members : new int[][] {{1, 1}, {5, 5}, {1, 5}}) {
              Host source = Host.normal(random, size[0], size[1], members[0]).as(from);
              Host once = Reference.op(transpose, source).as(to);
              Matrix target = memory.target(to, once.rows(), once.columns(), members[1]);
              device.copy(transpose, memory.input(from, source), target);
              Check.same("copy " + transpose + " " + from + " to " + to,
                  Host.make(once.rows(), once.columns(), members[1], once::at), memory.read(target));
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void fillSetsTheViewOnly(ElementType type) {
    for (int[] size : SIZES) {
      for (int members : MEMBERS) {
        Host before = Host.filled(size[0], size[1], members, 5);
        Matrix whole = memory.target(type, before);
        int from = size[1] / 3;
        device.fill(whole.columns(from, size[1]), -3);
        Check.same("fill " + type, Host.make(size[0], size[1], members, (e, i, j) -> j < from ? 5 : -3),
            memory.read(whole));
      }
    }
    device.fill(memory.target(type, Host.filled(3, 2, 5, 5)).columns(1, 1), 4);
  }
}
