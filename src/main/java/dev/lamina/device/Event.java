package dev.lamina.device;

/** A point in the device's queue of work. Whoever marked it closes it. */
public interface Event extends AutoCloseable {

  /**
   * Seconds of device time from {@code earlier} to this event; waits until the device has passed both.
   *
   * @param earlier an event of the same device
   */
  double secondsSince(Event earlier);

  /** Waits until the device has passed this event. */
  void await();

  @Override
  void close();
}
