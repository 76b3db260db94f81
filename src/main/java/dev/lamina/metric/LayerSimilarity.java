package dev.lamina.metric;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Scalar;
import dev.lamina.device.Transpose;
import dev.lamina.metric.PackedResults.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Linear centred kernel alignment of all pairs of layers (Kornblith et al. 2019), of centred features A and B,
 * {@code |A B^T|_F^2 / (|A A^T|_F |B B^T|_F)}.
 *
 * <p>{@code |A B^T|_F^2 = <A^T A, B^T B>}, so it comes either from the N x N Gram matrices, kept side by side, whose
 * inner products are one Gram matrix again, or from float64 copies of the features, whichever takes less memory; a Gram
 * matrix that has more than 2^31 - 1 elements is never taken.
 */
final class LayerSimilarity {

  /**
   * @param fromGrams whether Gram matrices are kept, or copies of the features
   * @param stores N^2 x L, or one d x N for each layer
   * @param cross the largest d x d; empty with Gram matrices
   * @param ones N x 1; empty with Gram matrices
   */
  record Layout(boolean fromGrams, int samples, int members, List<Slot> stores, Slot cross, Slot ones,
      Block products) {}

  private final Device device;
  private final Layout layout;
  private final List<Matrix> stores;
  private final Matrix cross;
  private final Matrix ones;
  private final Matrix results;

  static Layout plan(MemoryPlan plan, PackedResults packed, List<Integer> dimensions, int samples, int members) {
    int layers = dimensions.size();
    int largest = dimensions.stream().mapToInt(Integer::intValue).max().orElseThrow();
    long total = dimensions.stream().mapToLong(Integer::longValue).sum();
    boolean fromGrams = (long) samples * samples <= Integer.MAX_VALUE
        && (long) samples * samples * layers <= total * samples + (long) largest * largest;
    List<Slot> stores = new ArrayList<>();
    if (fromGrams) {
      stores.add(plan.add(Purpose.WORKSPACE, "CKA: Gram matrices", ElementType.FLOAT64,
          samples * samples, layers, members));
    } else {
      dimensions.forEach(d ->
          stores.add(plan.add(Purpose.WORKSPACE, "CKA: features", ElementType.FLOAT64, d, samples, members)));
    }
    int side = fromGrams ? 0 : largest;
    Slot cross = plan.add(Purpose.WORKSPACE, "CKA: products", ElementType.FLOAT64, side, side, members);
    Slot ones = plan.add(Purpose.METRICS, "CKA: ones", ElementType.FLOAT64, fromGrams ? 0 : samples, 1, 1);
    return new Layout(fromGrams, samples, members, stores, cross, ones, packed.add(layers, layers));
  }

  LayerSimilarity(Device device, Arena arena, Layout layout, Matrix results) {
    this.device = device;
    this.layout = layout;
    this.results = results;
    stores = layout.stores.stream().map(arena::matrix).toList();
    cross = arena.matrix(layout.cross);
    ones = arena.matrix(layout.ones);
    device.fill(ones, 1);
  }

  /**
   * Keeps what a layer is compared by.
   *
   * @param x d x N, at any scale: only ratios are taken
   * @param mean of the samples, d x 1, float64; it is taken off before anything is multiplied
   */
  void enqueue(int layer, Matrix x, Matrix mean) {
    if (layout.fromGrams) {
      Matrix gram = stores.get(0).columns(layer, layer + 1).reshape(layout.samples, layout.samples);
      device.gram(false, x, mean, gram);
      return;
    }
    Matrix store = stores.get(layer);
    device.copy(Transpose.NO, x, store);
    device.gemm(Transpose.NO, Transpose.YES, Scalar.of(-1), mean, ones, Scalar.ONE, store);
  }

  /** Compares all layers, each of which has been kept. */
  void finish() {
    if (layout.fromGrams) {
      device.gram(false, stores.get(0), layout.products.in(results, layout.members));
      return;
    }
    for (int a = 0; a < stores.size(); a++) {
      for (int b = 0; b <= a; b++) {
        Matrix product = PackedResults.view(cross, stores.get(a).rows(), stores.get(b).rows(), layout.members);
        device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, stores.get(a), stores.get(b), Scalar.ZERO, product);
        device.sumOfSquares(product, entry(a, b).in(results, layout.members));
      }
    }
  }

  /**
   * CKA of one layer with every layer, from a member's packed results; roots are multiplied, since products underflow.
   */
  List<Double> row(int layer, double[] column) {
    return IntStream.range(0, layout.products.rows())
        .mapToObj(other -> product(layer, other, column)
            / (Math.sqrt(product(layer, layer, column)) * Math.sqrt(product(other, other, column))))
        .toList();
  }

  /** Only one triangle is filled. */
  private double product(int a, int b, double[] column) {
    return entry(Math.max(a, b), Math.min(a, b)).scalar(column);
  }

  private Block entry(int a, int b) {
    return new Block(layout.products.start() + a + b * layout.products.rows(), 1, 1);
  }
}
