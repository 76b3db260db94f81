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
   * @param stores of Gram matrices N^2 x L, or one d x N for each layer
   * @param cross the largest d x d; null with Gram matrices
   * @param ones N x 1; null with Gram matrices
   */
  record Layout(List<Slot> stores, Slot cross, Slot ones, Block products) {
    boolean fromGrams() {
      return ones == null;
    }
  }

  private final Place place;
  private final Layout layout;
  private final Matrix results;

  static Layout plan(Stacks stacks, PackedResults packed, List<Integer> dimensions, int samples) {
    int layers = dimensions.size();
    int largest = dimensions.stream().mapToInt(Integer::intValue).max().orElseThrow();
    long total = dimensions.stream().mapToLong(Integer::longValue).sum();
    boolean fromGrams = (long) samples * samples <= Integer.MAX_VALUE
        && (long) samples * samples * layers <= total * samples + (long) largest * largest;
    Block products = packed.add(layers, layers);
    if (fromGrams) {
      Slot grams = stacks.add(Purpose.WORKSPACE, "CKA: Gram matrices", samples * samples, layers);
      return new Layout(List.of(grams), null, null, products);
    }
    List<Slot> features =
        dimensions.stream().map(d -> stacks.add(Purpose.WORKSPACE, "CKA: features", d, samples)).toList();
    return new Layout(features, stacks.add(Purpose.WORKSPACE, "CKA: products", largest, largest),
        stacks.addShared(Purpose.METRICS, "CKA: ones", samples, 1), products);
  }

  /** @param results where the products belong */
  LayerSimilarity(Place place, Layout layout, Matrix results) {
    this.place = place;
    this.layout = layout;
    this.results = results;
    if (!layout.fromGrams()) {
      place.device().fill(place.matrix(layout.ones), 1);
    }
  }

  /**
   * Keeps what a layer is compared by.
   *
   * @param x d x N, at any scale: only ratios are taken
   * @param mean of the samples, d x 1, float64; it is taken off before anything is multiplied
   */
  void enqueue(int layer, Matrix x, Matrix mean) {
    Device device = place.device();
    if (layout.fromGrams()) {
      device.gram(false, x, mean, store(0).columns(layer, layer + 1).reshape(x.columns(), x.columns()));
      return;
    }
    device.copy(Transpose.NO, x, store(layer));
    device.gemm(Transpose.NO, Transpose.YES, Scalar.of(-1), mean, place.matrix(layout.ones), Scalar.ONE, store(layer));
  }

  /** Compares all layers, each of which has been kept. */
  void finish() {
    Device device = place.device();
    int members = results.members();
    if (layout.fromGrams()) {
      device.gram(false, store(0), layout.products.in(results, members));
      return;
    }
    for (int a = 0; a < layout.stores.size(); a++) {
      for (int b = 0; b <= a; b++) {
        Matrix product = place.matrix(layout.cross, store(a).rows(), store(b).rows(), members);
        device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, store(a), store(b), Scalar.ZERO, product);
        device.sumOfSquares(product, entry(a, b).in(results, members));
      }
    }
  }

  private Matrix store(int index) {
    return place.matrix(layout.stores.get(index));
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
