package dev.lamina.training;

import dev.lamina.device.Loss;
import dev.lamina.device.SgdRule;
import java.util.Collections;

/**
 * How linear probes are trained: squared error against one-hot targets, SGD with momentum 0.9, the rate falling to a
 * thousandth of itself along a cosine, as the paper's authors do (paper, section 2.3). Their other settings are 100
 * epochs, batches of 128, rate 1e-3, weight decay 1e-4 and features as they are.
 *
 * @param epochs passes over the training set; 0 takes {@value #EPOCHS}, or as many as make {@value #STEPS} steps if that
 *     is more
 * @param batch samples of a step, at most; batches are made as even as can be; 0 takes all
 * @param rate the first learning rate
 * @param weightDecay lambda, on weights and bias: the loss gets {@code lambda / 2} times the sum of their squares
 * @param standardize whether each layer's features are centred and scaled to a mean square norm of 1, so that one rate
 *     suits every layer and network
 */
public record ProbeSettings(int epochs, int batch, double rate, double weightDecay, boolean standardize) {

  private static final int EPOCHS = 20;
  private static final int STEPS = 4000;
  private static final double MOMENTUM = 0.9;
  private static final double FALL = 1000;

  /** Epochs between two reads of the losses of the full batch. */
  private static final int READ_EVERY = 100;

  /** The settings of {@code probes} probes of one width on so many samples. */
  TrainingSettings of(int samples, int probes) {
    int steps = batch == 0 ? 1 : ceiling(samples, batch);
    int passes = epochs > 0 ? epochs : Math.max(EPOCHS, ceiling(STEPS, steps));
    return new TrainingSettings(Loss.SQUARED_ERROR, new SgdRule(MOMENTUM, weightDecay, false),
        Collections.nCopies(probes, rate), new Schedule.Cosine(passes, rate / FALL), passes, ceiling(samples, steps),
        true, Double.NaN, steps == 1 ? Math.min(READ_EVERY, passes) : passes);
  }

  private static int ceiling(int a, int b) {
    return (int) (((long) a + b - 1) / b);
  }
}
