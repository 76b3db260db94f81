package dev.lamina.metric;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Scalar;
import dev.lamina.device.Stacks;
import dev.lamina.device.Transpose;

/** Gives Gram matrices of centred samples their mean back, by rank-one terms in float64 that cancel nothing. */
final class Centring {

  record Layout(Slot ones, Slot products, Slot total) {}

  private final Place place;
  private final Layout layout;

  static Layout plan(Stacks stacks, int samples) {
    return new Layout(stacks.addShared(Purpose.METRICS, "ones", samples, 1),
        stacks.add(Purpose.WORKSPACE, "centring: products with the mean", 1, samples),
        stacks.add(Purpose.WORKSPACE, "centring: total", 1, 1));
  }

  Centring(Place place, Layout layout) {
    this.place = place;
    this.layout = layout;
    place.device().fill(place.matrix(layout.ones), 1);
  }

  /**
   * {@code H_c^T H_c} becomes {@code H^T H = H_c^T H_c + u 1^T + 1 u^T} with {@code u = H_c^T mu + |mu|^2/2}.
   *
   * @param x H, d x N
   * @param mean mu, d x 1, float64
   * @param gram N x N
   */
  void restoreSampleGram(Matrix x, Matrix mean, Matrix gram) {
    Device device = place.device();
    Matrix ones = place.matrix(layout.ones);
    Matrix row = place.matrix(layout.products, 1, x.columns(), gram.members());
    Matrix u = row.reshape(x.columns(), 1);
    Matrix square = place.matrix(layout.total, 1, 1, gram.members());
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
   * @param samples N
   * @param gram d x d
   */
  void restoreFeatureGram(Matrix mean, int samples, Matrix gram) {
    place.device().gemm(Transpose.NO, Transpose.YES, Scalar.of(samples), mean, mean, Scalar.ONE, gram);
  }
}
