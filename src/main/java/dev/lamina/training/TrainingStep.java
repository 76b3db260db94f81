package dev.lamina.training;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.Plan;
import dev.lamina.network.Architecture;
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
  private final boolean full;
  private int waiting;

  TrainingStep(Device device, Arena arena, Outputs.Layout outputLayout, Backward.Layout deltas, Network network,
      TrainingSettings settings, Batches batches, Optimizer optimizer, Hyperparameters hyperparameters, LossSums sums) {
    this.batches = batches.batches();
    full = batches.isFull();
    boolean stops = stops(settings, batches.isFull(), network.architecture());
    for (Batches.Batch batch : this.batches) {
      Outputs outputs = new Outputs(device, arena, outputLayout, network, batch.features());
      Backward backward = new Backward(device, arena, deltas, network, outputs, optimizer);
      plans.add(device.record(() -> {
        batches.gather(batch);
        outputs.compose();
        outputs.train(hyperparameters.normMomentum());
        device.loss(settings.loss(), network.architecture().outputScale(), outputs.output(), batch.labels(),
            optimizer.gradientScale(), backward.outputDelta(), sums.steps(), sums.position());
        if (stops) {
          device.stopBelow(settings.stopLoss(), settings.checkEvery(), sums.steps(), sums.position(),
              hyperparameters.rateMatrix(), hyperparameters.keepMatrix(), backward.outputDelta());
        }
        backward.run();
        device.advance(sums.position(), sums.length());
      }));
    }
  }

  /**
   * Whether the stop rule is part of the step: the loss of a full batch is that of the training set before the update, unless
   * batch normalisation makes the evaluation another function. Elsewhere evaluations between the steps decide.
   */
  static boolean stops(TrainingSettings settings, boolean fullBatch, Architecture architecture) {
    return settings.stops() && fullBatch && !architecture.hasBatchNorm();
  }

  /** Queues the steps of an epoch. Those of the full batch wait for {@link #flush}, so that many go to the device at once. */
  void queueEpoch() {
    if (full) {
      waiting++;
      return;
    }
    for (int i = 0; i < plans.size(); i++) {
      plans.get(i).replay(batches.get(i).count());
    }
  }

  /** Sends off what waits. */
  void flush() {
    if (waiting > 0) {
      plans.get(0).replay(waiting);
      waiting = 0;
    }
  }

  /** Whether a member's steps run by themselves, in one core or one multiprocessor. */
  boolean isResident() {
    return plans.stream().allMatch(Plan::isResident);
  }

  @Override
  public void close() {
    plans.forEach(Plan::close);
  }
}
