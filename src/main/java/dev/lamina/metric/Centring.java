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

/** Gives Gram matrices of centred samples their mean back, by rank-one terms in float64 that cancel nothing. */
final class Centring {

  record Layout(int samples, Slot ones, Slot products, Slot total) {}

  private final Device device;
  private final int samples;
  private final Matrix ones;
  private final Matrix products;
  private final Matrix total;

  static Layout plan(MemoryPlan plan, int samples, int members) {
    return new Layout(samples,
        plan.add(Purpose.METRICS, "ones", ElementType.FLOAT64, samples, 1, 1),
        plan.add(Purpose.WORKSPACE, "centring: products with the mean", ElementType.FLOAT64, 1, samples, members),
        plan.add(Purpose.WORKSPACE, "centring: total", ElementType.FLOAT64, 1, 1, members));
  }

  Centring(Device device, Arena arena, Layout layout) {
    this.device = device;
    samples = layout.samples;
    ones = arena.matrix(layout.ones);
    products = arena.matrix(layout.products);
    total = arena.matrix(layout.total);
    device.fill(ones, 1);
  }

  /**
   * {@code H_c^T H_c} becomes {@code H^T H = H_c^T H_c + u 1^T + 1 u^T} with {@code u = H_c^T mu + |mu|^2/2}.
   *
   * @param x H, d x N
   * @param mean mu, d x 1, float64
   * @param gram N x N
   */
  void restoreSampleGram(Matrix x, Matrix mean, Matrix gram) {
    Matrix row = PackedResults.view(products, 1, samples, gram.members());
    Matrix u = row.reshape(samples, 1);
    Matrix square = PackedResults.view(total, 1, 1, gram.members());
    device.project(x, mean, mean, row);
    device.sumOfSquares(mean, square);
    device.gemm(Transpose.NO, Transpose.NO, Scalar.of(0.5), ones, square, Scalar.ONE, u);
    device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, u, ones, Scalar.ONE, gram);
    device.gemm(Transpose.NO, Transpose.YES, Scalar.ONE, ones, u, Scalar.ONE, gram);
  }

  /**
   * {@code H_c H_c^T} becomes {@code H H^T = H_c H_c^T + N mu mu^T}.
   *
   * @param mean mu, d x 1, float64
   * @param gram d x d
   */
  void restoreFeatureGram(Matrix mean, Matrix gram) {
    device.gemm(Transpose.NO, Transpose.YES, Scalar.of(samples), mean, mean, Scalar.ONE, gram);
  }
}
