package dev.lamina.bench;

import dev.lamina.device.Activation;
import dev.lamina.device.Precision;
import dev.lamina.network.Architecture;
import dev.lamina.training.Gradients;
import java.util.ArrayList;
import java.util.List;

/**
 * Training steps: deep and narrow, deep and wide, the paper's hybrid in mini-batches, and the theory network, alone and
 * as an ensemble. A run is many steps from the same weights; the time of its one evaluation is spread over them.
 *
 * <p>Each is there with gradients layer by layer and, {@code -factored}, as users get them. {@code -measured} has all
 * metrics of every layer before each step, in the time but not in the count.
 */
final class TrainingGrid {
  private static final double RATE = 0.01;
  /** Of the mini-batches, whose momentum multiplies it by ten. */
  private static final double SMALL_RATE = 1e-4;
  private static final int CLASSES = 10;
  private static final int BATCH = 128;
  private static final int BATCHES = 4;
  private static final int EPOCHS = 20;
  private static final int MEMBERS = 1024;

  private TrainingGrid() {}

  static List<Workload> of(Scale scale) {
    List<Workload> grid = new ArrayList<>();
    switch (scale) {
      case QUICK -> {
        Precision precision = Precision.FP32;
        addFullBatch(grid, "deep-narrow",
            TrainingCase.fullBatch(precision, Networks.linear(16, 32, CLASSES), 32, RATE, 20));
        addWide(grid, TrainingCase.fullBatch(precision, Networks.linear(4, 128, CLASSES), 128, RATE, 20));
        addHybrid(grid, precision,
            Architecture.builder(96, CLASSES).hidden(7, 32).nonlinear(3, Activation.RELU, true).build(), 1);
        addTheory(grid, precision, 100, 16, 20);
      }
      case CPU -> {
        add(grid, Precision.FP32,
            TrainingCase.fullBatch(Precision.FP32, Networks.linear(8, 1024, CLASSES), 1000, RATE, 16));
        addTheory(grid, Precision.FP32, 5000, MEMBERS, 100);
      }
      case GPU, BRIEF -> {
        // The evaluation that every run ends with is 1 % of 32 steps and 4 % of 8.
        int steps = scale == Scale.GPU ? 32 : 8;
        for (Precision precision : List.of(Precision.FP32, Precision.TF32)) {
          add(grid, precision,
              TrainingCase.fullBatch(precision, Networks.linear(32, 4096, CLASSES), 4096, RATE, steps));
          addTheory(grid, precision, 5000, MEMBERS, 5000);
        }
      }
    }
    return grid;
  }

  private static void add(List<Workload> grid, Precision precision, TrainingCase wide) {
    addFullBatch(grid, "deep-narrow",
        TrainingCase.fullBatch(precision, Networks.linear(128, 256, CLASSES), 256, RATE, 64));
    addWide(grid, wide);
    addHybrid(grid, precision, Networks.HYBRID, EPOCHS);
  }

  private static void addWide(List<Workload> grid, TrainingCase wide) {
    addFullBatch(grid, "deep-wide", wide);
    grid.add(workload("deep-wide-measured", sizes(wide), wide.withMetrics()));
  }

  private static void addTheory(List<Workload> grid, Precision precision, int steps, int members, int stepsOfAll) {
    TrainingCase theory =
        TrainingCase.fullBatch(precision, Networks.THEORY, Networks.THEORY_SAMPLES, RATE, steps);
    addFullBatch(grid, "theory", theory);
    TrainingCase ensemble =
        TrainingCase.fullBatch(precision, Networks.THEORY, Networks.THEORY_SAMPLES, RATE, stepsOfAll)
        .withMembers(members);
    addFullBatch(grid, "theory-of-" + members, ensemble);
  }

  private static void addFullBatch(List<Workload> grid, String name, TrainingCase layerwise) {
    addBoth(grid, name, sizes(layerwise), layerwise);
  }

  private static void addHybrid(List<Workload> grid, Precision precision, Architecture network, int epochs) {
    String sizes = network.inputs() + "-" + network.width(1) + "x" + (network.depth() - 1) + "-B" + BATCH;
    addBoth(grid, "hybrid", sizes, new TrainingCase(precision, network, BATCH * BATCHES, 1, SMALL_RATE, epochs, BATCH,
        Gradients.LAYERWISE, false));
  }

  private static void addBoth(List<Workload> grid, String name, String sizes, TrainingCase layerwise) {
    grid.add(workload(name, sizes, layerwise));
    grid.add(workload(name + "-factored", sizes, layerwise.withGradients(Gradients.FACTORED)));
  }

  private static String sizes(TrainingCase training) {
    return "L" + training.network().depth() + "-d" + training.network().width(1) + "-N" + training.samples();
  }

  private static Workload workload(String name, String sizes, TrainingCase training) {
    return new Workload("step/" + name + "-" + sizes + "-" + training.precision().key(), training.work(),
        training.steps(), TrainingSession.bytes(training),
        (device, deviceName) -> TrainingSession.random(device, training));
  }
}
