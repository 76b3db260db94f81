package dev.lamina.device;

/** What the elements of a {@link Matrix} are. */
public enum ElementType {
  FLOAT32(4),
  FLOAT64(8),
  /** Labels, indices and counters. */
  INT32(4);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  public boolean isFloating() {
    return this != INT32;
  }
}
