package dev.lamina.reproduce;

import dev.lamina.device.Device;
import dev.lamina.device.DeviceException;
import dev.lamina.experiment.ConfigReader;
import dev.lamina.experiment.DataKind;
import dev.lamina.experiment.Experiment;
import dev.lamina.experiment.ExperimentConfig;
import dev.lamina.experiment.Gap;
import dev.lamina.experiment.Outcome;
import dev.lamina.experiment.RunWriter;
import dev.lamina.experiment.TrainedState;
import dev.lamina.network.HostMatrix;
import dev.lamina.training.EpochReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Where an item runs its experiments; keeps the configuration and tables of each. */
public final class Lab {

  private final Item item;
  private final Device device;
  private final String deviceName;
  private final boolean quick;
  private final List<String> dataSettings;
  private final Watcher watcher;
  private final List<Run> runs = new ArrayList<>();
  private volatile Experiment running;
  private volatile boolean interrupted;

  /** Thrown out of an item whose run was interrupted: half of its runs decide nothing. */
  static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Interrupted() {
      super("interrupted", null, false, false);
    }
  }

  /**
   * A lab for one item.
   *
   * @param deviceName what configurations call the device
   * @param dataSettings {@code key=value}, of items that take such data
   */
  public Lab(Item item, Device device, String deviceName, boolean quick, List<String> dataSettings, Watcher watcher) {
    this.item = item;
    this.device = device;
    this.deviceName = deviceName;
    this.quick = quick;
    this.dataSettings = List.copyOf(dataSettings);
    this.watcher = watcher;
  }

  /** Whether less is asked for, in minutes. */
  public boolean quick() {
    return quick;
  }

  /** The first for a quick reproduction, else the second. */
  public <T> T pick(T quickly, T thoroughly) {
    return quick ? quickly : thoroughly;
  }

  /** The {@code data.kind} that the user put in place of the item's own. */
  public Optional<DataKind> dataKind() {
    return UserData.kind(dataSettings);
  }

  /**
   * Runs an experiment.
   *
   * @param label what this run is called among those of the item; a word
   * @param experiment a packaged configuration
   * @param settings {@code key=value} on top of it
   */
  public Ensemble run(String label, String experiment, String... settings) {
    return Ensemble.of(outcome(label, experiment, settings));
  }

  /** The same, with all that was found. */
  public Outcome outcome(String label, String experiment, String... settings) {
    return outcome(label, experiment, state -> { }, settings);
  }

  /** The same, with the weights: {@code W_1 .. W_L} of a network without biases. */
  public Weighted weighted(String label, String experiment, String... settings) {
    List<HostMatrix> weights = new ArrayList<>();
    return new Weighted(outcome(label, experiment, state -> weights.addAll(state.weights()), settings), weights);
  }

  /** What was found, and the final weights. */
  public record Weighted(Outcome outcome, List<HostMatrix> weights) {}

  private Outcome outcome(String label, String experiment, Consumer<TrainedState> trained, String... settings) {
    List<String> all = new ArrayList<>(List.of("device=" + deviceName, "metrics.spectrum=none"));
    all.addAll(List.of(settings));
    all.addAll(dataSettings);
    ExperimentConfig config = ConfigReader.read(experiment, all);
    Experiment prepared = Experiment.prepare(config);
    running = prepared;
    if (interrupted) {
      throw new Interrupted();
    }
    Outcome outcome = prepared.run(device, new Experiment.Observer() {
      @Override
      public void epochsFinished(EpochReport report) {
        watcher.epoch(item.name(), label, report.epoch() + 1, config.epochs());
      }

      @Override
      public void trained(TrainedState state) {
        trained.accept(state);
      }
    });
    if (prepared.isInterrupted()) {
      throw new Interrupted();
    }
    for (Gap gap : outcome.gaps()) {
      throw new DeviceException(item.name() + ": " + label + ": without " + gap.what() + ": " + gap.why());
    }
    runs.add(new Run(label, experiment, List.of(settings), outcome.seconds(), RunWriter.texts(outcome)));
    return outcome;
  }

  /** Asks the run at hand to end; any thread may. */
  void interrupt() {
    interrupted = true;
    Experiment experiment = running;
    if (experiment != null) {
      experiment.interrupt();
    }
  }

  List<Run> runs() {
    return List.copyOf(runs);
  }
}
