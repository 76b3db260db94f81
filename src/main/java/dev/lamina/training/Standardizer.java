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

/**
 * Centres features and gives them a mean square norm of 1, each member by itself:
 * {@code x <- s (x - m)}, m the mean of the training samples and {@code s = sqrt(N / sum |x - m|^2)} over them. One
 * factor for all features, so that directions keep their proportions: rotated features stay rotated features.
 */
final class Standardizer {

  /** Vectors of d, but for the last, which is one number of each member. */
  record Layout(Slot shift, Slot factor, Slot zero, Slot one, Slot squares) {}

  private final Device device;
  private final Matrix shift;
  private final Matrix squares;
  private final BatchNorm scaling;

  static Layout plan(MemoryPlan plan, ElementType type, int dimension, int members) {
    return new Layout(
        plan.add(Purpose.WORKSPACE, "probe shift", type, dimension, 1, members),
        plan.add(Purpose.WORKSPACE, "probe factor", type, dimension, 1, members),
        plan.add(Purpose.WORKSPACE, "probe zero", type, dimension, 1, 1),
        plan.add(Purpose.WORKSPACE, "probe one", type, dimension, 1, 1),
        plan.add(Purpose.WORKSPACE, "probe squares", ElementType.FLOAT64, 1, 1, members));
  }

  Standardizer(Device device, Arena arena, Layout layout) {
    this.device = device;
    shift = arena.matrix(layout.shift());
    squares = arena.matrix(layout.squares());
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
   */
  void run(Matrix training, Matrix test) {
    int n = training.columns();
    device.sumColumns(Scalar.of(-1.0 / n), training, Scalar.ZERO, shift);
    device.addBias(shift, training);
    device.sumOfSquares(training, squares);
    device.write(factors(n), scaling.gamma());
    device.batchNormInference(scaling, training, training);
    if (test != null) {
      device.addBias(shift, test);
      device.batchNormInference(scaling, test, test);
    }
  }

  /** The factor of each member, for each of its features; 1 where all samples are equal, or a feature is not finite. */
  private double[] factors(int samples) {
    double[] sums = new double[squares.members()];
    device.read(squares, sums);
    int d = shift.rows();
    double[] factors = new double[d * sums.length];
    for (int e = 0; e < sums.length; e++) {
      boolean usable = sums[e] > 0 && sums[e] < Double.POSITIVE_INFINITY;
      double factor = usable ? Math.sqrt(samples / sums[e]) : 1;
      Arrays.fill(factors, e * d, (e + 1) * d, factor * Math.sqrt(1 + BatchNorm.EPSILON));
    }
    return factors;
  }
}
