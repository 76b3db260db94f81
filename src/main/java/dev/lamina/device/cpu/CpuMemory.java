package dev.lamina.device.cpu;

import dev.lamina.device.Arena.OwnedMemory;
import dev.lamina.device.DeviceException;
import dev.lamina.device.MemoryPlan;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Zeroed memory outside the Java heap, where OpenBLAS reads it without a copy. */
final class CpuMemory implements OwnedMemory {

  /** A cache line, and the width of an AVX-512 load. */
  private static final long ALIGNMENT = 64;

  private final long bytes;
  private final Pointer allocation;
  private final BytePointer aligned;
  private boolean closed;

  /** @throws DeviceException if this machine has less than a plan needs */
  static CpuMemory of(MemoryPlan plan) {
    long available = Processor.memoryBytes();
    if (plan.bytes() > available) {
      throw new DeviceException("the plan needs " + plan.bytes() + " bytes of memory and this machine has " + available
          + "; fewer members, a smaller width or fp32 need less");
    }
    return new CpuMemory(plan.bytes());
  }

  private CpuMemory(long bytes) {
    this.bytes = bytes;
    // calloc takes fresh pages from the system lazily, so zeroing a large arena costs nothing until it is used.
    allocation = Pointer.calloc(1, bytes + ALIGNMENT);
    if (allocation == null || allocation.isNull()) {
      throw new DeviceException("this machine could not allocate " + bytes + " bytes of memory for the run");
    }
    long past = allocation.address() % ALIGNMENT;
    aligned = new BytePointer(allocation).getPointer(past == 0 ? 0 : ALIGNMENT - past);
  }

  @Override
  public long bytes() {
    return bytes;
  }

  /** The {@code count} bytes from {@code offset} on. */
  BytePointer at(long offset, long count) {
    requireOpen();
    return aligned.getPointer(offset).capacity(count);
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this memory was freed");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Pointer.free(allocation);
    }
  }
}
