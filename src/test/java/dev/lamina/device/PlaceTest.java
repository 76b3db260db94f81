package dev.lamina.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.cpu.CpuDevice;
import org.junit.jupiter.api.Test;

class PlaceTest {

  @Test
  void aWorkspaceIsSeenAsSmallerMatricesSideBySide() {
    MemoryPlan plan = new MemoryPlan();
    Stacks stacks = new Stacks(plan, ElementType.FLOAT64, 2);
    Slot workspace = stacks.add(Purpose.WORKSPACE, "workspace", 3, 4);
    Slot shared = stacks.addShared(Purpose.WORKSPACE, "shared", 3, 4);
    assertEquals(1, shared.members());
    try (Device device = new CpuDevice(1); Arena arena = device.allocate(plan)) {
      Place place = new Place(device, arena);
      assertEquals(arena.matrix(workspace), place.matrix(workspace));
      Matrix small = place.matrix(workspace, 2, 2, 2);
      device.write(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, small);
      double[] start = new double[12];
      device.read(place.matrix(workspace).member(0), start);
      assertEquals(8, start[7]);
      assertEquals(24, place.matrix(workspace, 24, 1, 1).stored());
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> place.matrix(workspace, 5, 5, 1));
      assertEquals("1 of 5 x 5 do not fit workspace, 3 x 4 FLOAT64, 2 members", e.getMessage());
    }
  }
}
