package dev.lamina.experiment;

import dev.lamina.data.Dataset;
import dev.lamina.data.Rows;
import dev.lamina.data.Tensor;
import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.DeviceException;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.Place;
import dev.lamina.network.Architecture;
import dev.lamina.network.Initializer;
import dev.lamina.network.Network;
import dev.lamina.training.EpochReport;
import dev.lamina.training.SampleSet;
import dev.lamina.training.Trainer;
import dev.lamina.training.TrainingResult;
import java.util.Arrays;
import java.util.List;

/**
 * One experiment, from its configuration to its results: the data, a memory plan of everything that a run needs, and
 * the run itself.
 */
public final class Experiment {

  private final Setup setup;
  private final RunPlan plan;
  private final StopSwitch stop = new StopSwitch();

  private Experiment(Setup setup) {
    this.setup = setup;
    plan = RunPlan.of(setup);
  }

  /**
   * Loads the data and plans the run.
   *
   * @throws ConfigException if keys and data do not fit together
   * @throws dev.lamina.data.DataException if data cannot be read
   */
  public static Experiment prepare(ExperimentConfig config) {
    return new Experiment(Setup.of(config, ExperimentData.load(config)));
  }

  public ExperimentConfig config() {
    return setup.config();
  }

  /** Everything that the run will allocate on the device. */
  public MemoryPlan plan() {
    return plan.memory();
  }

  /** What the run will need in the Java heap. */
  public HeapNeed heap() {
    return plan.heap(setup);
  }

  /** What the data call the classes that are trained on, in the order of their numbers. */
  public List<String> classNames() {
    return setup.classNames();
  }

  public Architecture architecture() {
    return setup.architecture();
  }

  /** Asks a run to end after the steps, or the measurement of one layer, at hand; any thread may. */
  public void interrupt() {
    stop.ask();
  }

  /** Whether a run was asked to end early. */
  public boolean isInterrupted() {
    return stop.isAsked();
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
   * Trains, measures and returns everything that was found. Once a network is trained, nothing that fails afterwards
   * loses it: what could not be measured is a gap in the outcome.
   *
   * @throws DeviceException if the device or the Java heap does not hold what the run needs, or training fails
   */
  public Outcome run(Device device, Observer observer) {
    heap().require();
    Outcome outcome = null;
    try (Arena arena = device.allocate(plan.memory())) {
      Arena room = arena.within(plan.room().slot());
      Network network = new Network(new Place(device, arena), plan.network());
      initialize(device, room, network);
      try (Trainer trainer = new Trainer(new Place(device, arena), plan.trainer(), network, config().seeds())) {
        stop.does(trainer::interrupt);
        writeData(trainer);
        TrainedNetwork trained = new TrainedNetwork(setup, plan, device, arena, room, network, trainer);
        try (Measurements measurements = new Measurements(trained, stop)) {
          long started = System.nanoTime();
          List<TrainingResult> results = trainer.run(measurements.listener(observer));
          double seconds = (System.nanoTime() - started) / 1e9;
          observer.trained(new TrainedState(trained, results));
          outcome = new Finish(trained, measurements, observer, stop).of(results, seconds);
        }
      }
    } catch (DeviceException e) {
      if (outcome == null) {
        throw e;
      }
      outcome = outcome.lacking(new Gap("an orderly end of the device", e.getMessage()));
    } finally {
      stop.doesNothing();
    }
    return outcome;
  }

  private void initialize(Device device, Arena room, Network network) {
    if (setup.givenWeights().isPresent()) {
      setup.givenWeights().get().write(device, network);
      return;
    }
    try {
      double[] scales = new double[config().members()];
      Arrays.fill(scales, config().initScale());
      new Initializer(device, room, plan.room().initializer().orElseThrow(), network)
          .initialize(config().seeds(), scales);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage());
    }
  }

  private void writeData(Trainer trainer) {
    List<Dataset> sets = setup.data().training();
    for (int e = 0; e < sets.size(); e++) {
      write(Rows.of(sets.get(e).features(), setup.order().sources()), trainer.trainingSet(), e);
    }
    trainer.trainingSet().writeLabels(setup.order().labels());
    trainer.order(setup.order().places());
    setup.data().test().ifPresent(test -> {
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
}
