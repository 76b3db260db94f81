package dev.lamina.training;

/**
 * Follows a run. All methods are called by the thread that runs the training, between two epochs;
 * {@link Trainer#interrupt} may be called from them.
 */
public interface TrainingListener {

  /** Follows nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /** Whether {@link #observe} is wanted before the first step of this epoch. */
  default boolean observes(int epoch) {
    return false;
  }

  /** The weights are those before the first step of {@code epoch}: the moment to measure {@link Trainer#features}. */
  default void observe(int epoch) {}

  /** Losses have been read: every epoch of mini-batches, every {@code checkEvery} epochs of the full batch. */
  default void epochsFinished(EpochReport report) {}
}
