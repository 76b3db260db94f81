package dev.lamina.training;

import dev.lamina.device.BatchNorm;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Scalar;
import dev.lamina.device.Stacks;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Centres features and gives them a mean square norm of 1, each member by itself:
 * {@code x <- s (x - m)}, m the mean of the training samples and {@code s = sqrt(N / sum |x - m|^2)} over them, found
 * by {@link SampleNorms} so that it is right for every scale. One factor for all features, so that directions keep
 * their proportions: rotated features stay rotated features.
 */
final class Standardizer {

  /** Vectors of d. */
  record Layout(Slot shift, Slot factor, Slot zero, Slot one) {}

  private final Place place;
  private final Layout layout;

  static Layout plan(MemoryPlan plan, ElementType type, int dimension, int members) {
    Stacks stacks = new Stacks(plan, type, members);
    return new Layout(stacks.add(Purpose.WORKSPACE, "probe shift", dimension, 1),
        stacks.add(Purpose.WORKSPACE, "probe factor", dimension, 1),
        stacks.addShared(Purpose.WORKSPACE, "probe zero", dimension, 1),
        stacks.addShared(Purpose.WORKSPACE, "probe one", dimension, 1));
  }

  Standardizer(Place place, Layout layout) {
    this.place = place;
    this.layout = layout;
    place.device().fill(place.matrix(layout.one()), 1);
  }

  /**
   * Standardises in place; waits for the device.
   *
   * @param test moved and scaled as the training set is; null for none
   * @return how long the training samples of each member are now
   */
  List<SampleNorms> run(Matrix training, Matrix test) {
    Device device = place.device();
    Matrix shift = place.matrix(layout.shift());
    Matrix zero = place.matrix(layout.zero());
    // A batch normalisation with given statistics is the device's way to multiply features by a number of each member.
    BatchNorm scaling =
        new BatchNorm(place.matrix(layout.factor()), zero, zero, place.matrix(layout.one()), zero, zero);
    int n = training.columns();
    device.sumColumns(Scalar.of(-1.0 / n), training, Scalar.ZERO, shift);
    device.addBias(shift, training);
    List<SampleNorms> norms = SampleNorms.of(device, training);
    double[] factors = norms.stream().mapToDouble(Standardizer::factor).toArray();
    device.write(forEachFeature(factors), scaling.gamma());
    device.batchNormInference(scaling, training, training);
    if (test != null) {
      device.addBias(shift, test);
      device.batchNormInference(scaling, test, test);
    }
    return IntStream.range(0, factors.length).mapToObj(e -> norms.get(e).times(factors[e])).toList();
  }

  /** 1 where all samples are equal, or a feature is not finite. */
  private static double factor(SampleNorms norms) {
    double norm = norms.rootMeanSquare();
    return norm > 0 && norm < Double.POSITIVE_INFINITY ? 1 / norm : 1;
  }

  /** The factor of each member, once for each of its features. */
  private double[] forEachFeature(double[] factors) {
    int d = layout.shift().rows();
    double[] all = new double[Math.multiplyExact(d, factors.length)];
    for (int e = 0; e < factors.length; e++) {
      Arrays.fill(all, e * d, (e + 1) * d, factors[e] * Math.sqrt(1 + BatchNorm.EPSILON));
    }
    return all;
  }
}
