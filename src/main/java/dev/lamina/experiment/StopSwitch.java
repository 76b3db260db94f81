package dev.lamina.experiment;

/** Ends a run early. Any thread may ask; what is under way says how it is ended. */
final class StopSwitch {

  private volatile Runnable stop = () -> { };
  private volatile boolean asked;

  void ask() {
    asked = true;
    stop.run();
  }

  boolean isAsked() {
    return asked;
  }

  /** From now on asking does this, at once if somebody has asked. */
  void does(Runnable action) {
    stop = action;
    if (asked) {
      action.run();
    }
  }

  /** From now on asking is only remembered. */
  void doesNothing() {
    stop = () -> { };
  }
}
