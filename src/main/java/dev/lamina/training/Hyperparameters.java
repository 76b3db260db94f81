package dev.lamina.training;

import dev.lamina.device.BatchNorm;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Scalar;
import dev.lamina.device.Stacks;
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

  private final Place place;
  private final Layout layout;
  private final double weightDecay;
  private double[] writtenRates;
  private boolean[] writtenEnded;

  static Layout plan(MemoryPlan plan, Network.Layout network) {
    Stacks stacks = network.stacks(plan);
    return new Layout(stacks.add(Purpose.WORKSPACE, "rate", 1, 1), stacks.add(Purpose.WORKSPACE, "keep", 1, 1),
        stacks.add(Purpose.WORKSPACE, "norm momentum", 1, 1));
  }

  Hyperparameters(Place place, Layout layout, double weightDecay) {
    this.place = place;
    this.layout = layout;
    this.weightDecay = weightDecay;
  }

  Scalar rate() {
    return Scalar.at(rateMatrix());
  }

  /** {@code 1 - rate * weightDecay}. */
  Scalar keep() {
    return weightDecay == 0 ? Scalar.ONE : Scalar.at(keepMatrix());
  }

  Scalar normMomentum() {
    return Scalar.at(place.matrix(layout.normMomentum()));
  }

  /** 1 x 1. */
  Matrix rateMatrix() {
    return place.matrix(layout.rate());
  }

  /** 1 x 1; null without weight decay. */
  Matrix keepMatrix() {
    return weightDecay == 0 ? null : place.matrix(layout.keep());
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
      place.device().write(momenta, place.matrix(layout.normMomentum()));
      writtenEnded = ended.clone();
    }
    double[] effective = effective(rates, ended);
    if (!Arrays.equals(effective, writtenRates)) {
      place.device().write(effective, rateMatrix());
      if (weightDecay != 0) {
        double[] kept = Arrays.stream(effective).map(eta -> 1 - eta * weightDecay).toArray();
        place.device().write(kept, keepMatrix());
      }
      writtenRates = effective;
    }
  }
}
