package dev.lamina.training;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.Devices;
import dev.lamina.device.ElementType;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.Place;
import dev.lamina.network.Architecture;
import dev.lamina.network.FirstWeights;
import dev.lamina.network.HostMatrix;
import dev.lamina.network.Initialization;
import dev.lamina.network.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A network and its trainer on a device of their own, in float64 unless said otherwise. */
final class Session implements AutoCloseable {
  final Device device;
  final Network network;
  final Trainer trainer;
  private final Arena arena;

  /** On a device that trains step by step; see {@link #resident}. */
  Session(Architecture architecture, ElementType type, TrainingSettings settings, DataShape data, boolean features,
      long... seeds) {
    this(Devices::withoutResidents, architecture, type, settings, data, features, seeds);
  }

  private Session(Supplier<Device> opened, Architecture architecture, ElementType type, TrainingSettings settings,
      DataShape data, boolean features, long... seeds) {
    MemoryPlan plan = new MemoryPlan();
    Network.Layout networkLayout = Network.plan(plan, architecture, type, settings.learningRates().size());
    Trainer.Layout layout = Trainer.plan(plan, networkLayout, settings, data, features);
    device = opened.get();
    arena = device.allocate(plan);
    try {
      network = new Network(new Place(device, arena), networkLayout);
      trainer = new Trainer(new Place(device, arena), layout, network, seeds);
    } catch (RuntimeException e) {
      try (device; arena) {
        throw e;
      }
    }
  }

  /** A session on samples {@code x} (one after the other) that all members share, without a test set. */
  static Session on(double[] x, int[] labels, Architecture architecture, TrainingSettings settings, long... seeds) {
    return on(Devices::withoutResidents, x, labels, architecture, settings, seeds);
  }

  /** The same on a device that takes many steps at once where it can. */
  static Session resident(double[] x, int[] labels, Architecture architecture, TrainingSettings settings,
      long... seeds) {
    return on(Devices::first, x, labels, architecture, settings, seeds);
  }

  private static Session on(Supplier<Device> opened, double[] x, int[] labels, Architecture architecture,
      TrainingSettings settings, long... seeds) {
    Session session = new Session(
        opened, architecture, ElementType.FLOAT64, settings, new DataShape(labels.length, 1, 0), true, seeds);
    session.trainer.trainingSet().writeFeatures(0, x);
    session.trainer.trainingSet().writeLabels(labels);
    return session;
  }

  Session initialize(Initialization kind, long[] seeds, double... scales) {
    FirstWeights.of(device, network, kind, seeds, scales);
    return this;
  }

  List<TrainingResult> run() {
    return trainer.run(TrainingListener.NONE);
  }

  /** Runs, and returns the losses of all steps: those of a member in {@code [member]}. */
  List<List<Double>> stepLosses() {
    List<List<Double>> losses = new ArrayList<>();
    IntStream.range(0, network.members()).forEach(e -> losses.add(new ArrayList<>()));
    trainer.run(new TrainingListener() {
      @Override
      public void epochsFinished(EpochReport report) {
        for (int e = 0; e < losses.size(); e++) {
          for (double loss : report.stepLosses()[e]) {
            losses.get(e).add(loss);
          }
        }
      }
    });
    return losses;
  }

  /** Parameters and running statistics by name, row-major. */
  Map<String, double[]> state() {
    Map<String, double[]> state = new LinkedHashMap<>();
    for (HostMatrix tensor : Checkpoint.weights(device, network)) {
      state.put(tensor.name(), tensor.values());
    }
    return state;
  }

  @Override
  public void close() {
    trainer.close();
    arena.close();
    device.close();
  }
}
