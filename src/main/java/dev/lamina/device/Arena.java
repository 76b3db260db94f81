package dev.lamina.device;

/** The memory of one {@link MemoryPlan} on a device, freed when closed; or a part of one, which frees nothing. */
public final class Arena implements AutoCloseable {

  /** How a device takes a block back. */
  public interface OwnedMemory extends Memory, AutoCloseable {
    @Override
    void close();
  }

  private final OwnedMemory memory;
  private final Arena outer;
  private final long start;
  private final long end;
  private boolean closed;

  public Arena(OwnedMemory memory) {
    this(memory, null, 0, memory.bytes());
  }

  private Arena(OwnedMemory memory, Arena outer, long start, long end) {
    this.memory = memory;
    this.outer = outer;
    this.start = start;
    this.end = end;
  }

  /**
   * The matrix that was planned as {@code slot} of this arena's plan.
   *
   * @throws IllegalArgumentException if the slot does not lie in this arena
   */
  public Matrix matrix(MemoryPlan.Slot slot) {
    if (isClosed()) {
      throw new IllegalStateException("the arena that held " + slot.name() + " is closed");
    }
    long from = start + slot.byteOffset();
    if (from + slot.bytes() > end) {
      throw new IllegalArgumentException(
          slot.name() + " ends " + (from + slot.bytes() - end) + " bytes behind the arena that should hold it");
    }
    return new Matrix(memory, slot.type(), from / slot.type().bytes(), slot.rows(), slot.columns(), slot.members(),
        (long) slot.rows() * slot.columns());
  }

  /**
   * The room that one of this arena's slots keeps for other plans. It holds what was there before, and closing it gives
   * nothing back.
   *
   * @param room of {@link MemoryPlan#addRoom}
   */
  public Arena within(MemoryPlan.Slot room) {
    long from = start + room.byteOffset();
    return new Arena(memory, this, from, from + room.bytes());
  }

  private boolean isClosed() {
    return closed || outer != null && outer.isClosed();
  }

  @Override
  public void close() {
    if (!closed && outer == null) {
      memory.close();
    }
    closed = true;
  }
}
