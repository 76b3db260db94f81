package dev.lamina.metric;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Scalar;
import dev.lamina.device.Stacks;
import dev.lamina.device.Transpose;

/**
 * The d x d Gram matrix of samples that come in chunks, about an origin near them, so that what they have in common
 * cancels nothing; in the end about their mean, and about zero.
 */
final class RunningGram {

  /**
   * @param total d x d, of all chunks so far
   * @param part the same of one chunk, and room for a decomposition
   * @param origin d x 1, and {@code shift}, from it to the mean
   * @param covariance d x 1, eigenvalues about the mean, smallest first
   * @param uncentred the same about zero
   */
  record Layout(Slot total, Slot part, Slot origin, Slot shift, Slot covariance, Slot uncentred) {}

  private final Place place;
  private final Layout layout;
  private boolean begun;

  static Layout plan(Stacks stacks, int d) {
    return new Layout(
        stacks.add(Purpose.WORKSPACE, "spectrum: Gram matrix", d, d),
        stacks.add(Purpose.WORKSPACE, "spectrum: Gram matrix of a chunk", d, d),
        stacks.add(Purpose.WORKSPACE, "spectrum: origin", d, 1),
        stacks.add(Purpose.WORKSPACE, "spectrum: mean less origin", d, 1),
        stacks.add(Purpose.METRICS, "spectrum: covariance", d, 1),
        stacks.add(Purpose.METRICS, "spectrum: eigenvalues", d, 1));
  }

  RunningGram(Place place, Layout layout) {
    this.place = place;
    this.layout = layout;
  }

  private Matrix total() {
    return place.matrix(layout.total);
  }

  private Matrix part() {
    return place.matrix(layout.part);
  }

  /**
   * Adds a chunk.
   *
   * @param x d x n
   * @param soFar with this chunk; the mean of the first is the origin
   */
  void add(Matrix x, RunningMoments soFar) {
    Device device = place.device();
    if (!begun) {
      device.write(soFar.mean(), place.matrix(layout.origin));
      begun = true;
    }
    device.gram(true, x, place.matrix(layout.origin), part());
    add(Scalar.ONE, part(), Scalar.ONE, total());
  }

  /** Multiplies all samples so far by a power of two. */
  void scale(int exponent) {
    place.device().copy(Transpose.NO, total(), part());
    add(Scalar.of(Math.scalb(1.0, 2 * exponent)), part(), Scalar.ZERO, total());
    Matrix origin = place.matrix(layout.origin);
    place.device().copy(Transpose.NO, origin, place.matrix(layout.shift));
    add(Scalar.of(Math.scalb(1.0, exponent)), place.matrix(layout.shift), Scalar.ZERO, origin);
  }

  /** {@code target = alpha source + beta target}. */
  private void add(Scalar alpha, Matrix source, Scalar beta, Matrix target) {
    int size = Math.multiplyExact(source.rows(), source.columns());
    place.device().sumColumns(alpha, source.reshape(size, 1), beta, target.reshape(size, 1));
  }

  /**
   * Queues the eigenvalues; no chunk comes after.
   *
   * @param mean of all samples, d x 1
   * @param samples N
   * @param square receives the squared norm of the Gram matrix about the mean
   */
  void finish(Matrix mean, long samples, boolean covariance, Matrix square) {
    Device device = place.device();
    Matrix shift = place.matrix(layout.shift);
    device.copy(Transpose.NO, mean, shift);
    add(Scalar.of(-1), place.matrix(layout.origin), Scalar.ONE, shift);
    device.gemm(Transpose.NO, Transpose.YES, Scalar.of(-samples), shift, shift, Scalar.ONE, total());
    device.sumOfSquares(total(), square);
    if (covariance) {
      device.copy(Transpose.NO, total(), part());
      device.symmetricEigen(false, part(), place.matrix(layout.covariance));
    }
    device.gemm(Transpose.NO, Transpose.YES, Scalar.of(samples), mean, mean, Scalar.ONE, total());
    device.symmetricEigen(false, total(), place.matrix(layout.uncentred));
  }

  /** Waits; eigenvalues about the mean, smallest first. */
  double[] covariance() {
    return read(layout.covariance);
  }

  /** The same about zero. */
  double[] uncentred() {
    return read(layout.uncentred);
  }

  private double[] read(Slot slot) {
    double[] values = new double[slot.rows()];
    place.device().read(place.matrix(slot), values);
    return values;
  }
}
