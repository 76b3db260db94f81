package dev.lamina.training;

/**
 * What a linear probe found.
 *
 * @param accuracy share of the training set that the trained probe puts in its class; NaN if it was not trained, or it
 *     diverged: its loss did not stay finite, or ended above the 1 of zero weights
 * @param testAccuracy the same of the test set; NaN without one too
 * @param loss mean squared error over the training set, of the trained probe and without its weight decay
 */
public record ProbeResult(double accuracy, double testAccuracy, double loss) {

  /** Not measured. */
  public static final ProbeResult NONE = new ProbeResult(Double.NaN, Double.NaN, Double.NaN);

  /** The loss of a probe with zero weights: every one-hot target is 1 away from zero. */
  private static final double ZERO_WEIGHTS = 1;

  static ProbeResult of(TrainingResult result) {
    return result.status() == Status.FINISHED && result.loss() <= ZERO_WEIGHTS
        ? new ProbeResult(result.accuracy(), result.testAccuracy(), result.loss()) : NONE;
  }

  /** Whether there is a result. */
  public boolean isMeasured() {
    return !Double.isNaN(accuracy);
  }
}
