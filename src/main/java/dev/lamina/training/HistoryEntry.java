package dev.lamina.training;

/**
 * One epoch in a member's history. Losses and accuracies are all of one moment: of the weights before the epoch's first
 * step, over all samples, with running statistics.
 *
 * @param epoch counted from 0
 * @param step steps before the epoch
 * @param rate learning rate of the epoch
 * @param loss on the training set
 * @param accuracy on the training set
 * @param testLoss on the test set; NaN without one
 * @param testAccuracy on the test set; NaN without one
 */
public record HistoryEntry(int epoch, long step, double rate, double loss, double accuracy, double testLoss,
    double testAccuracy) {}
