package dev.lamina.training;

import java.util.List;

/**
 * How the training of one member ended. Losses and accuracies are those of the final weights, over all samples, with
 * running statistics.
 *
 * @param status how it ended
 * @param epochs epochs done; of a diverged member, those before the epoch of the first loss that was not finite
 * @param steps steps done; of a diverged member, the step t of that loss
 * @param loss on the training set
 * @param accuracy on the training set
 * @param testLoss on the test set; NaN without one
 * @param testAccuracy on the test set; NaN without one
 * @param history every {@code checkEvery}-th epoch and the last
 */
public record TrainingResult(Status status, int epochs, long steps, double loss, double accuracy, double testLoss,
    double testAccuracy, List<HistoryEntry> history) {
  public TrainingResult {
    history = List.copyOf(history);
  }
}
