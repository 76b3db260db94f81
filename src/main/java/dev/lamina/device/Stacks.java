package dev.lamina.device;

import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;

/**
 * Plans matrices that have one type and one number of members.
 *
 * @param plan where they are added
 * @param members how many matrices each slot stacks
 */
public record Stacks(MemoryPlan plan, ElementType type, int members) {

  /** {@link MemoryPlan#add} of a matrix of this type for each of the members. */
  public Slot add(Purpose purpose, String name, int rows, int columns) {
    return plan.add(purpose, name, type, rows, columns, members);
  }

  /** The same for one matrix that all members share. */
  public Slot addShared(Purpose purpose, String name, int rows, int columns) {
    return plan.add(purpose, name, type, rows, columns, 1);
  }
}
