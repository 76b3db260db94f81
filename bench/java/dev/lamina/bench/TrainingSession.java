package dev.lamina.bench;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.Place;
import dev.lamina.device.Plan;
import dev.lamina.metric.FeatureMeter;
import dev.lamina.metric.MeterOptions;
import dev.lamina.metric.SpectrumMethod;
import dev.lamina.network.Architecture;
import dev.lamina.network.Forward;
import dev.lamina.network.HostMatrix;
import dev.lamina.network.HostWeights;
import dev.lamina.network.Initialization;
import dev.lamina.network.Initializer;
import dev.lamina.network.Network;
import dev.lamina.training.Checkpoint;
import dev.lamina.training.DataShape;
import dev.lamina.training.Status;
import dev.lamina.training.Trainer;
import dev.lamina.training.TrainingListener;
import dev.lamina.training.TrainingResult;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A network, or an ensemble of them, with its data and its trainer, on request also with all metrics of every layer
 * before each step. The loss is read once in a thousand epochs, so that a run is its steps and one evaluation.
 */
final class TrainingSession implements Session {
  private final Device device;
  private final Arena arena;
  private final Network network;
  private final Trainer trainer;
  private final EveryEpoch measurements;
  private Checkpoint start;

  /** Where everything lies. The metrics' layout is null where nothing is measured. */
  private record Layout(MemoryPlan plan, Network.Layout network, Trainer.Layout trainer, FeatureMeter.Layout meter) {

    static Layout of(TrainingCase training) {
      MemoryPlan plan = new MemoryPlan();
      Architecture architecture = training.network();
      ElementType type = training.precision().elementType();
      Network.Layout network = Network.plan(plan, architecture, type, training.members());
      Trainer.Layout trainer = Trainer.plan(plan, network, training.settings(),
          new DataShape(training.samples(), training.members(), 0), training.measured());
      FeatureMeter.Layout meter = training.measured()
          ? FeatureMeter.plan(plan, IntStream.range(0, architecture.depth()).mapToObj(architecture::width).toList(),
              training.samples(), training.offsets(), training.members(), type,
              MeterOptions.DEFAULT.withSpectrum(SpectrumMethod.NONE))
          : null;
      return new Layout(plan, network, trainer, meter);
    }
  }

  /** Bytes that a session plans. */
  static long bytes(TrainingCase training) {
    return Layout.of(training).plan().bytes();
  }

  /** The caller sets data and weights. */
  TrainingSession(Device device, TrainingCase training) {
    this.device = device;
    Layout layout = Layout.of(training);
    arena = device.allocate(layout.plan());
    network = new Network(new Place(device, arena), layout.network());
    trainer = new Trainer(new Place(device, arena), layout.trainer(), network, training.seeds());
    measurements = layout.meter() == null ? null
        : new EveryEpoch(new FeatureMeter(new Place(device, arena), layout.meter()));
  }

  /** Random samples of norm about 1 in classes of equal size, each member's own, and orthogonal weights. */
  static TrainingSession random(Device device, TrainingCase training) {
    TrainingSession session = new TrainingSession(device, training);
    int d = training.network().inputs();
    for (int member = 0; member < training.members(); member++) {
      SplittableRandom random = new SplittableRandom(training.seeds()[member]);
      float[] features = new float[training.samples() * d];
      for (int i = 0; i < features.length; i++) {
        features[i] = (float) ((2 * random.nextDouble() - 1) * Math.sqrt(3.0 / d));
      }
      session.trainer.trainingSet().writeFeatures(member, features);
    }
    int[] offsets = training.offsets();
    int[] labels = new int[training.samples()];
    for (int k = 0; k + 1 < offsets.length; k++) {
      Arrays.fill(labels, offsets[k], offsets[k + 1], k);
    }
    session.labels(labels);
    double[] scales = new double[training.members()];
    Arrays.fill(scales, 1);
    MemoryPlan plan = new MemoryPlan();
    Initializer.Layout layout =
        Initializer.plan(plan, Initialization.ORTHOGONAL, training.network(), training.members());
    try (Arena arena = device.allocate(plan)) {
      new Initializer(device, arena, layout, session.network).initialize(training.seeds(), scales);
    }
    session.start = session.trainer.checkpoint();
    return session;
  }

  /** @param samples one after the other */
  void features(int member, float[] samples) {
    trainer.trainingSet().writeFeatures(member, samples);
  }

  void labels(int[] labels) {
    trainer.trainingSet().writeLabels(labels);
  }

  /** The same for all members. */
  void weights(Map<Integer, HostMatrix> weights) {
    HostWeights.write(device, network, weights);
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
    for (TrainingResult result : train()) {
      if (result.status() != Status.FINISHED) {
        throw new IllegalStateException("training diverged after " + result.steps()
            + " steps: not all of them were timed");
      }
    }
  }

  /** The result of each member. */
  List<TrainingResult> train() {
    return trainer.run(measurements == null ? TrainingListener.NONE : measurements);
  }

  /** Measures the features of every layer but the classifier's before each epoch. */
  private final class EveryEpoch implements TrainingListener {
    private final FeatureMeter meter;
    private Plan plan;

    EveryEpoch(FeatureMeter meter) {
      this.meter = meter;
    }

    @Override
    public boolean observes(int epoch) {
      return true;
    }

    @Override
    public void observe(int epoch) {
      if (plan == null) {
        plan = device.record(() -> {
          Forward forward = trainer.features();
          meter.enqueue(IntStream.range(0, network.architecture().depth()).mapToObj(forward::hidden).toList());
        });
      }
      plan.replay();
      meter.read();
    }

    void close() {
      if (plan != null) {
        plan.close();
      }
    }
  }

  @Override
  public void close() {
    if (measurements != null) {
      measurements.close();
    }
    trainer.close();
    arena.close();
  }
}
