package dev.lamina.data.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Closes a stream on which nothing has come for too long, which ends a read that waits for it with an
 * {@link IOException}: an HTTP request has a time limit for its head, but none for its body.
 */
final class StallGuard implements AutoCloseable {

  private final InputStream guarded;
  private final Duration patience;
  private final Thread thread;
  private volatile long lastMove = System.nanoTime();
  private volatile boolean stopped;

  StallGuard(InputStream guarded, Duration patience) {
    this.guarded = guarded;
    this.patience = patience;
    thread = new Thread(this::watch, "lamina-stall-guard");
    thread.setDaemon(true);
    thread.start();
  }

  Duration patience() {
    return patience;
  }

  /** Something has come. */
  void moved() {
    lastMove = System.nanoTime();
  }

  /** Whether this guard closed the stream. */
  boolean hasStopped() {
    return stopped;
  }

  private void watch() {
    try {
      for (long left = patience.toNanos(); left > 0; left = patience.toNanos() - (System.nanoTime() - lastMove)) {
        Thread.sleep(Math.max(1, left / 1_000_000));
      }
      stopped = true;
      guarded.close();
    } catch (InterruptedException e) {
      // The transfer has ended; so does its guard.
    } catch (IOException e) {
      // The stream is gone, which is all that was wanted.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
