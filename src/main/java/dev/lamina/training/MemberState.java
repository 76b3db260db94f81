package dev.lamina.training;

import java.util.Objects;

/**
 * How far a member has come.
 *
 * @param status RUNNING, STOPPED or DIVERGED
 * @param epochs epochs done when it ended; 0 while it runs
 * @param steps steps done when it ended; 0 while it runs
 */
record MemberState(Status status, int epochs, long steps) {

  /** A member that trains. */
  public static final MemberState RUNNING = new MemberState(Status.RUNNING, 0, 0);

  public MemberState {
    Objects.requireNonNull(status, "status");
    if (status == Status.FINISHED || status == Status.INTERRUPTED) {
      throw new IllegalArgumentException("a member's state is RUNNING, STOPPED or DIVERGED, not " + status);
    }
  }

  boolean ended() {
    return status != Status.RUNNING;
  }
}
