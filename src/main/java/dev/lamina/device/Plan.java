package dev.lamina.device;

/** A recorded sequence of operations that runs again without host work: a CUDA graph, or a list of CPU tasks. */
public interface Plan extends AutoCloseable {

  /** Runs the sequence once; it may return before the device has finished. */
  default void replay() {
    replay(1);
  }

  /**
   * Runs the sequence {@code times} times, one after the other. How replays are split over calls changes no bit.
   *
   * @throws IllegalArgumentException if {@code times} is negative
   */
  void replay(int times);

  /**
   * Whether repeats of a member run by themselves, in one core's cache or in one multiprocessor's shared memory. The
   * device chooses this where members are independent and small.
   */
  boolean isResident();

  @Override
  void close();
}
