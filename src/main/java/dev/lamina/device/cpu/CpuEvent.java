package dev.lamina.device.cpu;

import dev.lamina.device.Event;

/**
 * A moment.
 *
 * @param nanos of {@link System#nanoTime()}
 */
record CpuEvent(long nanos) implements Event {

  @Override
  public double secondsSince(Event earlier) {
    return (nanos - ((CpuEvent) earlier).nanos) / 1e9;
  }

  @Override
  public void await() {
    // Operations have run by the time they return.
  }

  @Override
  public void close() {
    // A moment holds nothing.
  }
}
