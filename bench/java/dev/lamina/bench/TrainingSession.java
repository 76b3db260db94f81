package dev.lamina.bench;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.Loss;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.Precision;
import dev.lamina.device.SgdRule;
import dev.lamina.network.Architecture;
import dev.lamina.network.HostMatrix;
import dev.lamina.network.Initialization;
import dev.lamina.network.Initializer;
import dev.lamina.network.Network;
import dev.lamina.training.Checkpoint;
import dev.lamina.training.DataShape;
import dev.lamina.training.Gradients;
import dev.lamina.training.Schedule;
import dev.lamina.training.Status;
import dev.lamina.training.Trainer;
import dev.lamina.training.TrainingListener;
import dev.lamina.training.TrainingResult;
import dev.lamina.training.TrainingSettings;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A network with its data and its trainer. The loss is read once in a thousand epochs, so that a run is its steps and one
 * evaluation.
 */
final class TrainingSession implements Session {
  private static final int READ_EVERY = 1000;
  private static final long SEED = 1;

  private final Device device;
  private final Arena arena;
  private final Network network;
  private final Trainer trainer;
  private Checkpoint start;

  TrainingSession(Device device, Precision precision, Architecture architecture, int samples, TrainingSettings settings) {
    this.device = device;
    MemoryPlan plan = new MemoryPlan();
    Network.Layout networkLayout = Network.plan(plan, architecture, precision.elementType(), 1);
    Trainer.Layout trainerLayout = Trainer.plan(plan, networkLayout, settings, new DataShape(samples, 1, 0), false);
    arena = device.allocate(plan);
    network = new Network(device, arena, networkLayout);
    trainer = new Trainer(device, arena, trainerLayout, network, new long[] {SEED});
  }

  /** Plain SGD on the squared error of the full batch, layer by layer, so that the products are those that are counted. */
  static TrainingSettings sgd(double rate, int steps) {
    return new TrainingSettings(Loss.SQUARED_ERROR, new SgdRule(0, 0, false), List.of(rate), new Schedule.Constant(), steps, 0,
        false, Double.NaN, READ_EVERY, Gradients.LAYERWISE);
  }

  /** The paper's SGD for images: momentum and weight decay, shuffled mini-batches. */
  static TrainingSettings miniBatches(double rate, int batch, int epochs) {
    return new TrainingSettings(Loss.SQUARED_ERROR, new SgdRule(0.9, 1e-4, false), List.of(rate), new Schedule.Constant(),
        epochs, batch, true, Double.NaN, READ_EVERY, Gradients.LAYERWISE);
  }

  /** Random samples of norm about 1 in classes of equal size, and orthogonal weights. */
  static TrainingSession random(Device device, Precision precision, Architecture architecture, int samples,
      TrainingSettings settings) {
    TrainingSession session = new TrainingSession(device, precision, architecture, samples, settings);
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
    new Initializer(device, session.network)
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
  @Override
  public void prepare() {
    trainer.restore(start);
  }

  /** Trains to the end; a loss that diverges ends training early, whose time would then be that of fewer steps. */
  @Override
  public void run() {
    TrainingResult result = train();
    if (result.status() != Status.FINISHED) {
      throw new IllegalStateException("training diverged after " + result.steps() + " steps: not all of them were timed");
    }
  }

  TrainingResult train() {
    return trainer.run(TrainingListener.NONE).get(0);
  }

  @Override
  public void close() {
    trainer.close();
    arena.close();
  }
}
