package dev.lamina.cli;

import java.util.function.Supplier;

/** Turns a signal (Ctrl-C, SIGTERM, SIGHUP) into a request to stop, so that what was found can be written. */
final class Interruption {

  private Interruption() {}

  /**
   * Does work that may be asked to stop. The first signal is answered with one line at once; the second ends the
   * process.
   *
   * @param request asks the work to stop soon; called by another thread
   * @param work all that must be finished before the process ends
   */
  static <T> T during(Runnable request, Console console, Supplier<T> work) {
    Signals signals = new Signals(name -> {
      request.run();
      console.say("lamina: " + name
          + ": stopping after the step at hand, then writing what was found; another signal ends at"
          + " once, without that");
    });
    try (signals) {
      return work.get();
    }
  }
}
