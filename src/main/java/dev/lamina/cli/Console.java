package dev.lamina.cli;

import java.io.PrintWriter;

/** Messages for a person: to standard error, with a progress bar where that is a terminal. Any thread may call. */
final class Console {

  private static final int BAR = 30;
  private static final long BETWEEN_NANOS = 100_000_000;
  private static final long BETWEEN_LINES_NANOS = 5_000_000_000L;

  private final PrintWriter err;
  private final boolean terminal;
  private long last;
  private boolean open;

  Console(PrintWriter err) {
    this.err = err;
    terminal = Boolean.getBoolean("lamina.terminal");
    last = System.nanoTime();
  }

  /** A message on a line of its own. */
  synchronized void say(String message) {
    clear();
    err.println(message);
  }

  /** How far a long work has come; shown a few times a second at most, or every few seconds without a terminal. */
  synchronized void progress(long done, long total, String state) {
    long now = System.nanoTime();
    if (now - last < (terminal ? BETWEEN_NANOS : BETWEEN_LINES_NANOS)) {
      return;
    }
    last = now;
    if (terminal) {
      int filled = (int) (BAR * done / Math.max(1, total));
      err.print("\r\033[K[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + done + "/" + total + "  " + state);
      err.flush();
      open = true;
    } else {
      err.println(done + "/" + total + "  " + state);
    }
  }

  /** Removes the progress bar. */
  synchronized void clear() {
    if (open) {
      err.print("\r\033[K");
      err.flush();
      open = false;
    }
  }
}
