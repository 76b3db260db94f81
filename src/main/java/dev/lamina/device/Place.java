package dev.lamina.device;

import dev.lamina.device.MemoryPlan.Slot;

/**
 * Memory that was planned, on the device that it belongs to. What computes there keeps the slots of its plan and its
 * place, and looks a matrix up where it uses it, or records that it will.
 */
public record Place(Device device, Arena arena) {

  /** The matrix that was planned as {@code slot}. */
  public Matrix matrix(Slot slot) {
    return arena.matrix(slot);
  }

  /**
   * Matrices of another shape at the start of a slot's memory, side by side: for a workspace that serves one matrix
   * after the other.
   *
   * @throws IllegalArgumentException if the slot is smaller
   */
  public Matrix matrix(Slot slot, int rows, int columns, int members) {
    Matrix whole = arena.matrix(slot);
    long size = (long) rows * columns;
    if (size * members > whole.stored()) {
      throw new IllegalArgumentException(members + " of " + rows + " x " + columns + " do not fit " + slot.name() + ", "
          + whole.shape());
    }
    return new Matrix(whole.memory(), whole.type(), whole.offset(), rows, columns, members, size);
  }
}
