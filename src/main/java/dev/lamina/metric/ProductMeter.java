package dev.lamina.metric;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Scalar;
import dev.lamina.device.Stacks;
import dev.lamina.device.Transpose;
import dev.lamina.metric.PackedResults.Block;
import java.util.Arrays;
import java.util.List;

/** Queues the end-to-end matrix {@code W_L .. W_1} and its distance from the solution of minimal norm. */
final class ProductMeter {

  /**
   * All are empty for what is not asked for.
   *
   * @param values singular values of the product
   * @param residual squared norm of its difference from the solution
   * @param targetGram of the solution, K x K
   * @param copy float64 copy of a factor, shared with who plans it
   * @param even product of the first factors from the left, in turn with {@code odd}
   * @param target null without a residual
   */
  record Layout(Block values, Block residual, Block targetGram, Slot copy, Slot even, Slot odd,
      MinNormTarget.Layout target) {}

  private final Place place;
  private final Layout layout;
  private final double outputScale;
  private final Matrix results;
  private final MinNormTarget target;
  private boolean hasTarget;

  /**
   * @param widths {@code d_0 .. d_L}
   * @param samples N of the data
   * @param dataMembers members of the data
   * @param copy as large as the largest matrix
   */
  static Layout plan(Stacks stacks, PackedResults packed, int[] widths, int samples, int dataMembers, Slot copy,
      WeightOptions options) {
    int end = options.endToEnd() ? 1 : 0;
    int min = options.minNorm() ? 1 : 0;
    int last = widths.length - 1;
    int outputs = widths[last];
    int inner = Arrays.stream(widths).limit(last).max().orElseThrow();
    return new Layout(packed.add(end * Math.min(outputs, widths[0]), 1),
        packed.add(min, min),
        packed.add(min * outputs, min * outputs),
        copy,
        stacks.add(Purpose.WORKSPACE, "weight metrics: product", end * outputs, inner),
        stacks.add(Purpose.WORKSPACE, "weight metrics: next product", end * outputs, inner),
        min == 0 ? null
            : MinNormTarget.plan(new Stacks(stacks.plan(), stacks.type(), dataMembers), widths[0], samples, outputs));
  }

  /** @param results where what is measured belongs */
  ProductMeter(Place place, Layout layout, double outputScale, Matrix results) {
    this.place = place;
    this.layout = layout;
    this.outputScale = outputScale;
    this.results = results;
    target = layout.target == null ? null : new MinNormTarget(place, layout.target);
  }

  /** Finds the solution that the product is held against; {@link WeightMeter#solve}. */
  void solve(Matrix x, int[] labels) {
    if (target == null) {
      throw new IllegalStateException("the minimum-norm residual was not planned for; ask for it in the options");
    }
    target.compute(x, labels);
    place.device().gram(true, target.solution(), layout.targetGram.in(results, results.members()));
    hasTarget = true;
  }

  /** Whether there is a residual to measure and nothing yet to measure it from. */
  boolean lacksTarget() {
    return target != null && !hasTarget;
  }

  /** The product from the left, so that every factor has only K rows. */
  void enqueue(List<Matrix> weights) {
    Device device = place.device();
    int e = results.members();
    int last = weights.size() - 1;
    int outputs = weights.get(last).rows();
    Slot spare = layout.odd;
    Matrix product = wide(weights.get(last), layout.even);
    for (int l = last - 1; l >= 0; l--) {
      Matrix w = wide(weights.get(l), layout.copy);
      Matrix next = place.matrix(spare, outputs, w.columns(), e);
      device.gemm(Transpose.NO, Transpose.NO, Scalar.ONE, product, w, Scalar.ZERO, next);
      spare = spare == layout.odd ? layout.even : layout.odd;
      product = next;
    }
    if (target != null) {
      Matrix difference = place.matrix(spare, outputs, product.columns(), e);
      device.copy(Transpose.NO, target.solution(), difference);
      // A matrix seen as one column is its own sum of columns, which makes this a scaled difference.
      int size = Math.toIntExact(product.size());
      device.sumColumns(Scalar.of(outputScale), product.reshape(size, 1), Scalar.of(-1), difference.reshape(size, 1));
      device.sumOfSquares(difference, layout.residual.in(results, e));
    }
    device.singularValues(product, layout.values.in(results, e));
  }

  private Matrix wide(Matrix w, Slot workspace) {
    Matrix wide = place.matrix(workspace, w.rows(), w.columns(), results.members());
    place.device().copy(Transpose.NO, w, wide);
    return wide;
  }
}
