package dev.lamina.bench;

import dev.lamina.device.Loss;
import dev.lamina.device.Precision;
import dev.lamina.device.SgdRule;
import dev.lamina.network.Architecture;
import dev.lamina.training.Gradients;
import dev.lamina.training.Schedule;
import dev.lamina.training.TrainingSettings;
import java.util.Collections;
import java.util.stream.LongStream;

/**
 * A training run to be timed.
 *
 * @param samples of each member's own training set
 * @param members networks that are trained side by side
 * @param epochs passes over the samples; of the full batch, steps
 * @param batch samples of a step; 0 for all of them, by plain SGD, else by the paper's for images: shuffled, with
 *     momentum and weight decay
 * @param gradients layer by layer, so that the products are those that are counted for others too, or in factors
 * @param measured whether all metrics of every layer are found before each epoch
 */
record TrainingCase(Precision precision, Architecture network, int samples, int members, double rate, int epochs,
    int batch, Gradients gradients, boolean measured) {
  private static final int READ_EVERY = 1000;

  /** Full batches of one network. */
  static TrainingCase fullBatch(Precision precision, Architecture network, int samples, double rate, int steps) {
    return new TrainingCase(precision, network, samples, 1, rate, steps, 0, Gradients.LAYERWISE, false);
  }

  TrainingCase withMembers(int number) {
    return new TrainingCase(precision, network, samples, number, rate, epochs, batch, gradients, measured);
  }

  TrainingCase withGradients(Gradients kind) {
    return new TrainingCase(precision, network, samples, members, rate, epochs, batch, kind, measured);
  }

  TrainingCase withMetrics() {
    return new TrainingCase(precision, network, samples, members, rate, epochs, batch, gradients, true);
  }

  TrainingSettings settings() {
    SgdRule rule = batch == 0 ? new SgdRule(0, 0, false) : new SgdRule(0.9, 1e-4, false);
    return new TrainingSettings(Loss.SQUARED_ERROR, rule, Collections.nCopies(members, rate), new Schedule.Constant(),
        epochs, batch, batch != 0, Double.NaN, READ_EVERY, gradients);
  }

  /** Steps of a run. */
  int steps() {
    return batch == 0 ? epochs : epochs * (samples / batch);
  }

  /** What one step of all members has to do at least. */
  Work work() {
    int ofStep = batch == 0 ? samples : batch;
    return Work.step(network, ofStep, members, gradients, precision);
  }

  /** Where each class begins, and N: equal sizes, to one sample. */
  int[] offsets() {
    int classes = network.classes();
    int[] offsets = new int[classes + 1];
    for (int k = 1; k <= classes; k++) {
      offsets[k] = (int) ((long) k * samples / classes);
    }
    return offsets;
  }

  long[] seeds() {
    return LongStream.rangeClosed(1, members).toArray();
  }
}
