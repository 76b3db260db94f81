package dev.lamina.training;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.Loss;
import dev.lamina.device.Plan;
import dev.lamina.network.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * A step, recorded once for each size of batch: gather, forward, loss, backward with update, and the counter's next
 * value. A replay allocates nothing, reads nothing back and waits for nothing.
 */
final class TrainingStep implements AutoCloseable {
  private final List<Plan> plans = new ArrayList<>();
  private final List<Batches.Batch> batches;

  TrainingStep(Device device, Arena arena, Outputs.Layout outputLayout, Backward.Layout deltas, Network network,
      Loss loss, Batches batches, Optimizer optimizer, Hyperparameters hyperparameters, LossSums sums) {
    this.batches = batches.batches();
    for (Batches.Batch batch : this.batches) {
      Outputs outputs = new Outputs(device, arena, outputLayout, network, batch.features());
      Backward backward = new Backward(device, arena, deltas, network, outputs, optimizer);
      plans.add(device.record(() -> {
        batches.gather(batch);
        outputs.compose();
        outputs.train(hyperparameters.normMomentum());
        device.loss(loss, network.architecture().outputScale(), outputs.output(), batch.labels(),
            optimizer.gradientScale(), backward.outputDelta(), sums.steps(), sums.position());
        backward.run();
        device.advance(sums.position(), sums.window());
      }));
    }
  }

  /** Queues the steps of an epoch. */
  void replayEpoch() {
    for (int i = 0; i < plans.size(); i++) {
      for (int step = 0; step < batches.get(i).count(); step++) {
        plans.get(i).replay();
      }
    }
  }

  @Override
  public void close() {
    plans.forEach(Plan::close);
  }
}
