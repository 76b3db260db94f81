package dev.lamina.device;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Every matrix that a run will need, each with its purpose, before anything is allocated. {@link Device#allocate} makes
 * one {@link Arena} of it.
 */
public final class MemoryPlan {

  /** What memory is for; the rows of the table that {@code lamina run --dry-run} prints. */
  public enum Purpose {
    PARAMETERS,
    VELOCITY,
    GRADIENTS,
    ACTIVATIONS,
    DELTAS,
    DATA,
    METRICS,
    WORKSPACE
  }

  /** A place in the plan, to be exchanged for a {@link Matrix} once the arena exists. */
  public record Slot(
      int index, Purpose purpose, String name, ElementType type, int rows, int columns, int members, long byteOffset) {

    /** Without the padding after it. */
    public long bytes() {
      return (long) rows * columns * members * type.bytes();
    }
  }

  /** Slots start at multiples of this, so that vector loads and cuBLAS are at their best. */
  private static final long ALIGNMENT = 256;

  /** Far above any memory, and so far below the largest long that no sum of a few overflows. */
  private static final double MOST_BYTES = 0x1p60;

  private final List<Slot> slots = new ArrayList<>();
  private long bytes;

  /**
   * Plans one matrix, zero at first.
   *
   * @throws IllegalArgumentException if no memory could hold it
   */
  public Slot add(Purpose purpose, String name, ElementType type, int rows, int columns, int members) {
    double size = (double) rows * columns * members * type.bytes();
    if (bytes + size > MOST_BYTES) {
      throw new IllegalArgumentException(name + ", " + rows + " x " + columns + " for each of " + members
          + " members, is too large to plan (" + size + " bytes)");
    }
    Slot slot = new Slot(slots.size(), purpose, name, type, rows, columns, members, bytes);
    slots.add(slot);
    bytes += (slot.bytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return slot;
  }

  /**
   * Plans room for what other plans hold, as large as the largest: they are used one after the other.
   *
   * @param parts each complete; {@link Arena#within} finds their slots in the room
   */
  public Slot addRoom(Purpose purpose, String name, List<MemoryPlan> parts) {
    long largest = parts.stream().mapToLong(MemoryPlan::bytes).max().orElse(0);
    int units = Math.toIntExact(largest / ALIGNMENT);
    return add(purpose, name, ElementType.FLOAT64, (int) ALIGNMENT / ElementType.FLOAT64.bytes(), units, 1);
  }

  /** Bytes of the whole plan. */
  public long bytes() {
    return bytes;
  }

  public List<Slot> slots() {
    return List.copyOf(slots);
  }

  /** Bytes by purpose, without the padding between matrices; purposes that nothing was planned for are left out. */
  public Map<Purpose, Long> bytesByPurpose() {
    Map<Purpose, Long> sums = new EnumMap<>(Purpose.class);
    slots.forEach(slot -> sums.merge(slot.purpose(), slot.bytes(), Long::sum));
    return sums;
  }
}
