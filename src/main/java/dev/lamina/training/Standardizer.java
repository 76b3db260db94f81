package dev.lamina.training;

import dev.lamina.device.Arena;
import dev.lamina.device.BatchNorm;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Scalar;
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

  private final Device device;
  private final Matrix shift;
  private final BatchNorm scaling;

  static Layout plan(MemoryPlan plan, ElementType type, int dimension, int members) {
    return new Layout(
        plan.add(Purpose.WORKSPACE, "probe shift", type, dimension, 1, members),
        plan.add(Purpose.WORKSPACE, "probe factor", type, dimension, 1, members),
        plan.add(Purpose.WORKSPACE, "probe zero", type, dimension, 1, 1),
        plan.add(Purpose.WORKSPACE, "probe one", type, dimension, 1, 1));
  }

  Standardizer(Device device, Arena arena, Layout layout) {
    this.device = device;
    shift = arena.matrix(layout.shift());
    Matrix zero = arena.matrix(layout.zero());
    Matrix one = arena.matrix(layout.one());
    device.fill(one, 1);
    // A batch normalisation with given statistics is the device's way to multiply features by a number of each member.
    scaling = new BatchNorm(arena.matrix(layout.factor()), zero, zero, one, zero, zero);
  }

  /**
   * Standardises in place; waits for the device.
   *
   * @param test moved and scaled as the training set is; null for none
   * @return how long the training samples of each member are now
   */
  List<SampleNorms> run(Matrix training, Matrix test) {
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
    int d = shift.rows();
    double[] all = new double[Math.multiplyExact(d, factors.length)];
    for (int e = 0; e < factors.length; e++) {
      Arrays.fill(all, e * d, (e + 1) * d, factors[e] * Math.sqrt(1 + BatchNorm.EPSILON));
    }
    return all;
  }
}
