package dev.lamina.device;

/** A block of one device's memory, owned by an {@link Arena}. Only that device looks inside. */
public interface Memory {

  /** Size in bytes. */
  long bytes();
}
