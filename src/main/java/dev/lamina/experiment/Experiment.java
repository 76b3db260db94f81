package dev.lamina.experiment;

import dev.lamina.data.Dataset;
import dev.lamina.data.Tensor;
import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.HostArray;
import dev.lamina.device.Loss;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.Plan;
import dev.lamina.device.SgdRule;
import dev.lamina.metric.FeatureMeter;
import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.GramIdentity;
import dev.lamina.metric.MeterOptions;
import dev.lamina.metric.NetworkWeights;
import dev.lamina.metric.SpectrumMethod;
import dev.lamina.metric.Theory;
import dev.lamina.metric.TheoryCheck;
import dev.lamina.metric.TrainingFacts;
import dev.lamina.metric.WeightMeter;
import dev.lamina.metric.WeightOptions;
import dev.lamina.network.Architecture;
import dev.lamina.network.Forward;
import dev.lamina.network.HostMatrix;
import dev.lamina.network.Initialization;
import dev.lamina.network.Initializer;
import dev.lamina.network.Network;
import dev.lamina.training.Checkpoint;
import dev.lamina.training.DataShape;
import dev.lamina.training.EpochReport;
import dev.lamina.training.ProbeResult;
import dev.lamina.training.SampleSet;
import dev.lamina.training.Schedule;
import dev.lamina.training.Trainer;
import dev.lamina.training.TrainingListener;
import dev.lamina.training.TrainingResult;
import dev.lamina.training.TrainingSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One experiment, from its configuration to its results: the data, a memory plan of everything that a run needs, and the
 * run itself.
 */
public final class Experiment {

  private final ExperimentConfig config;
  private final ExperimentData data;
  private final ClassOrder order;
  private final Architecture architecture;
  private final Map<Integer, HostMatrix> givenWeights;
  private final MemoryPlan plan = new MemoryPlan();
  private final Network.Layout networkLayout;
  private final Trainer.Layout trainerLayout;
  private final FeatureMeter.Layout featureLayout;
  private final WeightMeter.Layout weightLayout;
  private final Optional<ProbedFeatures.Layout> probeLayout;
  private final Optional<TransferProbes.Layout> transferLayout;
  private volatile Runnable stop = () -> { };
  private volatile boolean interrupted;

