package dev.lamina.training;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.Place;
import dev.lamina.network.Forward;
import dev.lamina.network.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Trains a network, all of its members at once. {@link #plan} adds what that needs to a memory plan; the constructor
 * finds it there and records the steps; then the caller writes the data, gives the network its first weights
 * and runs.
 *
 * <p>A member's training depends on its own seed, rate, weights and data only: an ensemble gives what its members give
 * one by one. It does so to rounding where products are large: a device shares them out by how many members there are,
 * on the CPU by how many processors too.
 */
public final class Trainer implements AutoCloseable {

  /** Where a trainer's memory lies; the last two are null where there is no test set, or no need for features. */
  public record Layout(Network.Layout network, TrainingSettings settings, SampleSet.Layout trainingSet,
      Batches.Layout batches, Outputs.Layout outputs, Backward.Layout deltas, Optimizer.Layout optimizer,
      Hyperparameters.Layout hyperparameters, LossSums.Layout sums, SampleSet.Layout testSet,
      Forward.Layout features) {}

  private final Device device;
  private final Network network;
  private final SampleSet trainingSet;
  private final SampleSet testSet;
  private final Batches batches;
  private final Optimizer optimizer;
  private final TrainingStep step;
  private final Evaluator trainingEvaluator;
  private final Evaluator testEvaluator;
  private final Forward features;
  private final Progress progress;
  private final TrainingLoop loop;
  private volatile boolean interrupted;

  /**
   * Plans the training of a network.
   *
   * @param features whether {@link #features} will be asked for; with the full batch it shares the step's memory
   * @throws IllegalArgumentException if numbers of members do not fit, or a batch would be too small for batch
   *     normalisation
   */
  public static Layout plan(MemoryPlan plan, Network.Layout network, TrainingSettings settings, DataShape data,
      boolean features) {
    int members = network.members();
    if (settings.learningRates().size() != members) {
      throw new IllegalArgumentException("a network of " + members + " members needs as many learning rates, not "
          + settings.learningRates().size());
    }
    SampleSet.Layout trainingSet = SampleSet.plan(plan, "training", network, data.samples(), data.members());
    SampleSet.Layout testSet =
        data.testSamples() == 0 ? null : SampleSet.plan(plan, "test", network, data.testSamples(), data.testMembers());
    Batches.Layout batches = Batches.plan(plan, network, trainingSet, settings.batch(), settings.shuffle());
    int batch = batches.batch();
    Outputs.Layout outputs = Outputs.plan(plan, network, settings.gradients(), batch);
    int evaluations = Evaluator.chunks(data.samples(), batch) + Evaluator.chunks(data.testSamples(), batch);
    return new Layout(network, settings, trainingSet, batches, outputs, Backward.plan(plan, network, outputs),
        Optimizer.plan(plan, network, settings.rule()), Hyperparameters.plan(plan, network),
        LossSums.plan(plan, members, batches.sharesOrder() ? 1 : members,
            Window.steps(settings, network, batches, testSet != null), evaluations), testSet,
        features ? planFeatures(plan, network, outputs, batches) : null);
  }

  private static Forward.Layout planFeatures(
      MemoryPlan plan, Network.Layout network, Outputs.Layout outputs, Batches.Layout batches) {
    return batches.isFull() ? Forward.extend(plan, network, outputs.layers())
        : Forward.plan(plan, network, batches.samples(), false);
  }

  /**
   * Binds a trainer to its memory.
   *
   * @param place where the plan of {@code layout} was allocated
   * @param seeds one of each member, for the order of the samples
   */
  public Trainer(Place place, Layout layout, Network network, long[] seeds) {
    if (seeds.length != network.members()) {
      throw new IllegalArgumentException(
          "a network of " + network.members() + " members needs as many seeds, not " + seeds.length);
    }
    device = place.device();
    this.network = network;
    TrainingSettings settings = layout.settings();
    trainingSet = new SampleSet(place, layout.trainingSet());
    testSet = layout.testSet() == null ? null : new SampleSet(place, layout.testSet());
    LossSums sums = new LossSums(place, layout.sums());
    batches = new Batches(place, layout.batches(), trainingSet, seeds, sums);
    Hyperparameters hyperparameters =
        new Hyperparameters(place, layout.hyperparameters(), settings.rule().weightDecay());
    optimizer = Optimizer.of(place, layout.optimizer(), network, settings.rule(), hyperparameters);
    step = new TrainingStep(place, layout.outputs(), layout.deltas(), network, settings, batches,
        Window.queued(layout.network(), layout.batches()), optimizer, hyperparameters, sums);
    trainingEvaluator =
        new Evaluator(place, layout.outputs(), network, settings.loss(), trainingSet, sums, 0);
    testEvaluator = testSet == null ? null : new Evaluator(place, layout.outputs(), network,
        settings.loss(), testSet, sums, Evaluator.chunks(trainingSet.samples(), layout.batches().batch()));
    features = layout.features() == null ? null
        : new Forward(place, layout.features(), network, trainingSet.features());
    progress = new Progress(network.members());
    boolean stopsInStep = TrainingStep.stops(settings, batches.isFull(), network.architecture());
    loop = new TrainingLoop(settings, TrainingStep.hasOwnLoss(batches.isFull(), network.architecture()), stopsInStep,
        batches, step, hyperparameters, sums, trainingEvaluator, testEvaluator, progress);
  }

  /** Where the caller writes the training set, ordered by class if it is to be measured. */
  public SampleSet trainingSet() {
    return trainingSet;
  }

  /** Where the caller writes the test set, in any order; null if none was planned. */
  public SampleSet testSet() {
    return testSet;
  }

  /**
   * Sets the order in which mini-batches visit the training set; with shuffling, where the shuffling starts from. If
   * it is never set, samples are visited as they were written.
   *
   * @param order entry i is the column of the i-th sample, such as the place that a set ordered by class gave to the
   *     i-th sample of its file; each of 0..N-1 once
   */
  public void order(int[] order) {
    batches.order(order);
  }

  /**
   * Sets the learning rate eta of each member in place of the settings', before {@link #run}: for rates that depend on
   * the data.
   *
   * @throws IllegalArgumentException if there are not as many as members
   */
  void learningRates(double[] rates) {
    if (rates.length != network.members()) {
      throw new IllegalArgumentException(
          "a network of " + network.members() + " members needs as many learning rates, not " + rates.length);
    }
    loop.learningRates(rates);
  }

  /**
   * Trains from the present epoch on, until the last one, the end of all members, or an interruption; a run that was
   * interrupted goes on with the next call.
   *
   * @return the result of each member
   */
  public List<TrainingResult> run(TrainingListener listener) {
    return run(listener, () -> interrupted);
  }

  List<TrainingResult> run(TrainingListener listener, BooleanSupplier asked) {
    List<TrainingResult> results = loop.run(listener, asked);
    interrupted = false;
    return results;
  }

  /** Asks the run to end soon, after the steps at hand, which may be in the middle of an epoch; any thread may. */
  public void interrupt() {
    interrupted = true;
  }

  /**
   * Whether each member trains by itself, from step to step in the memory of one core or one multiprocessor, which the
   * device chooses where members are independent and small.
   */
  public boolean isResident() {
    return step.isResident();
  }

  /** The next epoch of {@link #run}, or the one that it is in the middle of: 0 at first. */
  public int epoch() {
    return loop.epoch();
  }

  /**
   * Features of the whole training set with the present weights and running statistics, all layers at once; valid until
   * training goes on.
   *
   * @throws IllegalStateException if no memory was planned for this
   */
  public Forward features() {
    if (features == null) {
      throw new IllegalStateException("no memory was planned for the features of all " + trainingSet.samples()
          + " samples; ask for it in Trainer.plan");
    }
    if (!step.isHalfway()) {
      features.infer();
    }
    return features;
  }

  /**
   * Whether {@link #features} finds them already there, left by the forward pass of the next step, and computes
   * nothing: it does while a listener observes a run of the full batch, layer by layer and without batch normalisation.
   */
  public boolean hasFeatures() {
    return step.isHalfway();
  }

  /** Steps of {@link #epoch} that have been taken: 0 but after an interruption in its middle. */
  public int stepOfEpoch() {
    return loop.step();
  }

  /** All that is needed to continue, read from the device. */
  public Checkpoint checkpoint() {
    return new Checkpoint(loop.epoch(), loop.step(), progress.states(), Checkpoint.read(device, state()));
  }

  /**
   * Continues where a checkpoint was made; histories start again there.
   *
   * @throws IllegalArgumentException if it is not of this network and optimiser
   */
  public void restore(Checkpoint checkpoint) {
    checkpoint.write(device, state());
    progress.restore(checkpoint.members());
    loop.continueAt(checkpoint.epoch(), checkpoint.step());
  }

  /**
   * What a checkpoint consists of, on the device and of all members: parameters, batch normalisations and velocities.
   */
  public Map<String, Matrix> state() {
    Map<String, Matrix> state = new LinkedHashMap<>(network.state());
    state.putAll(optimizer.state());
    return state;
  }

  @Override
  public void close() {
    // In this form all of them are closed, whichever fails.
    try (testEvaluator; trainingEvaluator) {
      step.close();
    }
  }
}
