package dev.lamina.metric;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Purpose;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Transpose;
import java.util.List;

/** Queues the spectrum of features, uncentred, and the squared norm of their centred Gram matrix. */
final class SpectrumMeter {

  /**
   * @param gram s x s, {@code s = min(d, N)} of the layer where that is largest; empty without spectra
   * @param scratch what the decompositions destroy: another s x s, or a float64 copy of the features
   */
  record Layout(Slot gram, Slot scratch, Centring.Layout centring) {}

  private final Device device;
  private final Matrix gram;
  private final Matrix scratch;
  private final Centring centring;

  static Layout plan(MemoryPlan plan, List<FeatureBlocks> layers, int samples, int members) {
    int side = 0;
    int rows = 0;
    int columns = 0;
    int largest = 0;
    for (FeatureBlocks layer : layers) {
      boolean copied = layer.method() == SpectrumMethod.SVD;
      int own = layer.spectrum().rows();
      int ownRows = copied ? layer.dimension() : own;
      int ownColumns = copied ? samples : own;
      if ((long) ownRows * ownColumns > (long) rows * columns) {
        rows = ownRows;
        columns = ownColumns;
      }
      side = Math.max(side, own);
      largest = Math.max(largest, layer.dimension());
    }
    return new Layout(
        plan.add(Purpose.WORKSPACE, "spectrum: Gram matrix", ElementType.FLOAT64, side, side, members),
        plan.add(Purpose.WORKSPACE, "spectrum: decomposition", ElementType.FLOAT64, rows, columns, members),
        Centring.plan(plan, samples, largest, members));
  }

  SpectrumMeter(Device device, Arena arena, Layout layout) {
    this.device = device;
    gram = arena.matrix(layout.gram);
    scratch = arena.matrix(layout.scratch);
    centring = new Centring(device, arena, layout.centring);
  }

  /**
   * @param x d x N
   * @param mean of the samples, d x 1, float64
   * @param method resolved
   * @param values receives the singular values, largest first, or the Gram matrix's eigenvalues, smallest first
   * @param centredSquare receives {@code |H_c^T H_c|_F^2}, 1 x 1
   */
  void enqueue(Matrix x, Matrix mean, SpectrumMethod method, Matrix values, Matrix centredSquare) {
    if (method == SpectrumMethod.NONE) {
      return;
    }
    boolean wide = x.columns() > x.rows();
    int side = Math.min(x.rows(), x.columns());
    Matrix products = PackedResults.view(gram, side, side, x.members());
    device.gram(wide, x, products);
    if (method == SpectrumMethod.GRAM) {
      Matrix copy = PackedResults.view(scratch, side, side, x.members());
      device.copy(Transpose.NO, products, copy);
      device.symmetricEigen(false, copy, values);
    } else {
      Matrix copy = PackedResults.view(scratch, x.rows(), x.columns(), x.members());
      device.copy(Transpose.NO, x, copy);
      device.singularValues(copy, values);
    }
    if (wide) {
      centring.centreFeatureGram(mean, products);
    } else {
      centring.centreSampleGram(products);
    }
    device.sumOfSquares(products, centredSquare);
  }
}
