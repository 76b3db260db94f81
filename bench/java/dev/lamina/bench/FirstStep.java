package dev.lamina.bench;

import dev.lamina.device.DeviceChoice;
import dev.lamina.device.Precision;

/** A process that trains the theory network for one step and ends. Its argument is the device. */
public final class FirstStep {

  private FirstStep() {}

  public static void main(String[] arguments) {
    try (DeviceChoice choice = DeviceChoice.open(arguments[0], Precision.FP32);
        TrainingSession session = TrainingSession.random(choice.device(),
            TrainingCase.fullBatch(Precision.FP32, Networks.THEORY, Networks.THEORY_SAMPLES, 0.01, 1))) {
      session.run();
    }
  }
}
