package dev.lamina.bench;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Loss;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.SgdRule;
import dev.lamina.device.cpu.CpuDevice;
import dev.lamina.network.Architecture;
import dev.lamina.network.HostMatrix;
import dev.lamina.network.Initialization;
import dev.lamina.network.Initializer;
import dev.lamina.network.Network;
import dev.lamina.training.Checkpoint;
import dev.lamina.training.DataShape;
import dev.lamina.training.Schedule;
import dev.lamina.training.Trainer;
import dev.lamina.training.TrainingListener;
import dev.lamina.training.TrainingResult;
import dev.lamina.training.TrainingSettings;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A linear network in float32 with its data and its trainer: full batch, plain SGD, squared error. The loss is read once
 * in a thousand epochs, so that a run is its steps and one evaluation.
 */
final class TrainingSession implements AutoCloseable {
  private static final int READ_EVERY = 1000;
  private static final long SEED = 1;

  private final Device device = new CpuDevice();
  private final Arena arena;
  private final Network network;
  private final Trainer trainer;
  private Checkpoint start;

  TrainingSession(Architecture architecture, int samples, double rate, int steps) {
    MemoryPlan plan = new MemoryPlan();
    Network.Layout networkLayout = Network.plan(plan, architecture, ElementType.FLOAT32, 1);
    TrainingSettings settings = new TrainingSettings(Loss.SQUARED_ERROR, new SgdRule(0, 0, false), List.of(rate),
        new Schedule.Constant(), steps, 0, false, Double.NaN, READ_EVERY);
    Trainer.Layout trainerLayout = Trainer.plan(plan, networkLayout, settings, new DataShape(samples, 1, 0), false);
    arena = device.allocate(plan);
    network = new Network(device, arena, networkLayout);
    trainer = new Trainer(device, arena, trainerLayout, network, new long[] {SEED});
  }

  /** Random samples of norm about 1 in classes of equal size, and orthogonal weights. */
  static TrainingSession random(Architecture architecture, int samples, double rate, int steps) {
    TrainingSession session = new TrainingSession(architecture, samples, rate, steps);
    int d = architecture.inputs();
    SplittableRandom random = new SplittableRandom(SEED);
    float[] features = new float[samples * d];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) ((2 * random.nextDouble() - 1) * Math.sqrt(3.0 / d));
    }
    int[] labels = new int[samples];
    for (int i = 0; i < samples; i++) {
      labels[i] = (int) ((long) i * architecture.classes() / samples);
    }
    session.data(features, labels);
    new Initializer(session.device, session.network)
        .initialize(Initialization.ORTHOGONAL, new long[] {SEED}, new double[] {1});
    session.start = session.trainer.checkpoint();
    return session;
  }

  /** @param features one sample after the other */
  void data(float[] features, int[] labels) {
    trainer.trainingSet().writeFeatures(0, features);
    trainer.trainingSet().writeLabels(labels);
  }

  void weights(Map<Integer, HostMatrix> weights) {
    new Initializer(device, network).initialize(weights);
    start = trainer.checkpoint();
  }

  /** Takes the first weights again. */
  void rewind() {
    trainer.restore(start);
  }

  TrainingResult run() {
    return trainer.run(TrainingListener.NONE).get(0);
  }

  @Override
  public void close() {
    trainer.close();
    arena.close();
    device.close();
  }
}
