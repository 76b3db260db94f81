package dev.lamina.training;

import dev.lamina.network.Network;

/** How many steps of the full batch are queued before their losses are read. */
final class Window {

  /**
   * Operations of a window, about: a second or so on a processor, and a thousandth on a GPU, of which a read is a
   * tenth.
   */
  private static final double OPERATIONS = 1e11;

  private static final int MOST_STEPS = 1000;

  /** With fewer samples a step takes as long as moving the parameters does, on a processor. */
  private static final int LEAST_SAMPLES = 32;

  private Window() {}

  /**
   * An epoch in mini-batches. In full batches as many checks as fit, but one where the host must look at each: at an
   * evaluation on the test set, or on the training set where the step's loss is another.
   */
  static int steps(TrainingSettings settings, Network.Layout network, Batches.Layout batches, boolean tests) {
    if (!batches.isFull()) {
      return batches.stepsPerEpoch();
    }
    int every = settings.checkEvery();
    double operations = 6.0 * network.architecture().parameters() * batches.samples() * network.members();
    int checks = (int) (Math.min(MOST_STEPS, OPERATIONS / operations) / every);
    boolean looks = tests || !TrainingStep.hasOwnLoss(true, network.architecture());
    int steps = looks ? every : every * Math.max(1, checks);
    return Math.max(1, Math.min(steps, settings.epochs()));
  }

  /** Steps that go to the device at once: within about a second of them a request to stop is answered. */
  static int queued(Network.Layout network, Batches.Layout batches) {
    double operations = 6.0 * network.architecture()
        .parameters() * (batches.batch() + LEAST_SAMPLES) * network.members();
    return (int) Math.max(1, Math.min(MOST_STEPS, OPERATIONS / operations));
  }
}
