package dev.lamina.device;

/** The memory of one {@link MemoryPlan} on a device, freed when closed. */
public final class Arena implements AutoCloseable {

  /** How a device takes a block back. */
  public interface OwnedMemory extends Memory, AutoCloseable {
    @Override
    void close();
  }

  private final OwnedMemory memory;
  private boolean closed;

  public Arena(OwnedMemory memory) {
    this.memory = memory;
  }

  /** The matrix that was planned as {@code slot} of this arena's plan. */
  public Matrix matrix(MemoryPlan.Slot slot) {
    if (closed) {
      throw new IllegalStateException("the arena that held " + slot.name() + " is closed");
    }
    return new Matrix(memory, slot.type(), slot.byteOffset() / slot.type().bytes(), slot.rows(), slot.columns(),
        slot.members(), (long) slot.rows() * slot.columns());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      memory.close();
    }
  }
}
