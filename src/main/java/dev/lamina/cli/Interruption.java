package dev.lamina.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Turns the end of the JVM (Ctrl-C, a termination signal) into a request to stop, and keeps the JVM alive until what was
 * found has been written.
 */
final class Interruption {

  private static final long PATIENCE_SECONDS = 60;

  private Interruption() {}

  /**
   * Does work that may be asked to stop.
   *
   * @param request asks the work to stop soon; called by another thread
   * @param work all that must be finished before the JVM ends
   */
  static <T> T during(Runnable request, Supplier<T> work) {
    CountDownLatch done = new CountDownLatch(1);
    Thread hook = new Thread(() -> {
      request.run();
      try {
        done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }, "lamina-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        done.countDown(); // the JVM is ending and waits for this
      }
    }
  }
}
