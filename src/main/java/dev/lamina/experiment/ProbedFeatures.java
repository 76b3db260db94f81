package dev.lamina.experiment;

import dev.lamina.data.ClassOrder;
import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.Place;
import dev.lamina.network.Forward;
import dev.lamina.network.Network;
import dev.lamina.training.DataShape;
import dev.lamina.training.LinearProbes;
import dev.lamina.training.ProbeResult;
import dev.lamina.training.ProbeSettings;
import dev.lamina.training.Trainer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Linear probes on the layers that are measured, of a network that has been trained. */
final class ProbedFeatures implements AutoCloseable {

  /** @param testFeatures of the whole test set; null if there is none */
  record Layout(LinearProbes.Layout probes, Forward.Layout testFeatures) {}

  private final Trainer trainer;
  private final Network network;
  private final LinearProbes probes;
  private final Forward testFeatures;

  static Layout plan(
      MemoryPlan plan, Network.Layout network, List<Integer> widths, DataShape data, ProbeSettings settings) {
    return new Layout(
        LinearProbes.plan(plan, network.type(), widths, network.architecture().classes(), network.members(), data,
            settings),
        data.testSamples() == 0 ? null : Forward.plan(plan, network, data.testSamples(), false));
  }

  ProbedFeatures(Device device, Arena arena, Layout layout, Network network, Trainer trainer, long[] seeds) {
    this.trainer = trainer;
    this.network = network;
    probes = new LinearProbes(new Place(device, arena), layout.probes(), seeds);
    testFeatures = layout.testFeatures() == null ? null
        : new Forward(new Place(device, arena), layout.testFeatures(), network, trainer.testSet().features());
  }

  /** @return {@code [member][layer]} */
  List<List<ProbeResult>> run(ClassOrder order, Optional<int[]> testLabels, LinearProbes.Progress progress) {
    LinearProbes.Samples test = null;
    if (testFeatures != null) {
      testFeatures.infer();
      test = new LinearProbes.Samples(layers(testFeatures), testLabels.orElseThrow());
    }
    return probes.run(
        new LinearProbes.Samples(layers(trainer.features()), order.labels()), test, order.places(), progress);
  }

  private List<Matrix> layers(Forward forward) {
    return IntStream.range(0, network.architecture().depth()).mapToObj(forward::hidden).toList();
  }

  void interrupt() {
    probes.interrupt();
  }

  @Override
  public void close() {
    probes.close();
  }
}
