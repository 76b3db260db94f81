package dev.lamina.device.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A team of threads, the caller being one of them, that runs numbered tasks side by side.
 *
 * <p>Which worker runs a task is fixed by its number, so that data stay in one core's cache from phase to phase. A
 * worker without work spins for a moment, since the next phase of a step follows within microseconds, and then sleeps.
 */
final class Workers implements AutoCloseable {

  /** One numbered task. */
  @FunctionalInterface
  interface Task {
    void run(int index, Scratch scratch);
  }

  private static final long SPIN_NANOS = 100_000;

  private final Scratch[] scratches;
  private final Thread[] threads;
  private final AtomicInteger unfinished = new AtomicInteger();
  private volatile int generation;
  private volatile boolean closed;
  private volatile Throwable failure;
  private Task task;
  private int tasks;

  Workers(int count) {
    scratches = new Scratch[count];
    threads = new Thread[count - 1];
    scratches[0] = new Scratch();
    for (int i = 0; i < threads.length; i++) {
      int worker = i + 1;
      scratches[worker] = new Scratch();
      threads[i] = new Thread(() -> work(worker), "lamina-cpu-" + worker);
      threads[i].setDaemon(true);
      threads[i].start();
    }
  }

  int count() {
    return scratches.length;
  }

  /** Runs tasks 0 to {@code tasks - 1} and returns when all are done; an exception of one is thrown here. */
  void run(int tasks, Task task) {
    if (closed) {
      throw new IllegalStateException("this device is closed");
    }
    if (tasks == 1 || threads.length == 0) {
      for (int i = 0; i < tasks; i++) {
        task.run(i, scratches[0]);
      }
      return;
    }
    this.task = task;
    this.tasks = tasks;
    failure = null;
    unfinished.set(threads.length);
    generation++; // publishes the fields above
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
    share(0);
    awaitOthers();
    this.task = null;
    Throwable thrown = failure;
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      throw (RuntimeException) thrown;
    }
  }

  /** The others finish within microseconds, unless the system has taken a core away: then they need this one. */
  private void awaitOthers() {
    long spinUntil = System.nanoTime() + SPIN_NANOS;
    while (unfinished.get() > 0) {
      if (System.nanoTime() < spinUntil) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  /** The tasks of one worker: a contiguous block of the numbers. */
  private void share(int worker) {
    int from = (int) ((long) tasks * worker / scratches.length);
    int to = (int) ((long) tasks * (worker + 1) / scratches.length);
    try {
      for (int i = from; i < to; i++) {
        task.run(i, scratches[worker]);
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  private void work(int worker) {
    int seen = 0;
    while (true) {
      long spinUntil = System.nanoTime() + SPIN_NANOS;
      while (generation == seen && !closed) {
        if (System.nanoTime() < spinUntil) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      if (closed) {
        return;
      }
      seen++;
      share(worker);
      unfinished.decrementAndGet();
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    for (Scratch scratch : scratches) {
      scratch.close();
    }
  }
}
