package dev.lamina.training;

/** Where a member of a training run is. */
public enum Status {
  /** Under way; no result has this status. */
  RUNNING,
  /** All epochs are done. */
  FINISHED,
  /** The loss was less than the settings' {@code stopLoss}. */
  STOPPED,
  /** The loss was not finite. */
  DIVERGED,
  /** The run was interrupted, and can be continued from a checkpoint. */
  INTERRUPTED
}
