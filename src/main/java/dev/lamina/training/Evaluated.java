package dev.lamina.training;

import java.util.Arrays;

/**
 * Mean loss and share of samples classified right on one set, of each member; NaN where nothing was evaluated.
 *
 * @param losses entry e is that of member e; written while an epoch is averaged
 * @param accuracies likewise
 */
record Evaluated(double[] losses, double[] accuracies) {

  /** Nothing, so far. */
  static Evaluated none(int members) {
    double[] losses = new double[members];
    double[] accuracies = new double[members];
    Arrays.fill(losses, Double.NaN);
    Arrays.fill(accuracies, Double.NaN);
    return new Evaluated(losses, accuracies);
  }

  /** What an evaluation found, as of the last read; {@link #none} where there is no evaluator. */
  static Evaluated by(Evaluator evaluator, int members) {
    Evaluated evaluated = none(members);
    for (int e = 0; e < members && evaluator != null; e++) {
      evaluated.losses[e] = evaluator.loss(e);
      evaluated.accuracies[e] = evaluator.accuracy(e);
    }
    return evaluated;
  }
}
