package dev.lamina.bench;

/** Work set up on a device, to be done again and again. */
interface Session extends AutoCloseable {

  /** What must precede every run and is not timed. */
  default void prepare() {}

  /** Does or queues the work once; the caller waits for the device. */
  void run();

  @Override
  void close();
}