  private Experiment(ExperimentConfig config, ExperimentData data) {
    this.config = config;
    this.data = data;
    Dataset set = data.first();
    if (config.hidden() > 0 && config.width() < set.classes()) {
      throw new ConfigException("network.width is " + config.width() + ", but the data have " + set.classes()
          + " classes; a layer narrower than that cannot tell them apart, so use a width of at least " + set.classes());
    }
    order = ClassOrder.of(set.labels(), set.classes());
    architecture = Architecture.builder(set.dimension(), set.classes())
        .hidden(config.hidden(), config.width())
        .nonlinear(config.nonlinear(), config.activation(), config.batchNorm())
        .bias(config.bias())
        .outputScale(config.outputScale())
        .build();
    givenWeights = config.initKind().equals("file") ? GivenWeights.read(config, architecture) : Map.of();
    try {
      ElementType type = config.precision().elementType();
      networkLayout = Network.plan(plan, architecture, type, config.members());
      int testSamples = data.test().map(Dataset::samples).orElse(0);
      trainerLayout = Trainer.plan(plan, networkLayout, settings(),
          new DataShape(set.samples(), data.training().size(), testSamples), true);
      featureLayout = FeatureMeter.plan(plan, featureWidths(), set.samples(), order.offsets(), config.members(), type,
          meterOptions());
      List<Integer> widths = IntStream.rangeClosed(0, architecture.depth()).mapToObj(architecture::width).toList();
      weightLayout = WeightMeter.plan(
          plan, widths, set.samples(), config.members(), data.training().size(), type, weightOptions());
      if (!config.views().equals("none")) {
        int widest = featureWidths().stream().mapToInt(Integer::intValue).max().orElseThrow();
        HostArray.length(set.samples(), widest, "views (metrics.views) of " + set.samples() + " samples of " + widest
            + " features");
      }
      probeLayout = config.probes().map(settings -> ProbedFeatures.plan(
          plan, networkLayout, featureWidths(), new DataShape(set.samples(), 1, testSamples), settings));
      transferLayout = config.probes().flatMap(settings -> data.heldOut().map(
          heldOut -> TransferProbes.plan(plan, networkLayout, featureWidths(), heldOut, settings)));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage());
    } catch (ArithmeticException e) {
      throw new ConfigException("the run is too large to plan: " + config.members() + " members of "
          + architecture.parameters() + " parameters, " + set.samples() + " samples and " + set.classes() + " classes");
    }
  }

  /**
   * Loads the data and plans the run.
   *
   * @throws ConfigException if keys and data do not fit together
   * @throws dev.lamina.data.DataException if data cannot be read
   */
  public static Experiment prepare(ExperimentConfig config) {
    return new Experiment(config, ExperimentData.load(config));
  }

  public ExperimentConfig config() {
    return config;
  }

  /** Everything that the run will allocate. */
  public MemoryPlan plan() {
    return plan;
  }

  /** What the data call the classes that are trained on, in the order of their numbers. */
  public List<String> classNames() {
    return data.first().classNames();
  }

  public Architecture architecture() {
    return architecture;
  }

  /** Asks a run to end after the epoch at hand; any thread may. */
  public void interrupt() {
    interrupted = true;
    stop.run();
  }

  /** Whether a run was asked to end early. */
  public boolean isInterrupted() {
    return interrupted;
  }

  /** Follows a run. */
  @FunctionalInterface
  public interface Observer {
    /** Losses have been read. */
    void epochsFinished(EpochReport report);

    /** Linear probes, which come after training, have finished so many of all their epochs. */
    default void probed(long epochs, long all) {}
  }

  /** Trains, measures and returns everything that was found. */
  public Outcome run(Device device, Observer observer) {
    try (Arena arena = device.allocate(plan)) {
      Network network = new Network(device, arena, networkLayout);
      initialize(device, network);
      try (Trainer trainer = new Trainer(device, arena, trainerLayout, network, config.seeds())) {
        stopWith(trainer::interrupt);
        writeData(trainer);
        FeatureMeter features = new FeatureMeter(device, arena, featureLayout);
        WeightMeter weights = new WeightMeter(device, arena, weightLayout);
        if (architecture.isLinear()) {
          weights.solve(trainer.trainingSet().features(), order.labels());
        }
        List<Matrix> matrices = IntStream.rangeClosed(1, architecture.depth()).mapToObj(network::weight).toList();
        try (Measurements measurements = new Measurements(device, trainer, features, weights, matrices)) {
          long started = System.nanoTime();
          List<TrainingResult> results = trainer.run(measurements.listener(observer));
          double seconds = (System.nanoTime() - started) / 1e9;
          List<List<FeatureMetrics>> layers = measurements.features();
          List<NetworkWeights> networks = measurements.weights();
          Forward forward = trainer.features();
          List<List<TheoryCheck>> theory = IntStream.range(0, config.theoryMembers())
              .mapToObj(e -> theory(device, forward, network, e, results.get(e), layers.get(e), networks.get(e))).toList();
          return new Outcome(this, results, seconds, trainer.isResident(), layers,
              probe(device, arena, network, trainer, observer), transfer(device, arena, network, observer), networks, theory, measurements.epochs, views(device, forward), trainer.checkpoint(), Checkpoint.weights(device, network));
        }
      } finally {
        stop = () -> { };
      }
    }
  }

  /** From now on an interruption ends what this ends, at once if there has been one. */
  private void stopWith(Runnable action) {
    stop = action;
    if (interrupted) {
      action.run();
    }
  }

  private List<List<ProbeResult>> probe(Device device, Arena arena, Network network, Trainer trainer, Observer observer) {
    if (probeLayout.isEmpty() || interrupted) {
      return notProbed();
    }
    try (ProbedFeatures probes = new ProbedFeatures(device, arena, probeLayout.get(), network, trainer, config.seeds())) {
      stopWith(probes::interrupt);
      return probes.run(order, data.test().map(Dataset::labels), observer::probed);
    }
  }

  private List<List<ProbeResult>> transfer(Device device, Arena arena, Network network, Observer observer) {
    if (transferLayout.isEmpty() || interrupted) {
      return notProbed();
    }
    try (TransferProbes probes = new TransferProbes(device, arena, transferLayout.get(), network, config.seeds())) {
      stopWith(probes::interrupt);
      return probes.run(data.heldOut().orElseThrow(), observer::probed);
    }
  }

  private List<LayerView> views(Device device, Forward forward) {
    if (config.views().equals("none") || interrupted) {
      return List.of();
    }
    return IntStream.range(0, architecture.depth()).mapToObj(layer -> LayerView.of(device, layer,
        forward.hidden(layer).broadcast(config.members()).member(0), order.labels(), config.views().equals("umap"),
        config.seed())).toList();
  }

  private List<List<ProbeResult>> notProbed() {
    return Collections.nCopies(config.members(), Collections.nCopies(architecture.depth(), ProbeResult.NONE));
  }

  private List<TheoryCheck> theory(Device device, Forward forward, Network network, int member, TrainingResult result,
      List<FeatureMetrics> layers, NetworkWeights weights) {
    TrainingFacts facts = new TrainingFacts(architecture.isLinear(), start(), config.initScale(), config.outputScale(),
        config.loss() == Loss.SQUARED_ERROR, config.momentum(), config.weightDecay(), result.loss());
    double[] gramDeviations = {};
    if (architecture.isLinear()) {
      List<Matrix> features = IntStream.range(0, architecture.depth())
          .mapToObj(layer -> forward.hidden(layer).broadcast(config.members()).member(member)).toList();
      gramDeviations = GramIdentity.deviations(device, features, network.weight(1).member(member));
    }
    return Theory.check(facts, layers, weights, gramDeviations);
  }

  private TrainingFacts.Start start() {
    return switch (config.initKind()) {
      case "orthogonal", "orthogonal-padded", "identity" -> TrainingFacts.Start.ORTHOGONAL;
      case "balanced" -> TrainingFacts.Start.BALANCED;
      default -> TrainingFacts.Start.OTHER;
    };
  }

  private void initialize(Device device, Network network) {
    Initializer initializer = new Initializer(device, network);
    try {
      if (config.initKind().equals("file")) {
        initializer.initialize(givenWeights);
      } else {
        double[] scales = new double[config.members()];
        Arrays.fill(scales, config.initScale());
        Initialization kind = Initialization.valueOf(config.initKind().toUpperCase(Locale.ROOT).replace('-', '_'));
        initializer.initialize(kind, config.seeds(), scales);
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage());
    }
  }

  private void writeData(Trainer trainer) {
    for (int e = 0; e < data.training().size(); e++) {
      write(Rows.of(data.training().get(e).features(), order.sources()), trainer.trainingSet(), e);
    }
    trainer.trainingSet().writeLabels(order.labels());
    trainer.order(order.places());
    data.test().ifPresent(test -> {
      write(test.features(), trainer.testSet(), 0);
      trainer.testSet().writeLabels(test.labels());
    });
  }

  private static void write(Tensor features, SampleSet target, int member) {
    if (features.kind() == Tensor.Kind.FLOAT32) {
      target.writeFeatures(member, features.floats());
    } else {
      target.writeFeatures(member, features.doubles());
    }
  }

  /** Layers that are measured: the input and the hidden ones, not the classifier's output. */
  private List<Integer> featureWidths() {
    return IntStream.range(0, architecture.depth()).mapToObj(architecture::width).toList();
  }

  private TrainingSettings settings() {
    List<Double> rates = Collections.nCopies(config.members(), config.learningRate());
    return new TrainingSettings(config.loss(),
        new SgdRule(config.momentum(), config.weightDecay(), config.nesterov()), rates, schedule(), config.epochs(),
        config.batch(), config.shuffle(), config.stopLoss(), config.checkEvery(), config.gradients());
  }

  private Schedule schedule() {
    Schedule schedule = switch (config.schedule()) {
      case "cosine" -> new Schedule.Cosine(Math.max(1, config.epochs() - config.warmUp()), config.etaMin());
      case "step" -> new Schedule.Step(config.stepEvery(), config.stepFactor());
      default -> new Schedule.Constant();
    };
    return config.warmUp() == 0 ? schedule : new Schedule.WarmUp(config.warmUp(), schedule);
  }

  private MeterOptions meterOptions() {
    MeterOptions options = MeterOptions.DEFAULT.withSpectrum(spectrum()).withClassifier();
    return config.extendedMetrics() ? options.withIntrinsicDimension().withSimilarity() : options;
  }

  private WeightOptions weightOptions() {
    WeightOptions options = WeightOptions.of(architecture.classes());
    return architecture.isLinear() ? options.withMinNorm(config.outputScale()) : options;
  }

  private SpectrumMethod spectrum() {
    return SpectrumMethod.valueOf(config.spectrum().toUpperCase(Locale.ROOT));
  }

  /** Measures at the epochs that the configuration asks for, and at the end: features are recorded once, replayed often. */
  private final class Measurements implements AutoCloseable {
    private final Device device;
    private final Trainer trainer;
    private final FeatureMeter meter;
    private final WeightMeter weightMeter;
    private final List<Matrix> matrices;
    private final List<Outcome.Measured> epochs = new ArrayList<>();
    private final Map<Boolean, Plan> plans = new HashMap<>(); // whether the features are there already

    Measurements(Device device, Trainer trainer, FeatureMeter meter, WeightMeter weightMeter, List<Matrix> matrices) {
      this.device = device;
      this.trainer = trainer;
      this.meter = meter;
      this.weightMeter = weightMeter;
      this.matrices = matrices;
    }

    List<NetworkWeights> weights() {
      weightMeter.enqueue(matrices);
      return weightMeter.read();
    }

    List<List<FeatureMetrics>> features() {
      plans.computeIfAbsent(trainer.hasFeatures(), there -> device.record(this::enqueue)).replay();
      return meter.read();
    }

    private void enqueue() {
      Forward forward = trainer.features();
      List<Matrix> hidden = IntStream.range(0, architecture.depth())
          .mapToObj(layer -> forward.hidden(layer).broadcast(config.members())).toList();
      meter.enqueue(hidden, matrices.get(matrices.size() - 1), forward.output());
    }

    @Override
    public void close() {
      plans.values().forEach(Plan::close);
    }

    TrainingListener listener(Observer observer) {
      return new TrainingListener() {
        @Override
        public boolean observes(int epoch) {
          return config.measureEvery() > 0 && epoch % config.measureEvery() == 0;
        }

        @Override
        public void observe(int epoch) {
          epochs.add(new Outcome.Measured(epoch, features(), config.measuresWeights() ? weights() : List.of()));
        }

        @Override
        public void epochsFinished(EpochReport report) {
          observer.epochsFinished(report);
        }
      };
    }
  }
}
