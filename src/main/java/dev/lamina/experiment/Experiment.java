package dev.lamina.experiment;

import dev.lamina.data.Dataset;
import dev.lamina.data.Tensor;
import dev.lamina.device.Allocator;
import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.DeviceException;
import dev.lamina.device.ElementType;
import dev.lamina.device.HostArray;
import dev.lamina.device.Loss;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Plan;
import dev.lamina.device.SgdRule;
import dev.lamina.metric.FeatureMeter;
import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.GramIdentity;
import dev.lamina.metric.MeterOptions;
import dev.lamina.metric.NetworkWeights;
import dev.lamina.metric.PrincipalComponents;
import dev.lamina.metric.SpectrumMethod;
import dev.lamina.metric.Theory;
import dev.lamina.metric.TheoryCheck;
import dev.lamina.metric.TrainingFacts;
import dev.lamina.metric.WeightMeter;
import dev.lamina.metric.WeightOptions;
import dev.lamina.network.Architecture;
import dev.lamina.network.Forward;
import dev.lamina.network.Initialization;
import dev.lamina.network.Initializer;
import dev.lamina.network.Network;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One experiment, from its configuration to its results: the data, a memory plan of everything that a run needs, and the
 * run itself.
 */
public final class Experiment {

  /** Numbers of a layer beside its singular values, about, and bytes of a result in a map, in text and in a report. */
  private static final int VALUES_OF_LAYER = 60;
  private static final long BYTES_OF_RESULT = 100;

  /** Buffers for what goes to files piece by piece. */
  private static final long FILE_PIECES = 8L << 20;

  private final ExperimentConfig config;
  private final ExperimentData data;
  private final ClassOrder order;
  private final Architecture architecture;
  private final Optional<GivenWeights> givenWeights;
  private final MemoryPlan plan = new MemoryPlan();
  private final Network.Layout networkLayout;
  private final Trainer.Layout trainerLayout;
  private final FeatureMeter.Layout featureLayout;
  private final WeightMeter.Layout weightLayout;
  private final Optional<ProbedFeatures.Layout> probeLayout;
  private final Optional<TransferProbes.Layout> transferLayout;
  private final Slot room;
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
    givenWeights = config.initKind().equals("file")
        ? Optional.of(GivenWeights.read(config, architecture)) : Optional.empty();
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
      room = plan.addRoom(Purpose.WORKSPACE, "before and after training", roomBytes());
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

  /** Everything that the run will allocate on the device. */
  public MemoryPlan plan() {
    return plan;
  }

  /** What the run will need in the Java heap: samples in another order, and results as numbers, as a tree and as text. */
  public HeapNeed heap() {
    long samples = 3L * Double.BYTES * data.first().samples() * data.first().dimension();
    long read = 3 * plan.bytesByPurpose().getOrDefault(Purpose.METRICS, 0L);
    long values = 0;
    for (int l = 0; l <= architecture.depth(); l++) {
      values += VALUES_OF_LAYER + (long) Math.min(architecture.width(l), data.first().samples())
          + (l == 0 ? 0 : Math.min(architecture.width(l), architecture.width(l - 1)));
    }
    return new HeapNeed(FILE_PIECES + Math.max(samples, read + BYTES_OF_RESULT * values * config.members()));
  }

  /** Bytes of what is done one after the other, before and after training: the largest counts. */
  private long roomBytes() {
    List<Integer> widths = featureWidths();
    int samples = data.first().samples();
    long bytes = givenWeights.isPresent() ? 0 : Initializer.bytes(initialization(), architecture, config.members());
    if (architecture.isLinear() && config.theoryMembers() > 0) {
      bytes = Math.max(bytes, GramIdentity.bytes(widths.get(0), architecture.width(1), samples, widths.size()));
    }
    for (int l = 1; l <= architecture.depth(); l++) {
      bytes = Math.max(bytes, TrainedState.plan(architecture.width(l), architecture.width(l - 1)).bytes());
      if (!config.views().equals("none")) {
        bytes = Math.max(bytes, PrincipalComponents.bytes(architecture.width(l - 1), samples));
      }
    }
    return bytes;
  }

  /** What the data call the classes that are trained on, in the order of their numbers. */
  public List<String> classNames() {
    return data.first().classNames();
  }

  public Architecture architecture() {
    return architecture;
  }

  /** Asks a run to end after the steps, or the measurement of one layer, at hand; any thread may. */
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

