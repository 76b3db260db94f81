package dev.lamina.device;

/** The memory of one {@link MemoryPlan} on a device, freed when closed. */
public final class Arena implements AutoCloseable {

  /** How a device takes a block back. */
  public interface OwnedMemory extends Memory, AutoCloseable {
    @Override
    void close();
  }

  private final Memory memory;
  private final long start;
  private final Runnable giveBack;
  private boolean closed;

  public Arena(OwnedMemory memory) {
    this(memory, 0, memory::close);
  }

  private Arena(Memory memory, long start, Runnable giveBack) {
    this.memory = memory;
    this.start = start;
    this.giveBack = giveBack;
  }

  /** The matrix that was planned as {@code slot} of this arena's plan. */
  public Matrix matrix(MemoryPlan.Slot slot) {
    if (closed) {
      throw new IllegalStateException("the arena that held " + slot.name() + " is closed");
    }
    return new Matrix(memory, slot.type(), (start + slot.byteOffset()) / slot.type().bytes(), slot.rows(),
        slot.columns(), slot.members(), (long) slot.rows() * slot.columns());
  }

  /**
   * Lays out another plan in the room that one of this arena's slots keeps for it: memory that is used for one thing
   * after the other. It holds what was there before, and closing it gives nothing back.
   *
   * @param room of {@link MemoryPlan#addRoom}
   * @throws IllegalArgumentException if the plan does not fit
   */
  public Arena within(MemoryPlan.Slot room, MemoryPlan plan) {
    if (plan.bytes() > room.bytes()) {
      throw new IllegalArgumentException(
          "a plan of " + plan.bytes() + " bytes does not fit into the " + room.bytes() + " of " + room.name());
    }
    return new Arena(memory, start + room.byteOffset(), () -> { });
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      giveBack.run();
    }
  }
}
