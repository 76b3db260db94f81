package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Transpose;

/**
 * Gram matrices in float64: one triangle by cuBLAS, the other by {@code kernels/gram.cu}. Float32 data, and data that
 * have an origin to be taken off, are converted panel by panel, and the products of the panels add up: panels of
 * columns for {@code x x^T}, of rows for {@code x^T x}.
 */
final class Grams {

  private static final int TILE = 32;

  private final Kernels kernels;
  private final Blas blas;
  private final long panelBytes;

  Grams(Kernels kernels, Blas blas, long panelBytes) {
    this.kernels = kernels;
    this.blas = blas;
    this.panelBytes = panelBytes;
  }

  /** @param origin one column that is taken off every column of {@code x}, or null */
  Operation gram(boolean transposed, Matrix x, Matrix origin, Matrix gram) {
    Kernel mirror = kernels.get("gram", ElementType.FLOAT64, "mirror");
    int order = gram.rows();
    int tiles = (order + TILE - 1) / TILE;
    Operation operation = new Operation();
    Operation.Body triangle = x.type() == ElementType.FLOAT64 && origin == null
        ? (queue, workspace) -> blas.syrk(transposed ? Transpose.NO : Transpose.YES, x, 0, gram)
        : convertedTriangle(operation, transposed, x, origin, gram);
    return operation.body((queue, workspace) -> {
      if (x.size() == 0) {
        queue.clear(gram);
        return;
      }
      triangle.queue(queue, workspace);
      queue.launch(mirror, Math.multiplyExact(tiles, tiles), gram.members(), order, tiles, gram);
    });
  }

  private Operation.Body convertedTriangle(Operation operation, boolean transposed, Matrix x, Matrix origin,
      Matrix gram) {
    int order = gram.rows();
    int inner = transposed ? x.columns() : x.rows();
    Panels panels = new Panels(kernels, x.type());
    Panels.Size size = Panels.Size.of(panelBytes, 0, (long) Double.BYTES * order, inner, gram.members());
    Slot slot = operation.scratch("panel", ElementType.FLOAT64, order, size.columns(), size.members());
    return (queue, workspace) -> {
      for (int e = 0; e < gram.members(); e += size.members()) {
        int end = Math.min(e + size.members(), gram.members());
        Matrix whole = Panels.members(workspace.scratch(slot), 0, end - e);
        Matrix source = Panels.members(x, e, end);
        Matrix shift = origin == null ? null : Panels.members(origin, e, end);
        Matrix target = Panels.members(gram, e, end);
        for (int start = 0; start < inner; start += size.columns()) {
          int width = Math.min(size.columns(), inner - start);
          double beta = start == 0 ? 0 : 1;
          if (transposed) {
            Matrix panel = whole.columns(0, width);
            panels.centre(queue, source.columns(start, start + width), shift, panel);
            blas.syrk(Transpose.NO, panel, beta, target);
          } else {
            Matrix panel = Panels.packed(whole, width, order);
            panels.centreRows(queue, source, start, shift, panel);
            blas.syrk(Transpose.YES, panel, beta, target);
          }
        }
      }
    };
  }
}
