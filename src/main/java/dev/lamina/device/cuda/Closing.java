package dev.lamina.device.cuda;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What remains to be closed, last opened first. All of it is closed, whatever fails; the first failure is thrown at the
 * end and carries the others, up to the first that a GPU's lost context explains: what follows says the same.
 */
final class Closing implements AutoCloseable {

  private final Deque<Runnable> actions = new ArrayDeque<>();

  void add(Runnable action) {
    actions.push(action);
  }

  /** Notes what has been opened, and gives it back. */
  <T extends AutoCloseable> T open(T resource) {
    add(() -> {
      try {
        resource.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
    return resource;
  }

  @Override
  public void close() {
    RuntimeException first = null;
    boolean lost = false;
    while (!actions.isEmpty()) {
      try {
        actions.pop().run();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else if (!lost) {
          first.addSuppressed(e);
        }
        lost |= e instanceof CudaException failure && failure.isSticky();
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
