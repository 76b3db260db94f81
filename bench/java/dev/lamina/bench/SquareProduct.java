package dev.lamina.bench;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Plan;
import dev.lamina.device.Scalar;
import dev.lamina.device.Transpose;

/** A product of two square matrices, recorded. */
final class SquareProduct implements Session {
  private final Arena arena;
  private final Plan plan;

  SquareProduct(Device device, ElementType type, int order) {
    MemoryPlan memory = new MemoryPlan();
    Slot a = memory.add(Purpose.DATA, "a", type, order, order, 1);
    Slot b = memory.add(Purpose.DATA, "b", type, order, order, 1);
    Slot c = memory.add(Purpose.DATA, "c", type, order, order, 1);
    arena = device.allocate(memory);
    RandomValues.fill(device, arena.matrix(a), 1);
    RandomValues.fill(device, arena.matrix(b), 2);
    Matrix target = arena.matrix(c);
    plan = device.record(() -> device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, arena.matrix(a), arena.matrix(b),
        Scalar.ZERO, target));
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
