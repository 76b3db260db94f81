package dev.lamina.cli;

/** What the command's exit says. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int DEVICE = 3;
  static final int DATA = 4;
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