    /** Training has ended; what it made can be saved before it is measured. */
    default void trained(TrainedState state) {}
  }

  /**
   * Trains, measures and returns everything that was found. Once a network is trained, nothing that fails afterwards loses it:
   * what could not be measured is a gap in the outcome.
   *
   * @throws DeviceException if the device or the Java heap does not hold what the run needs, or training fails
   */
  public Outcome run(Device device, Observer observer) {
    heap().require();
    Outcome outcome = null;
    try (Arena arena = device.allocate(plan)) {
      Allocator memory = inner -> arena.within(room, inner);
      Network network = new Network(new Place(device, arena), networkLayout);
      initialize(device, memory, network);
      try (Trainer trainer = new Trainer(new Place(device, arena), trainerLayout, network, config.seeds())) {
        stopWith(trainer::interrupt);
        writeData(trainer);
        FeatureMeter features = new FeatureMeter(new Place(device, arena), featureLayout);
        WeightMeter weights = new WeightMeter(new Place(device, arena), weightLayout);
        if (architecture.isLinear()) {
          weights.solve(trainer.trainingSet().features(), order.labels());
        }
        List<Matrix> matrices = IntStream.rangeClosed(1, architecture.depth()).mapToObj(network::weight).toList();
        try (Measurements measurements = new Measurements(device, trainer, features, weights, matrices)) {
          long started = System.nanoTime();
          List<TrainingResult> results = trainer.run(measurements.listener(observer));
          double seconds = (System.nanoTime() - started) / 1e9;
          observer.trained(new TrainedState(config, results, device, memory, network, trainer));
          outcome = new Finish(device, arena, memory, network, trainer, measurements, observer).of(results, seconds);
        }
      }
    } catch (DeviceException e) {
      if (outcome == null) {
        throw e;
      }
      outcome = outcome.lacking(new Gap("an orderly end of the device", e.getMessage()));
    } finally {
      stop = () -> { };
    }
    return outcome;
  }

  /** What is found of a network that has been trained. */
  private final class Finish {
    private final Device device;
    private final Arena arena;
    private final Allocator memory;
    private final Network network;
    private final Trainer trainer;
    private final Measurements measurements;
    private final Observer observer;
    private final List<Gap> gaps = new ArrayList<>();

    Finish(Device device, Arena arena, Allocator memory, Network network, Trainer trainer, Measurements measurements,
        Observer observer) {
      this.device = device;
      this.arena = arena;
      this.memory = memory;
      this.network = network;
      this.trainer = trainer;
      this.measurements = measurements;
      this.observer = observer;
    }

    Outcome of(List<TrainingResult> results, double seconds) {
      // Who asked to stop before this still gets the layers measured; who asks now has had enough.
      measurements.mayEndEarly(!interrupted);
      List<List<FeatureMetrics>> layers =
          attempt("the metrics of the features", measurements::features, measurements::noFeatures);
      List<NetworkWeights> networks = attempt("the metrics of the weights", measurements::weights, measurements::noWeights);
      List<List<TheoryCheck>> theory = interrupted || !gaps.isEmpty() ? List.of()
          : attempt("the check against theory", () -> theory(results, layers, networks), List::of);
      List<List<ProbeResult>> probes = attempt("the linear probes",
          () -> probe(device, arena, network, trainer, observer), Experiment.this::notProbed);
      List<List<ProbeResult>> transfers = attempt("the linear probes of held-out classes",
          () -> transfer(device, arena, network, observer), Experiment.this::notProbed);
      List<LayerView> views = attempt("the views", () -> views(device, memory, trainer), List::of);
      return new Outcome(Experiment.this, results, seconds, trainer.isResident(), layers, probes, transfers, networks, theory,
          measurements.epochs, views, gaps);
    }

    private <T> T attempt(String what, Supplier<T> part, Supplier<T> otherwise) {
      try {
        return part.get();
      } catch (DeviceException e) {
        gaps.add(new Gap(what, e.getMessage()));
      } catch (OutOfMemoryError e) {
        gaps.add(new Gap(what, "the Java heap is full (" + e.getMessage() + ")"));
      }
      return otherwise.get();
    }

    private List<List<TheoryCheck>> theory(List<TrainingResult> results, List<List<FeatureMetrics>> layers,
        List<NetworkWeights> networks) {
      Forward forward = trainer.features();
      return IntStream.range(0, config.theoryMembers()).mapToObj(e -> Experiment.this.theory(
          device, memory, forward, network, e, results.get(e), layers.get(e), networks.get(e))).toList();
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

  private List<LayerView> views(Device device, Allocator memory, Trainer trainer) {
    List<LayerView> views = new ArrayList<>();
    if (config.views().equals("none") || interrupted) {
      return views;
    }
    Forward forward = trainer.features();
    for (int layer = 0; layer < architecture.depth() && !interrupted; layer++) {
      views.add(LayerView.of(device, memory, layer, forward.hidden(layer).broadcast(config.members()).member(0),
          order.labels(), config.views().equals("umap"), config.seed()));
    }
    return views;
  }

  private List<List<ProbeResult>> notProbed() {
    return Collections.nCopies(config.members(), Collections.nCopies(architecture.depth(), ProbeResult.NONE));
  }

  private List<TheoryCheck> theory(Device device, Allocator memory, Forward forward, Network network, int member,
      TrainingResult result, List<FeatureMetrics> layers, NetworkWeights weights) {
    TrainingFacts facts = new TrainingFacts(architecture.isLinear(), start(), config.initScale(), config.outputScale(),
        config.loss() == Loss.SQUARED_ERROR, config.momentum(), config.weightDecay(), result.loss());
    double[] gramDeviations = {};
    if (architecture.isLinear()) {
      List<Matrix> features = IntStream.range(0, architecture.depth())
          .mapToObj(layer -> forward.hidden(layer).broadcast(config.members()).member(member)).toList();
      gramDeviations = GramIdentity.deviations(device, memory, features, network.weight(1).member(member));
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

  private Initialization initialization() {
    return Initialization.valueOf(config.initKind().toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private void initialize(Device device, Allocator memory, Network network) {
    if (givenWeights.isPresent()) {
      givenWeights.get().write(device, network);
      return;
    }
    try {
      double[] scales = new double[config.members()];
      Arrays.fill(scales, config.initScale());
      new Initializer(device, memory, network).initialize(initialization(), config.seeds(), scales);
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
    private final Trainer trainer;
    private final FeatureMeter meter;
    private final WeightMeter weightMeter;
    private final List<Matrix> matrices;
    private final List<Outcome.Measured> epochs = new ArrayList<>();
    private final List<Plan> plans = new ArrayList<>(); // the pass through the network, then what is measured of each layer
    private boolean mayEndEarly;

    /** Records everything now: what the device cannot hold should show before the training, not after it. */
    Measurements(Device device, Trainer trainer, FeatureMeter meter, WeightMeter weightMeter, List<Matrix> matrices) {
      this.trainer = trainer;
      this.meter = meter;
      this.weightMeter = weightMeter;
      this.matrices = matrices;
      try {
        Forward[] forward = {null};
        plans.add(device.record(() -> forward[0] = trainer.features()));
        List<Matrix> hidden = IntStream.range(0, architecture.depth())
            .mapToObj(layer -> forward[0].hidden(layer).broadcast(config.members())).toList();
        for (Runnable part : meter.parts(hidden, matrices.get(matrices.size() - 1), forward[0].output())) {
          plans.add(device.record(part));
        }
      } catch (RuntimeException e) {
        try (this) {
          throw e;
        }
      }
    }

    /** Whether an interruption ends the measurement between two layers, and leaves the rest out. */
    void mayEndEarly(boolean may) {
      mayEndEarly = may;
    }

    List<NetworkWeights> weights() {
      int done = 0;
      for (Runnable part : weightMeter.parts(matrices)) {
        if (ends()) {
          break;
        }
        part.run();
        done++;
      }
      return weightMeter.read(done);
    }

    List<NetworkWeights> noWeights() {
      return weightMeter.read(0);
    }

    List<List<FeatureMetrics>> noFeatures() {
      return meter.read(0);
    }

    private boolean ends() {
      return mayEndEarly && interrupted;
    }

    List<List<FeatureMetrics>> features() {
      if (!trainer.hasFeatures()) {
        plans.get(0).replay();
      }
      int done = 0;
      for (Plan part : plans.subList(1, plans.size())) {
        if (ends()) {
          break;
        }
        part.replay();
        done++;
      }
      return meter.read(done);
    }

    @Override
    public void close() {
      close(0);
    }

    /** Closes all from a place on, whatever fails. */
    private void close(int from) {
      if (from < plans.size()) {
        try {
          plans.get(from).close();
        } finally {
          close(from + 1);
        }
      }
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
