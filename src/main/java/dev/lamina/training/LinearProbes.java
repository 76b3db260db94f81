package dev.lamina.training;

import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.HostArray;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.Place;
import dev.lamina.device.Transpose;
import dev.lamina.network.Architecture;
import dev.lamina.network.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Linear probes (Alain and Bengio 2017; docs/theory.md, "Linear probes"): on the features of every layer of every
 * member, frozen, a classifier {@code W x + b} of its own is trained, and its accuracy says how well a linear map tells
 * the classes apart there. Probes start at zero.
 *
 * <p>A probe is a network without hidden layers, so a {@link Trainer} trains it, and the probes of all members and of
 * all layers of one width are members of one ensemble: they take the same launches. Their features are copied to memory
 * of their own, in which they are standardised. A member's probes depend on its own features and seed only.
 */
public final class LinearProbes implements AutoCloseable {

  /** What {@link #plan} put into a memory plan. */
  public record Layout(int layers, int members, ProbeSettings settings, List<Group> groups) {
    public Layout {
      groups = List.copyOf(groups);
    }
  }

  /**
   * Layers of one width; the probe of member e on the j-th of them is member {@code j E + e} of the ensemble.
   *
   * @param layers their numbers
   */
  record Group(List<Integer> layers, Network.Layout network, Trainer.Layout trainer,
      Standardizer.Layout standardizer) {}

  /** Hears how far the probes have come. */
  @FunctionalInterface
  public interface Progress {
    void reached(long epochs, long all);
  }

  private final Device device;
  private final Layout layout;
  private final List<Standardizer> standardizers = new ArrayList<>();
  private final List<Trainer> trainers = new ArrayList<>();
  private volatile boolean interrupted;

  /**
   * Plans the probes.
   *
   * @param type of the features
   * @param widths d of each layer
   * @param classes K
   * @param members networks that are probed
   * @param data samples and test samples
   */
  public static Layout plan(MemoryPlan plan, ElementType type, List<Integer> widths, int classes, int members,
      DataShape data, ProbeSettings settings) {
    Map<Integer, List<Integer>> byWidth = new LinkedHashMap<>();
    for (int l = 0; l < widths.size(); l++) {
      byWidth.computeIfAbsent(widths.get(l), width -> new ArrayList<>()).add(l);
    }
    List<Group> groups = new ArrayList<>();
    byWidth.forEach((width, layers) -> {
      int probes = HostArray.length((long) layers.size() * width, members,
          "probes of " + layers.size() + " layers of " + width + " features, of " + members + " members") / width;
      Network.Layout network =
          Network.plan(plan, Architecture.builder(width, classes).bias(true).build(), type, probes);
      Trainer.Layout trainer = Trainer.plan(plan, network, settings.of(data.samples(), probes),
          new DataShape(data.samples(), probes, data.testSamples(), probes), false);
      groups.add(new Group(List.copyOf(layers), network, trainer, Standardizer.plan(plan, type, width, probes)));
    });
    return new Layout(widths.size(), members, settings, groups);
  }

  /**
   * Binds the probes to their memory.
   *
   * @param place where the plan of {@code layout} was allocated
   * @param seeds one of each member, for the order of the samples
   */
  public LinearProbes(Place place, Layout layout, long[] seeds) {
    device = place.device();
    this.layout = layout;
    for (Group group : layout.groups()) {
      long[] all = IntStream.range(0, group.network().members()).mapToLong(i -> seeds[i % layout.members()]).toArray();
      standardizers.add(new Standardizer(place, group.standardizer()));
      trainers.add(new Trainer(place, group.trainer(), new Network(place, group.network()), all));
    }
  }

  /**
   * A set of samples with their features in every layer.
   *
   * @param features d x N of each layer, of all members or one that they share
   * @param labels N classes
   */
  public record Samples(List<Matrix> features, int[] labels) {
    public Samples {
      features = List.copyOf(features);
    }
  }

  /**
   * Trains the probes; can be done once.
   *
   * @param test null if none was planned
   * @param order entry i is the column of the i-th sample of the training set: shuffling starts from there
   * @return {@code [member][layer]}
   */
  public List<List<ProbeResult>> run(Samples training, Samples test, int[] order, Progress progress) {
    ProbeResult[][] results = new ProbeResult[layout.members()][layout.layers()];
    long epochs = 0;
    long all = layout.groups().stream().mapToLong(group -> group.trainer().settings().epochs()).sum();
    for (int g = 0; g < trainers.size(); g++) {
      Group group = layout.groups().get(g);
      Trainer trainer = trainers.get(g);
      load(group, training, trainer.trainingSet());
      trainer.order(order);
      if (test != null) {
        load(group, test, trainer.testSet());
      }
      standardize(trainer, standardizers.get(g), test != null);
      if (interrupted) {
        trainer.interrupt();
      }
      take(group, trainer.run(listener(epochs, all, progress)), results);
      epochs += group.trainer().settings().epochs();
    }
    return List.of(results).stream().map(List::of).toList();
  }

  private void standardize(Trainer trainer, Standardizer standardizer, boolean test) {
    ProbeSettings settings = layout.settings();
    Matrix features = trainer.trainingSet().features();
    List<SampleNorms> norms = List.of();
    if (settings.standardize()) {
      norms = standardizer.run(features, test ? trainer.testSet().features() : null);
    } else if (settings.findsRate()) {
      norms = SampleNorms.of(device, features);
    }
    if (settings.findsRate()) {
      trainer.learningRates(norms.stream().mapToDouble(each -> settings.stableRate(each, features.columns()))
          .toArray());
    }
  }

  /** Asks the probes to end after the epoch at hand, without results; any thread may. */
  public void interrupt() {
    interrupted = true;
    trainers.forEach(Trainer::interrupt);
  }

  private void load(Group group, Samples source, SampleSet target) {
    for (int j = 0; j < group.layers().size(); j++) {
      Matrix features = source.features().get(group.layers().get(j));
      device.copy(Transpose.NO, features, Views.members(target.features(), j * layout.members(), layout.members()));
    }
    target.writeLabels(source.labels());
  }

  private void take(Group group, List<TrainingResult> trained, ProbeResult[][] results) {
    for (int i = 0; i < trained.size(); i++) {
      results[i % layout.members()][group.layers().get(i / layout.members())] = ProbeResult.of(trained.get(i));
    }
  }

  private static TrainingListener listener(long before, long all, Progress progress) {
    return new TrainingListener() {
      @Override
      public void epochsFinished(EpochReport report) {
        progress.reached(before + report.epoch() + 1, all);
      }
    };
  }

  @Override
  public void close() {
    trainers.forEach(Trainer::close);
  }
}
