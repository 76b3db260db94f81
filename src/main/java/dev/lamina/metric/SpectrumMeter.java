package dev.lamina.metric;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Stacks;
import dev.lamina.device.Transpose;
import java.util.List;

/** Queues the spectrum of features, uncentred, and the squared norm of their centred Gram matrix. */
final class SpectrumMeter {

  /**
   * @param gram s x s, {@code s = min(d, N)} of the layer where that is largest; empty without spectra
   * @param covariance another such matrix; empty where the covariance is not asked for
   * @param copy float64, of the largest float32 features that are decomposed directly
   */
  record Layout(Slot gram, Slot covariance, Slot copy, Centring.Layout centring) {}

  private final Place place;
  private final Layout layout;
  private final Centring centring;

  static Layout plan(Stacks stacks, List<FeatureBlocks> layers, int samples) {
    int side = 0;
    int covariance = 0;
    int rows = 0;
    for (FeatureBlocks layer : layers) {
      side = Math.max(side, layer.spectrum().rows());
      covariance = Math.max(covariance, layer.covariance().rows());
      boolean copied = layer.method() == SpectrumMethod.SVD && !layer.isNormalized();
      rows = Math.max(rows, copied ? layer.dimension() : 0);
    }
    return new Layout(stacks.add(Purpose.WORKSPACE, "spectrum: Gram matrix", side, side),
        stacks.add(Purpose.WORKSPACE, "spectrum: covariance", covariance, covariance),
        stacks.add(Purpose.WORKSPACE, "spectrum: decomposition", rows, samples),
        Centring.plan(stacks, samples));
  }

  SpectrumMeter(Place place, Layout layout) {
    this.place = place;
    this.layout = layout;
    centring = new Centring(place, layout.centring);
  }

  /**
   * The centred Gram matrix comes first, and the mean then joins it: that way round nothing cancels.
   *
   * @param x d x N; destroyed if it is a normalized copy
   * @param mean of the samples, d x 1, float64
   * @param blocks where singular values, largest first, or the Gram matrix's eigenvalues, smallest first,
   *     {@code |H_c^T H_c|_F^2}, and the eigenvalues of {@code H_c H_c^T} if asked for, belong in {@code results}
   */
  void enqueue(Matrix x, Matrix mean, FeatureBlocks blocks, Matrix results) {
    if (blocks.method() == SpectrumMethod.NONE) {
      return;
    }
    Device device = place.device();
    boolean wide = x.columns() > x.rows();
    int side = Math.min(x.rows(), x.columns());
    int e = x.members();
    Matrix products = place.matrix(layout.gram, side, side, e);
    Matrix values = blocks.spectrum().in(results, e);
    device.gram(wide, x, mean, products);
    device.sumOfSquares(products, blocks.centredSquare().in(results, e));
    if (blocks.covariance().size() > 0) {
      Matrix copy = place.matrix(layout.covariance, side, side, e);
      device.copy(Transpose.NO, products, copy);
      device.symmetricEigen(false, copy, blocks.covariance().in(results, e));
    }
    if (blocks.method() == SpectrumMethod.GRAM) {
      if (wide) {
        centring.restoreFeatureGram(mean, x.columns(), products);
      } else {
        centring.restoreSampleGram(x, mean, products);
      }
      device.symmetricEigen(false, products, values);
    } else if (blocks.isNormalized()) {
      device.singularValues(x, values);
    } else {
      Matrix wideCopy = place.matrix(layout.copy, x.rows(), x.columns(), e);
      device.copy(Transpose.NO, x, wideCopy);
      device.singularValues(wideCopy, values);
    }
  }
}
