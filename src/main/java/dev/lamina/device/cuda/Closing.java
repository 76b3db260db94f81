package dev.lamina.device.cuda;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What remains to be closed, last opened first. All of it is closed, whatever fails; the first failure is thrown at the
 * end and carries the others.
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
    while (!actions.isEmpty()) {
      try {
        actions.pop().run();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
