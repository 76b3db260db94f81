package dev.lamina.training;

import dev.lamina.device.Loss;
import dev.lamina.device.SgdRule;
import java.util.Arrays;
import java.util.List;

/** Training settings for tests: full batch, plain SGD and a constant rate, changed one by one. */
record Settings(Loss loss, SgdRule rule, List<Double> rates, Schedule schedule, int epochs, int batch, boolean shuffle,
    double stopLoss, int checkEvery, Gradients gradients) {
  static final SgdRule PLAIN = new SgdRule(0, 0, false);

  static Settings of(int epochs, double... rates) {
    return new Settings(Loss.SQUARED_ERROR, PLAIN, Arrays.stream(rates).boxed().toList(), new Schedule.Constant(),
        epochs, 0, false, Double.NaN, TrainingSettings.CHECK_EVERY, Gradients.FACTORED);
  }

  Settings loss(Loss newLoss) {
    return new Settings(newLoss, rule, rates, schedule, epochs, batch, shuffle, stopLoss, checkEvery, gradients);
  }

  Settings rule(double momentum, double weightDecay, boolean nesterov) {
    return new Settings(loss, new SgdRule(momentum, weightDecay, nesterov), rates, schedule, epochs, batch, shuffle,
        stopLoss, checkEvery, gradients);
  }

  Settings schedule(Schedule newSchedule) {
    return new Settings(loss, rule, rates, newSchedule, epochs, batch, shuffle, stopLoss, checkEvery, gradients);
  }

  Settings batch(int newBatch, boolean newShuffle) {
    return new Settings(loss, rule, rates, schedule, epochs, newBatch, newShuffle, stopLoss, checkEvery, gradients);
  }

  Settings stop(double newStopLoss, int newCheckEvery) {
    return new Settings(loss, rule, rates, schedule, epochs, batch, shuffle, newStopLoss, newCheckEvery, gradients);
  }

  Settings gradients(Gradients newGradients) {
    return new Settings(loss, rule, rates, schedule, epochs, batch, shuffle, stopLoss, checkEvery, newGradients);
  }

  TrainingSettings build() {
    return new TrainingSettings(loss, rule, rates, schedule, epochs, batch, shuffle, stopLoss, checkEvery, gradients);
  }
}
