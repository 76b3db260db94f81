package dev.lamina.experiment;

import dev.lamina.data.Dataset;
import dev.lamina.device.ElementType;
import dev.lamina.device.HostArray;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.metric.FeatureMeter;
import dev.lamina.metric.WeightMeter;
import dev.lamina.network.Architecture;
import dev.lamina.network.Network;
import dev.lamina.training.DataShape;
import dev.lamina.training.Trainer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Everything that a run will allocate, by type.
 *
 * @param memory all of it
 * @param room for what is done one after the other, before and after training
 */
record RunPlan(MemoryPlan memory, Network.Layout network, Trainer.Layout trainer, FeatureMeter.Layout features,
    WeightMeter.Layout weights, Optional<ProbedFeatures.Layout> probes, Optional<TransferProbes.Layout> transfers,
    RoomPlan room) {

  /** Numbers of a layer beside its singular values, about, and bytes of a result in a map, in text and in a report. */
  private static final int VALUES_OF_LAYER = 60;
  private static final long BYTES_OF_RESULT = 100;

  /** Buffers for what goes to files piece by piece. */
  private static final long FILE_PIECES = 8L << 20;

  /** @throws ConfigException if keys and data do not fit together, or not into any memory */
  static RunPlan of(Setup setup) {
    ExperimentConfig config = setup.config();
    try {
      return planned(setup);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage());
    } catch (ArithmeticException e) {
      throw new ConfigException("the run is too large to plan: " + config.members() + " members of "
          + setup.architecture().parameters() + " parameters, " + setup.samples() + " samples and "
          + setup.data().first().classes() + " classes");
    }
  }

  private static RunPlan planned(Setup setup) {
    ExperimentConfig config = setup.config();
    ExperimentData data = setup.data();
    Architecture architecture = setup.architecture();
    ElementType type = config.precision().elementType();
    int sets = data.training().size();
    MemoryPlan memory = new MemoryPlan();
    Network.Layout network = Network.plan(memory, architecture, type, config.members());
    Trainer.Layout trainer = Trainer.plan(
        memory, network, config.training(), new DataShape(setup.samples(), sets, setup.testSamples()), true);
    FeatureMeter.Layout features = FeatureMeter.plan(memory, setup.featureWidths(), setup.samples(),
        setup.order().offsets(), config.members(), type, setup.meterOptions());
    List<Integer> widths = IntStream.rangeClosed(0, architecture.depth()).mapToObj(architecture::width).toList();
    WeightMeter.Layout weights =
        WeightMeter.plan(memory, widths, setup.samples(), config.members(), sets, type, setup.weightOptions());
    if (config.views() != ViewKind.NONE) {
      int widest = setup.featureWidths().stream().mapToInt(Integer::intValue).max().orElseThrow();
      HostArray.length(setup.samples(), widest, "views (metrics.views) of " + setup.samples() + " samples of " + widest
          + " features");
    }
    Optional<ProbedFeatures.Layout> probes = config.probes().map(settings -> ProbedFeatures.plan(memory, network,
        setup.featureWidths(), new DataShape(setup.samples(), 1, setup.testSamples()), settings));
    Optional<TransferProbes.Layout> transfers = config.probes().flatMap(settings -> data.heldOut().map(
        heldOut -> TransferProbes.plan(memory, network, setup.featureWidths(), heldOut, settings)));
    return new RunPlan(memory, network, trainer, features, weights, probes, transfers,
        RoomPlan.of(memory, setup));
  }

  /**
   * What the run will need in the Java heap: samples in another order, and results as numbers, as a tree and as text.
   */
  HeapNeed heap(Setup setup) {
    Architecture architecture = setup.architecture();
    Dataset set = setup.data().first();
    long samples = 3L * Double.BYTES * set.samples() * set.dimension();
    long read = 3 * memory.bytesByPurpose().getOrDefault(Purpose.METRICS, 0L);
    long values = 0;
    for (int l = 0; l <= architecture.depth(); l++) {
      values += VALUES_OF_LAYER + (long) Math.min(architecture.width(l), set.samples())
          + (l == 0 ? 0 : Math.min(architecture.width(l), architecture.width(l - 1)));
    }
    return new HeapNeed(FILE_PIECES + Math.max(samples, read + BYTES_OF_RESULT * values * setup.config().members()));
  }
}
