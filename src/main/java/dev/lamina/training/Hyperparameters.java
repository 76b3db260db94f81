package dev.lamina.training;

import dev.lamina.device.Arena;
import dev.lamina.device.BatchNorm;
import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Scalar;
import dev.lamina.network.Network;
import java.util.Arrays;

/**
 * What may change between two replays of a step, in device memory: each member's learning rate, the factor
 * {@code 1 - rate * weightDecay} that its weights keep, and the momentum of its running statistics.
 *
 * <p>A member that has ended has rate 0, factor 1 and momentum 0, and so keeps its parameters bit for bit while the
 * others go on.
 */
final class Hyperparameters {

  record Layout(Slot rate, Slot keep, Slot normMomentum) {}

  private final Device device;
  private final double weightDecay;
  private final Matrix rate;
  private final Matrix keep;
  private final Matrix normMomentum;
  private double[] writtenRates;
  private boolean[] writtenEnded;

  static Layout plan(MemoryPlan plan, Network.Layout network) {
    return new Layout(planScalar(plan, "rate", network), planScalar(plan, "keep", network),
        planScalar(plan, "norm momentum", network));
  }

  private static Slot planScalar(MemoryPlan plan, String name, Network.Layout network) {
    return plan.add(Purpose.WORKSPACE, name, network.type(), 1, 1, network.members());
  }

  Hyperparameters(Device device, Arena arena, Layout layout, double weightDecay) {
    this.device = device;
    this.weightDecay = weightDecay;
    rate = arena.matrix(layout.rate());
    keep = arena.matrix(layout.keep());
    normMomentum = arena.matrix(layout.normMomentum());
  }

  Scalar rate() {
    return Scalar.at(rate);
  }

  /** {@code 1 - rate * weightDecay}. */
  Scalar keep() {
    return weightDecay == 0 ? Scalar.ONE : Scalar.at(keep);
  }

  Scalar normMomentum() {
    return Scalar.at(normMomentum);
  }

  /** 1 x 1. */
  Matrix rateMatrix() {
    return rate;
  }

  /** 1 x 1; null without weight decay. */
  Matrix keepMatrix() {
    return weightDecay == 0 ? null : keep;
  }

  /** Whether {@link #set} would write anything. */
  boolean differ(double[] rates, boolean[] ended) {
    return !Arrays.equals(ended, writtenEnded) || !Arrays.equals(effective(rates, ended), writtenRates);
  }

  private static double[] effective(double[] rates, boolean[] ended) {
    double[] effective = new double[rates.length];
    for (int e = 0; e < rates.length; e++) {
      effective[e] = ended[e] ? 0 : rates[e];
    }
    return effective;
  }

  /** Writes what differs from what the device was last given. */
  void set(double[] rates, boolean[] ended) {
    if (!Arrays.equals(ended, writtenEnded)) {
      double[] momenta = new double[ended.length];
      for (int e = 0; e < ended.length; e++) {
        momenta[e] = ended[e] ? 0 : BatchNorm.MOMENTUM;
      }
      device.write(momenta, normMomentum);
      writtenEnded = ended.clone();
    }
    double[] effective = effective(rates, ended);
    if (!Arrays.equals(effective, writtenRates)) {
      device.write(effective, rate);
      if (weightDecay != 0) {
        device.write(Arrays.stream(effective).map(eta -> 1 - eta * weightDecay).toArray(), keep);
      }
      writtenRates = effective;
    }
  }
}
