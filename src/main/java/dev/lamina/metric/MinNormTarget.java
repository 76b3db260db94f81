package dev.lamina.metric;

import dev.lamina.device.Device;
import dev.lamina.device.HostArray;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Scalar;
import dev.lamina.device.Stacks;
import dev.lamina.device.Transpose;

/**
 * The least-squares solution of minimal norm, {@code Y X^+} (K x d), and its Gram matrix, in float64.
 *
 * <p>By the thin decomposition {@code X = U S V^T} it is {@code ((Y V) S^-1) U^T}, with singular values at most
 * {@code max(d, N) eps} times the largest taken as zero.
 */
final class MinNormTarget {

  /** A slot for each factor. */
  record Layout(Slot data, Slot left, Slot values, Slot right, Slot inverse, Slot labels, Slot rotated, Slot scaled,
      Slot solution) {}

  private final Place place;
  private final Layout layout;

  /** @param stacks of the members of the data */
  static Layout plan(Stacks stacks, int dimension, int samples, int classes) {
    HostArray.length(classes, samples, "labels of " + classes + " classes for " + samples + " samples");
    int rank = Math.min(dimension, samples);
    return new Layout(stacks.add(Purpose.WORKSPACE, "minimum norm: data", dimension, samples),
        stacks.add(Purpose.WORKSPACE, "minimum norm: left vectors", dimension, rank),
        stacks.add(Purpose.WORKSPACE, "minimum norm: singular values", rank, 1),
        stacks.add(Purpose.WORKSPACE, "minimum norm: right vectors", rank, samples),
        stacks.add(Purpose.WORKSPACE, "minimum norm: inverse values", rank, rank),
        stacks.addShared(Purpose.WORKSPACE, "minimum norm: one-hot labels", classes, samples),
        stacks.add(Purpose.WORKSPACE, "minimum norm: rotated labels", classes, rank),
        stacks.add(Purpose.WORKSPACE, "minimum norm: scaled labels", classes, rank),
        stacks.add(Purpose.METRICS, "minimum norm: solution", classes, dimension));
  }

  MinNormTarget(Place place, Layout layout) {
    this.place = place;
    this.layout = layout;
  }

  /**
   * Computes the solution.
   *
   * @param x d x N, of the planned members
   * @param labels of the N samples
   */
  void compute(Matrix x, int[] labels) {
    Device device = place.device();
    Matrix data = place.matrix(layout.data);
    Matrix left = place.matrix(layout.left);
    Matrix values = place.matrix(layout.values);
    Matrix right = place.matrix(layout.right);
    Matrix inverse = place.matrix(layout.inverse);
    Matrix targets = place.matrix(layout.labels);
    Matrix rotated = place.matrix(layout.rotated);
    Matrix scaled = place.matrix(layout.scaled);
    device.write(ClassConstants.targets(labels, targets.rows()), targets);
    device.copy(Transpose.NO, x, data);
    device.svd(data, left, values, right);
    device.diagonal(values, -1, Math.max(data.rows(), data.columns()) * Math.ulp(1.0), inverse);
    device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, targets, right, Scalar.ZERO, rotated);
    device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, rotated, inverse, Scalar.ZERO, scaled);
    device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, scaled, left, Scalar.ZERO, solution());
  }

  /** K x d, of one member where the data are shared. */
  Matrix solution() {
    return place.matrix(layout.solution);
  }
}
