package dev.lamina.bench;

import dev.lamina.device.Activation;
import dev.lamina.device.Precision;
import dev.lamina.network.Architecture;
import dev.lamina.training.TrainingSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Training steps: deep and narrow, deep and wide, the paper's hybrid in mini-batches, and the theory network. A run is many
 * steps from the same weights; the time of its one evaluation is spread over them.
 */
final class TrainingGrid {
  private static final double RATE = 0.01;
  /** Of the mini-batches, whose momentum multiplies it by ten. */
  private static final double SMALL_RATE = 1e-4;
  private static final int CLASSES = 10;
  private static final int BATCH = 128;
  private static final int BATCHES = 4;
  private static final int EPOCHS = 20;

  private TrainingGrid() {}

  static List<Workload> of(Scale scale) {
    List<Workload> grid = new ArrayList<>();
    switch (scale) {
      case QUICK -> {
        Precision precision = Precision.FP32;
        grid.add(fullBatch("deep-narrow", Networks.linear(16, 32, CLASSES), 32, 20, precision));
        grid.add(fullBatch("deep-wide", Networks.linear(4, 128, CLASSES), 128, 20, precision));
        grid.add(miniBatch(Architecture.builder(96, CLASSES).hidden(7, 32).nonlinear(3, Activation.RELU, true).build(), 1,
            precision));
        grid.add(fullBatch("theory", Networks.THEORY, Networks.THEORY_SAMPLES, 100, precision));
      }
      case CPU -> add(grid, 8, 1024, 1000, 16, Precision.FP32);
      case GPU -> {
        add(grid, 32, 4096, 4096, 32, Precision.FP32);
        add(grid, 32, 4096, 4096, 32, Precision.TF32);
      }
    }
    return grid;
  }

  private static void add(List<Workload> grid, int depth, int width, int samples, int wideSteps, Precision precision) {
    grid.add(fullBatch("deep-narrow", Networks.linear(128, 256, CLASSES), 256, 64, precision));
    grid.add(fullBatch("deep-wide", Networks.linear(depth, width, CLASSES), samples, wideSteps, precision));
    grid.add(miniBatch(Networks.HYBRID, EPOCHS, precision));
    grid.add(fullBatch("theory", Networks.THEORY, Networks.THEORY_SAMPLES, 5000, precision));
  }

  private static Workload fullBatch(String name, Architecture network, int samples, int steps, Precision precision) {
    String full = "step/" + name + "-L" + network.depth() + "-d" + network.width(1) + "-N" + samples;
    return workload(full, network, samples, samples, TrainingSession.sgd(RATE, steps), steps, precision);
  }

  private static Workload miniBatch(Architecture network, int epochs, Precision precision) {
    String full = "step/hybrid-" + network.inputs() + "-" + network.width(1) + "x" + (network.depth() - 1) + "-B" + BATCH;
    return workload(full, network, BATCH * BATCHES, BATCH, TrainingSession.miniBatches(SMALL_RATE, BATCH, epochs), BATCHES * epochs,
        precision);
  }

  /** Device memory: weights and velocities twice over, and what a batch has in each layer three times. */
  private static Workload workload(String name, Architecture network, int samples, int batch, TrainingSettings settings,
      int steps, Precision precision) {
    double numbers = 4.0 * network.parameters() + 3.0 * batch * network.depth() * network.widest()
        + (double) samples * network.inputs();
    return new Workload(name + "-" + precision.key(), Work.step(network, batch, precision), steps,
        numbers * precision.elementType().bytes(),
        (device, deviceName) -> TrainingSession.random(device, precision, network, samples, settings));
  }
}
