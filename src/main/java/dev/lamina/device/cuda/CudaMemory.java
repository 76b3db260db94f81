package dev.lamina.device.cuda;

import dev.lamina.device.Arena;
import dev.lamina.device.DeviceException;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jcuda.driver.JCudaDriver;

/** A block of a GPU's memory; in tests, several that stand for one, which must not be left by mistake. */
final class CudaMemory implements Arena.OwnedMemory {

  /** What the driver gave. */
  private record Piece(DeviceAddress pointer, long bytes) {}

  private final Queue queue;
  private final long bytes;

  /** By their first offsets. */
  private final NavigableMap<Long, Piece> pieces = new TreeMap<>();
  private boolean closed;

  /**
   * Allocates a block, which holds anything.
   *
   * @throws CudaException if the device has no room for it
   */
  CudaMemory(Queue queue, long bytes) {
    this(queue, bytes, Map.of(0L, bytes));
  }

  /**
   * Allocates what a plan needs.
   *
   * @throws CudaException if the device has no room for it
   */
  static CudaMemory of(Queue queue, MemoryPlan plan) {
    return queue.keepsApart() ? new CudaMemory(queue, plan.bytes(),
        plan.slots().stream().collect(Collectors.toMap(MemoryPlan.Slot::byteOffset, MemoryPlan.Slot::bytes, Math::max)))
        : new CudaMemory(queue, plan.bytes());
  }

  /**
   * Allocates what a plan needs, all of it zero.
   *
   * @throws DeviceException that says what could need less, if the device has no room for it
   */
  static CudaMemory zeroed(Queue queue, MemoryPlan plan) {
    long free = queue.context().freeBytes();
    if (plan.bytes() > free) {
      throw new DeviceException("the plan needs " + plan.bytes() + " bytes of memory and " + queue.context().name()
          + " has " + free + " left; fewer members, a smaller width or fp32 need less");
    }
    CudaMemory memory = of(queue, plan);
    try {
      memory.clear();
    } catch (RuntimeException e) {
      try (memory) {
        throw e;
      }
    }
    return memory;
  }

  /** @param lengths of the pieces by their first offsets */
  private CudaMemory(Queue queue, long bytes, Map<Long, Long> lengths) {
    this.queue = queue;
    this.bytes = bytes;
    queue.context().makeCurrent();
    try {
      lengths.forEach((start, length) -> {
        DeviceAddress pointer = new DeviceAddress();
        // The driver refuses blocks of nothing.
        Status.driver("cuMemAlloc", JCudaDriver.cuMemAlloc(pointer, Math.max(1, length)), length + " bytes");
        pieces.put(start, new Piece(pointer, length));
      });
    } catch (CudaException e) {
      try (this) {
        throw e;
      }
    }
  }

  @Override
  public long bytes() {
    return bytes;
  }

  /** The address {@code offset} bytes into the block. */
  DeviceAddress at(long offset) {
    requireOpen();
    Map.Entry<Long, Piece> piece = pieces.floorEntry(offset);
    return piece.getValue().pointer.withByteOffset(offset - piece.getKey());
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the memory of this matrix has been freed");
    }
  }

  /** A planned matrix, where the plan lies at the start of this block. */
  Matrix matrix(MemoryPlan.Slot slot) {
    return new Matrix(this, slot.type(), slot.byteOffset() / slot.type().bytes(), slot.rows(), slot.columns(),
        slot.members(), (long) slot.rows() * slot.columns());
  }

  /** Queues zeros. */
  void clear() {
    pieces.values().forEach(piece -> queue.clear(piece.pointer, piece.bytes));
  }

  /** Waits for everything queued, which may use this block: that the driver waits is nowhere promised. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try (Closing closing = new Closing()) {
        pieces.values().forEach(piece -> closing.add(
            () -> Status.driver("cuMemFree", JCudaDriver.cuMemFree(piece.pointer), piece.bytes + " bytes")));
        closing.add(queue::synchronize);
      }
    }
  }
}
