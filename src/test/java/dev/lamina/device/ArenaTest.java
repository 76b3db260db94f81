package dev.lamina.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A room in a plan is as large as the largest plan for it, and lends no memory beside it. */
class ArenaTest {

  private final MemoryPlan small = new MemoryPlan();
  private final Slot inSmall = small.add(Purpose.WORKSPACE, "small", ElementType.FLOAT64, 2, 2, 1);
  private final MemoryPlan large = new MemoryPlan();
  private final Slot first = large.add(Purpose.WORKSPACE, "first", ElementType.FLOAT32, 3, 5, 2);
  private final Slot second = large.add(Purpose.WORKSPACE, "second", ElementType.FLOAT64, 70, 1, 1);
  private final MemoryPlan plan = new MemoryPlan();
  private final Slot before = plan.add(Purpose.DATA, "before", ElementType.FLOAT64, 1, 1, 1);
  private final Slot room = plan.addRoom(Purpose.WORKSPACE, "room", List.of(small, large));
  private final Slot after = plan.add(Purpose.DATA, "after", ElementType.FLOAT64, 1, 1, 1);

  @Test
  void plansShareTheirRoom() {
    assertEquals(large.bytes(), room.bytes());
    try (Device device = Devices.first(); Arena arena = device.allocate(plan)) {
      Arena within = arena.within(room);
      device.fill(arena.matrix(before), 1);
      device.fill(arena.matrix(after), 2);
      device.fill(within.matrix(second), 3);
      device.fill(within.matrix(first), 4);
      assertEquals(1, value(device, arena.matrix(before)));
      assertEquals(3, value(device, within.matrix(second)));
      device.fill(arena.within(room).matrix(inSmall), 5);
      assertEquals(2, value(device, arena.matrix(after)));
      assertEquals(5, value(device, within.matrix(inSmall)));
    }
  }

  @Test
  void aRoomEndsWhereItWasPlanned() {
    MemoryPlan larger = new MemoryPlan();
    larger.add(Purpose.WORKSPACE, "fills the room", ElementType.FLOAT64, 1, Math.toIntExact(room.bytes() / 8), 1);
    Slot beyond = larger.add(Purpose.WORKSPACE, "beyond", ElementType.FLOAT64, 1, 1, 1);
    try (Device device = Devices.first(); Arena arena = device.allocate(plan)) {
      Arena within = arena.within(room);
      String message = assertThrows(IllegalArgumentException.class, () -> within.matrix(beyond)).getMessage();
      assertEquals("beyond ends 8 bytes behind the arena that should hold it", message);
    }
  }

  @Test
  void aRoomGoesWithItsArena() {
    Arena kept;
    try (Device device = Devices.first(); Arena arena = device.allocate(plan)) {
      kept = arena.within(room);
      try (Arena given = arena.within(room)) {
        device.fill(given.matrix(inSmall), 6);
      }
      assertEquals(6, value(device, kept.matrix(inSmall)));
    }
    assertThrows(IllegalStateException.class, () -> kept.matrix(inSmall));
  }

  private static double value(Device device, Matrix matrix) {
    double[] values = new double[Math.toIntExact(matrix.stored())];
    device.read(matrix, values);
    return values[0];
  }
}
