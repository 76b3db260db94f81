package dev.lamina.training;

/**
 * One epoch in a member's history.
 *
 * @param epoch counted from 0
 * @param step steps before the epoch
 * @param rate learning rate of the epoch
 * @param loss mean over the epoch's samples, each before the step that it was part of
 * @param accuracy share of the epoch's samples that were classified right, then
 * @param testAccuracy on the test set before the epoch; NaN where it was not evaluated
 */
public record HistoryEntry(int epoch, long step, double rate, double loss, double accuracy, double testAccuracy) {}
