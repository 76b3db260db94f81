package dev.lamina.training;

import java.util.List;

/**
 * What is known once losses have been read. Arrays have an entry of each member; a member that has ended goes on with
 * rate 0 and the loss that it ended with.
 *
 * @param epoch the last epoch that has finished, counted from 0
 * @param steps steps since the beginning
 * @param statuses where each member is
 * @param rates learning rates of the epoch
 * @param losses losses of the epoch: the mean over its samples, each before the step that it was part of
 * @param accuracies share of the epoch's samples that were classified right
 * @param testAccuracies of the last evaluation on the test set; NaN before it, or without a test set
 * @param stepLosses the losses of all steps since the last report, in order
 */
public record EpochReport(int epoch, long steps, List<Status> statuses, double[] rates, double[] losses,
    double[] accuracies, double[] testAccuracies, double[][] stepLosses) {
  public EpochReport {
    statuses = List.copyOf(statuses);
  }
}
