package dev.lamina.device.cuda;

import dev.lamina.device.Arena;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;

/** A block of a GPU's memory. */
final class CudaMemory implements Arena.OwnedMemory {

  private final Queue queue;
  private final CUdeviceptr pointer = new CUdeviceptr();
  private final long bytes;
  private boolean closed;

  /**
   * Allocates a block, which holds anything.
   *
   * @throws CudaException if the device has no room for it
   */
  CudaMemory(Queue queue, long bytes) {
    this.queue = queue;
    this.bytes = bytes;
    queue.context().makeCurrent();
    // The driver refuses blocks of nothing.
    Status.driver("cuMemAlloc", JCudaDriver.cuMemAlloc(pointer, Math.max(1, bytes)), bytes + " bytes");
  }

  @Override
  public long bytes() {
    return bytes;
  }

  /** The address {@code offset} bytes into the block. */
  CUdeviceptr at(long offset) {
    requireOpen();
    return pointer.withByteOffset(offset);
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

  /** Waits for everything queued, which may use this block: that the driver waits is nowhere promised. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try (Closing closing = new Closing()) {
        closing.add(() -> Status.driver("cuMemFree", JCudaDriver.cuMemFree(pointer), bytes + " bytes"));
        closing.add(queue::synchronize);
      }
    }
  }
}
