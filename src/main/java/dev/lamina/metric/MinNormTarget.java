package dev.lamina.metric;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.HostArray;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Scalar;
import dev.lamina.device.Transpose;

/**
 * The least-squares solution of minimal norm, {@code Y X^+} (K x d), and its Gram matrix, in float64.
 *
 * <p>By the thin decomposition {@code X = U S V^T} it is {@code ((Y V) S^-1) U^T}, with singular values at most
 * {@code max(d, N) eps} times the largest taken as zero.
 */
final class MinNormTarget {

  /** The widths of the data, and a slot for each factor. */
  record Layout(int dimension, int samples, int classes, Slot copy, Slot left, Slot values, Slot right, Slot inverse,
      Slot labels, Slot rotated, Slot scaled, Slot solution) {}

  private final Device device;
  private final Layout layout;
  private final Arena arena;

  static Layout plan(MemoryPlan plan, int dimension, int samples, int classes, int members) {
    HostArray.length(classes, samples, "labels of " + classes + " classes for " + samples + " samples");
    int rank = Math.min(dimension, samples);
    Planner slot = (purpose, name, rows, columns, copies) ->
        plan.add(purpose, "minimum norm: " + name, ElementType.FLOAT64, rows, columns, copies);
    return new Layout(dimension, samples, classes,
        slot.add(Purpose.WORKSPACE, "data", dimension, samples, members),
        slot.add(Purpose.WORKSPACE, "left vectors", dimension, rank, members),
        slot.add(Purpose.WORKSPACE, "singular values", rank, 1, members),
        slot.add(Purpose.WORKSPACE, "right vectors", rank, samples, members),
        slot.add(Purpose.WORKSPACE, "inverse values", rank, rank, members),
        slot.add(Purpose.WORKSPACE, "one-hot labels", classes, samples, 1),
        slot.add(Purpose.WORKSPACE, "rotated labels", classes, rank, members),
        slot.add(Purpose.WORKSPACE, "scaled labels", classes, rank, members),
        slot.add(Purpose.METRICS, "solution", classes, dimension, members));
  }

  private interface Planner {
    Slot add(Purpose purpose, String name, int rows, int columns, int members);
  }

  MinNormTarget(Device device, Arena arena, Layout layout) {
    this.device = device;
    this.arena = arena;
    this.layout = layout;
  }

  /**
   * Computes the solution.
   *
   * @param x d x N, of the planned members
   * @param labels of the N samples
   */
  void compute(Matrix x, int[] labels) {
    Matrix copy = arena.matrix(layout.copy);
    Matrix left = arena.matrix(layout.left);
    Matrix values = arena.matrix(layout.values);
    Matrix right = arena.matrix(layout.right);
    Matrix inverse = arena.matrix(layout.inverse);
    Matrix targets = arena.matrix(layout.labels);
    Matrix rotated = arena.matrix(layout.rotated);
    Matrix scaled = arena.matrix(layout.scaled);
    device.write(ClassConstants.targets(labels, layout.classes), targets);
    device.copy(Transpose.NO, x, copy);
    device.svd(copy, left, values, right);
    device.diagonal(values, -1, Math.max(layout.dimension, layout.samples) * Math.ulp(1.0), inverse);
    device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, targets, right, Scalar.ZERO, rotated);
    device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, rotated, inverse, Scalar.ZERO, scaled);
    device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, scaled, left, Scalar.ZERO, solution());
  }

  /** K x d, of one member where the data are shared. */
  Matrix solution() {
    return arena.matrix(layout.solution);
  }
}
