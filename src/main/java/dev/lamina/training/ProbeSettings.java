package dev.lamina.training;

import dev.lamina.device.Loss;
import dev.lamina.device.SgdRule;
import java.util.Collections;

/**
 * How linear probes are trained: squared error against one-hot targets, SGD with momentum 0.9, the rate falling to a
 * thousandth of itself along a cosine, as the paper's authors do (docs/theory.md, "Linear probes"). Their other
 * settings are 100 epochs, batches of 128, rate 1e-3, weight decay 1e-4 and features as they are.
 *
 * @param epochs passes over the training set; 0 takes {@value #EPOCHS}, or as many as make {@value #STEPS} steps if
 *     that is more
 * @param batch samples of a step, at most; batches are made as even as can be; 0 takes all
 * @param rate the first learning rate; 0 takes what {@link #stableRate} finds
 * @param weightDecay lambda, on weights and bias: the loss gets {@code lambda / 2} times the sum of their squares
 * @param standardize whether each layer's features are centred and scaled to a mean square norm of 1, so that one rate
 *     suits every layer and network
 */
public record ProbeSettings(int epochs, int batch, double rate, double weightDecay, boolean standardize) {

  private static final int EPOCHS = 20;
  private static final int STEPS = 4000;
  private static final double MOMENTUM = 0.9;

  /** Of the largest rate that is stable, so much is taken; and at most the other, which suits features of norm 1. */
  private static final double SHARE = 0.8;

  private static final double LARGEST_RATE = 1;
  private static final double FALL = 1000;

  /** Epochs between two reads of the losses of the full batch. */
  private static final int READ_EVERY = 100;

  /** The settings of {@code probes} probes of one width on so many samples. */
  TrainingSettings of(int samples, int probes) {
    int steps = batch == 0 ? 1 : ceiling(samples, batch);
    int passes = epochs > 0 ? epochs : Math.max(EPOCHS, ceiling(STEPS, steps));
    return new TrainingSettings(Loss.SQUARED_ERROR, new SgdRule(MOMENTUM, weightDecay, false),
        Collections.nCopies(probes, rate), new Schedule.CosineFall(passes, FALL), passes, ceiling(samples, steps),
        true, Double.NaN, steps == 1 ? Math.min(READ_EVERY, passes) : passes);
  }

  /** Whether the rate is left to {@link #stableRate}. */
  boolean findsRate() {
    return rate == 0;
  }

  /**
   * The first rate at which a probe stays stable whatever its features are. The loss of a batch of B samples has the
   * curvature {@code h = lambda + (2/B) sum |x|^2} at most, 1 for the bias being part of each x. What all batches have
   * in common, at most the mean {@code h}, acts in every step, where momentum mu bears {@code rate h < 2 (1 + mu)};
   * what one long sample adds to its batch, {@code 2 |x|^2 / B}, comes once an epoch, and its kick has gone all the way
   * before the next, {@code 1/(1 - mu)} times as far: {@code rate h < 2 (1 - mu)}. The rate keeps the sum of both
   * within 0.8 of what is borne, and is at most 1.
   *
   * @param norms of the samples, as the probe sees them
   * @param samples N
   * @return 1 if the features are not finite
   */
  double stableRate(SampleNorms norms, int samples) {
    int batches = batch == 0 ? 1 : ceiling(samples, batch);
    double square = norms.rootMeanSquare() * norms.rootMeanSquare();
    // Centred features are orthogonal to the bias, so that the larger of the two curvatures counts, not the sum.
    double common = weightDecay + 2 * (standardize ? Math.max(1, square) : 1 + square);
    double alone = batches == 1 ? 0 : 2 * (1 + norms.largest() * norms.largest()) / ceiling(samples, batches);
    double stable = SHARE / (common / (2 * (1 + MOMENTUM)) + alone / (2 * (1 - MOMENTUM)));
    return stable > 0 ? Math.min(LARGEST_RATE, stable) : LARGEST_RATE;
  }

  private static int ceiling(int a, int b) {
    return (int) (((long) a + b - 1) / b);
  }
}
