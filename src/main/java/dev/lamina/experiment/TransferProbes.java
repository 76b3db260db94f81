package dev.lamina.experiment;

import dev.lamina.data.Dataset;
import dev.lamina.data.Tensor;
import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.network.Forward;
import dev.lamina.network.Network;
import dev.lamina.training.DataShape;
import dev.lamina.training.LinearProbes;
import dev.lamina.training.ProbeResult;
import dev.lamina.training.ProbeSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Linear probes on classes that a network was not trained on: how well the features of each of its layers transfer.
 * Batch normalisation keeps the statistics of training.
 */
final class TransferProbes implements AutoCloseable {

  /** @param test null if no test samples are of these classes */
  record Layout(LinearProbes.Layout probes, Pass training, Pass test) {}

  /** One set of samples and its way through the layers that are measured. */
  record Pass(Slot input, Forward.Layout features) {}

  private final Device device;
  private final Arena arena;
  private final Layout layout;
  private final Network network;
  private final LinearProbes probes;

  static Layout plan(MemoryPlan plan, Network.Layout network, List<Integer> widths, ExperimentData.HeldOut data,
      ProbeSettings settings) {
    Dataset training = data.training();
    DataShape shape = new DataShape(training.samples(), 1, data.test().map(Dataset::samples).orElse(0));
    return new Layout(
        LinearProbes.plan(plan, network.type(), widths, training.classes(), network.members(), shape, settings),
        plan(plan, network, "held-out training set", training),
        data.test().map(test -> plan(plan, network, "held-out test set", test)).orElse(null));
  }

  private static Pass plan(MemoryPlan plan, Network.Layout network, String name, Dataset set) {
    return new Pass(plan.add(Purpose.DATA, name, network.type(), set.dimension(), set.samples(), 1),
        Forward.plan(plan, network, set.samples(), false, network.architecture().depth() - 1));
  }

  TransferProbes(Device device, Arena arena, Layout layout, Network network, long[] seeds) {
    this.device = device;
    this.arena = arena;
    this.layout = layout;
    this.network = network;
    probes = new LinearProbes(new Place(device, arena), layout.probes(), seeds);
  }

  /** @return {@code [member][layer]} */
  List<List<ProbeResult>> run(ExperimentData.HeldOut data, LinearProbes.Progress progress) {
    LinearProbes.Samples training = samples(layout.training(), data.training());
    Optional<LinearProbes.Samples> test = data.test().map(set -> samples(layout.test(), set));
    int[] order = IntStream.range(0, data.training().samples()).toArray();
    return probes.run(training, test.orElse(null), order, progress);
  }

  private LinearProbes.Samples samples(Pass pass, Dataset set) {
    Matrix input = arena.matrix(pass.input());
    if (set.features().kind() == Tensor.Kind.FLOAT32) {
      device.write(set.features().floats(), input);
    } else {
      device.write(set.features().doubles(), input);
    }
    Forward forward = new Forward(new Place(device, arena), pass.features(), network, input);
    forward.infer();
    return new LinearProbes.Samples(
        IntStream.rangeClosed(0, forward.depth()).mapToObj(forward::hidden).toList(), set.labels());
  }

  void interrupt() {
    probes.interrupt();
  }

  @Override
  public void close() {
    probes.close();
  }
}
