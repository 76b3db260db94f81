package dev.lamina.training;

import dev.lamina.device.Loss;
import dev.lamina.device.SgdRule;
import java.util.List;
import java.util.Objects;

/**
 * How an ensemble is trained.
 *
 * @param loss what is minimised
 * @param rule momentum and weight decay; the decay acts on all parameters, as in PyTorch
 * @param learningRates eta of each member
 * @param schedule the rate of each epoch
 * @param epochs passes over the training set, at most
 * @param batch samples of a step; 0 for the whole training set
 * @param shuffle whether every epoch visits the samples in an order of its own, drawn from each member's seed
 * @param stopLoss a member stops at the first tested epoch whose loss is less; NaN for never
 * @param checkEvery epochs between two entries of the history, and two tests of the stop rule; an entry costs a forward
 *     pass over the test set, and one over the training set unless the step's own loss is the same
 * @param gradients how those of a linear tail are found
 */
public record TrainingSettings(Loss loss, SgdRule rule, List<Double> learningRates, Schedule schedule, int epochs,
    int batch, boolean shuffle, double stopLoss, int checkEvery, Gradients gradients) {

  /** Epochs between two tests of the stop rule, unless said otherwise; the authors' number. */
  public static final int CHECK_EVERY = 10;

  public TrainingSettings {
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(gradients, "gradients");
    learningRates = List.copyOf(learningRates);
    for (double rate : learningRates) {
      if (!(rate >= 0) || Double.isInfinite(rate)) {
        throw new IllegalArgumentException("a learning rate must be at least 0 and finite, not " + rate);
      }
    }
    if (epochs < 0) {
      throw new IllegalArgumentException("the number of epochs must be at least 0, not " + epochs);
    }
    if (batch < 0) {
      throw new IllegalArgumentException("the batch size must be at least 1, or 0 for all samples, not " + batch);
    }
    if (checkEvery < 1) {
      throw new IllegalArgumentException("the epochs between two checks must be at least 1, not " + checkEvery);
    }
    if (stopLoss <= 0) {
      throw new IllegalArgumentException("the loss to stop at must be positive, or NaN for none, not " + stopLoss);
    }
  }

  /** {@linkplain Gradients#FACTORED Factored} gradients. */
  public TrainingSettings(Loss loss, SgdRule rule, List<Double> learningRates, Schedule schedule, int epochs, int batch,
      boolean shuffle, double stopLoss, int checkEvery) {
    this(loss, rule, learningRates, schedule, epochs, batch, shuffle, stopLoss, checkEvery, Gradients.FACTORED);
  }

  /** Whether there is a stop rule. */
  public boolean stops() {
    return !Double.isNaN(stopLoss);
  }
}
