package dev.lamina.training;

import dev.lamina.device.Device;
import dev.lamina.device.Event;
import dev.lamina.device.Place;
import dev.lamina.device.Plan;
import dev.lamina.network.Architecture;
import dev.lamina.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A step, recorded once for each size of batch: gather, forward, loss, backward with update, and the counter's next
 * value. A replay allocates nothing, reads nothing back and waits for nothing.
 *
 * <p>A step of the full batch can also be taken in two halves, so that what its forward pass leaves is measured on the
 * way.
 */
final class TrainingStep implements AutoCloseable {

  /** What is queued at once should not take longer; a processor that others use, too, is slower than its clock says. */
  private static final long LONG_NANOS = 1_000_000_000;

  /** Both halves of a step by themselves. */
  private record Halves(Plan forward, Plan rest) {}

  private final Device device;
  private final List<Plan> plans = new ArrayList<>();
  private final List<Batches.Batch> batches;
  private final boolean full;
  private final boolean measurable;
  private final Runnable forward;
  private final Runnable rest;
  private Halves halves;
  private boolean halfway;
  private int most;
  private int waiting;
  private Event queued;

  /** @param most steps that go to the device at once, until they are seen to take long */
  TrainingStep(Place place, Outputs.Layout outputLayout, Backward.Layout deltas, Network network,
      TrainingSettings settings, Batches batches, int most, Optimizer optimizer, Hyperparameters hyperparameters,
      LossSums sums) {
    device = place.device();
    this.most = most;
    this.batches = batches.batches();
    full = batches.isFull();
    boolean stops = stops(settings, batches.isFull(), network.architecture());
    Runnable first = null;
    Runnable second = null;
    for (Batches.Batch batch : this.batches) {
      Outputs outputs = new Outputs(place, outputLayout, network, batch.features());
      Backward backward = new Backward(place, deltas, network, outputs, optimizer);
      Runnable pass = () -> {
        batches.gather(batch);
        outputs.compose();
        outputs.train(hyperparameters.normMomentum());
      };
      Runnable update = () -> {
        device.loss(settings.loss(), network.architecture().outputScale(), outputs.output(), batch.labels(),
            optimizer.gradientScale(), backward.outputDelta(), sums.steps(), sums.position());
        if (stops) {
          device.stopBelow(settings.stopLoss(), settings.checkEvery(), sums.steps(), sums.position(),
              hyperparameters.rateMatrix(), hyperparameters.keepMatrix(), backward.outputDelta());
        }
        backward.run();
        device.advance(sums.position(), sums.length());
      };
      plans.add(device.record(() -> {
        pass.run();
        update.run();
      }));
      first = pass;
      second = update;
    }
    forward = first;
    rest = second;
    measurable = full && outputLayout.tail() == null && !network.architecture().hasBatchNorm() && !isResident();
  }

  /**
   * Whether the loss of a step is that of the training set before the update: it is with the full batch, unless batch
   * normalisation makes the evaluation another function.
   */
  static boolean hasOwnLoss(boolean fullBatch, Architecture architecture) {
    return fullBatch && !architecture.hasBatchNorm();
  }

  /**
   * Whether the stop rule is part of the step. Where its loss is not the whole set's, evaluations between the steps
   * decide.
   */
  static boolean stops(TrainingSettings settings, boolean fullBatch, Architecture architecture) {
    return settings.stops() && hasOwnLoss(fullBatch, architecture);
  }

  /**
   * Takes the forward pass of the next step ahead of its rest, if it leaves the features of all layers and all samples:
   * it does with the full batch, layer by layer and without batch normalisation, which makes inference another
   * function.
   */
  void passAhead() {
    if (!measurable) {
      return;
    }
    if (halves == null) {
      halves = new Halves(device.record(forward), device.record(rest));
    }
    halves.forward().replay();
    halfway = true;
  }

  /** Whether the forward pass of the next step has been taken, and not yet its rest. */
  boolean isHalfway() {
    return halfway;
  }

  /**
   * Queues the steps of an epoch. Those of the full batch wait for {@link #flush}, so that many go to the device at
   * once.
   *
   * @param from steps of the epoch that have been taken already
   * @param interrupted asked before every few steps; none is taken after it says so
   * @return steps of the epoch that have been taken
   */
  int queueEpoch(int from, BooleanSupplier interrupted) {
    if (halfway) {
      halves.rest().replay();
      halfway = false;
      return 1;
    }
    if (full) {
      waiting++;
      if (waiting >= most) {
        flush();
      }
      return 1;
    }
    int taken = from;
    int end = 0;
    for (int i = 0; i < plans.size(); i++) {
      end += batches.get(i).count();
      while (taken < end) {
        if (interrupted.getAsBoolean()) {
          return taken;
        }
        int steps = Math.min(most, end - taken);
        replay(i, steps);
        taken += steps;
      }
    }
    return taken;
  }

  /** Sends off what waits. */
  void flush() {
    if (waiting > 0) {
      replay(0, waiting);
      waiting = 0;
    }
  }

  /** Sends steps off, but never far ahead of the device, which must take all of them before anything can end. */
  private void replay(int plan, int steps) {
    long started = System.nanoTime();
    plans.get(plan).replay(steps);
    Event before = queued;
    queued = null;
    try (before) {
      queued = device.event();
      if (before != null) {
        before.await();
      }
    }
    if (System.nanoTime() - started > LONG_NANOS && !isResident()) {
      most = Math.max(1, Math.min(most, steps) / 2);
    }
  }

  /** Whether a member's steps run by themselves, in one core or one multiprocessor. */
  boolean isResident() {
    return plans.stream().allMatch(Plan::isResident);
  }

  @Override
  public void close() {
    Event last = queued;
    try (last) {
      plans.forEach(Plan::close);
      if (halves != null) {
        halves.forward().close();
        halves.rest().close();
      }
    }
  }
}
