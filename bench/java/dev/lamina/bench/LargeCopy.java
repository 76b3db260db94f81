package dev.lamina.bench;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Plan;
import dev.lamina.device.Transpose;

/** A copy inside the device's memory, recorded. */
final class LargeCopy implements Session {
  private static final int ROWS = 1024;

  private final Arena arena;
  private final Plan plan;

  /** @param bytes of the source, a multiple of 4096 */
  LargeCopy(Device device, long bytes) {
    int columns = Math.toIntExact(bytes / (ROWS * Float.BYTES));
    MemoryPlan memory = new MemoryPlan();
    Slot source = memory.add(Purpose.DATA, "source", ElementType.FLOAT32, ROWS, columns, 1);
    Slot target = memory.add(Purpose.DATA, "target", ElementType.FLOAT32, ROWS, columns, 1);
    arena = device.allocate(memory);
    RandomValues.fill(device, arena.matrix(source), 1);
    plan = device.record(() -> device.copy(Transpose.NO, arena.matrix(source), arena.matrix(target)));
  }

  @Override
  public void run() {
    plan.replay();
  }

  @Override
  public void close() {
    plan.close();
    arena.close();
  }
}
