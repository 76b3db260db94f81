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

/** Takes the sample mean out of Gram matrices and of features, by rank-one corrections in float64. */
final class Centring {

  record Layout(int samples, Slot ones, Slot sums, Slot total) {}

  private final Device device;
  private final int samples;
  private final Matrix ones;
  private final Matrix sums;
  private final Matrix total;

  static Layout plan(MemoryPlan plan, int samples, int dimension, int members) {
    return new Layout(samples,
        plan.add(Purpose.METRICS, "ones", ElementType.FLOAT64, samples, 1, 1),
        plan.add(Purpose.WORKSPACE, "centring: sums", ElementType.FLOAT64, Math.max(samples, dimension), 1, members),
        plan.add(Purpose.WORKSPACE, "centring: total", ElementType.FLOAT64, 1, 1, members));
  }

  Centring(Device device, Arena arena, Layout layout) {
    this.device = device;
    samples = layout.samples;
    ones = arena.matrix(layout.ones);
    sums = arena.matrix(layout.sums);
    total = arena.matrix(layout.total);
    device.fill(ones, 1);
  }

  /** {@code G <- (I - 11^T/N) G (I - 11^T/N)} for the N x N inner products of samples. */
  void centreSampleGram(Matrix gram) {
    // With g = G1/N and the mean c = 1^T g / N this is G - u 1^T - 1 u^T for u = g - c/2.
    Matrix u = PackedResults.view(sums, samples, 1, gram.members());
    Matrix c = PackedResults.view(total, 1, 1, gram.members());
    device.sumColumns(Scalar.of(1.0 / samples), gram, Scalar.ZERO, u);
    device.gemm(Transpose.YES, Transpose.NO, Scalar.of(1.0 / samples), ones, u, Scalar.ZERO, c);
    device.gemm(Transpose.NO, Transpose.NO, Scalar.of(-0.5), ones, c, Scalar.ONE, u);
    subtractOuter(u, ones, gram);
    subtractOuter(ones, u, gram);
  }

  /**
   * {@code G <- G - N mu mu^T} for the d x d products {@code H H^T}.
   *
   * @param mean mu, d x 1, float64
   */
  void centreFeatureGram(Matrix mean, Matrix gram) {
    device.gemm(Transpose.NO, Transpose.YES, Scalar.of(-samples), mean, mean, Scalar.ONE, gram);
  }

  /** {@code H <- H - mu 1^T} for float64 features, d x N. */
  void centreFeatures(Matrix features) {
    Matrix mean = PackedResults.view(sums, features.rows(), 1, features.members());
    device.sumColumns(Scalar.of(1.0 / samples), features, Scalar.ZERO, mean);
    subtractOuter(mean, ones, features);
  }

  private void subtractOuter(Matrix a, Matrix b, Matrix target) {
    device.gemm(Transpose.NO, Transpose.YES, Scalar.of(-1), a, b, Scalar.ONE, target);
  }
}
