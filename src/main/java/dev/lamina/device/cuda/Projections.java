package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Transpose;

/** Samples projected on a few directions, by float64 products of panels that were centred first. */
final class Projections {

  private final Kernels kernels;
  private final Blas blas;
  private final long panelBytes;

  Projections(Kernels kernels, Blas blas, long panelBytes) {
    this.kernels = kernels;
    this.blas = blas;
    this.panelBytes = panelBytes;
  }

  /** {@code (1/N) T T^T} with {@code T = directions^T (x - mu_y)}, summed panel by panel. */
  Operation scatter(Matrix x, int[] offsets, Matrix means, Matrix directions, Matrix scatter) {
    int d = x.rows();
    int m = directions.columns();
    int samples = x.columns();
    Panels features = new Panels(kernels, x.type());
    Panels.Size size = Panels.Size.of(panelBytes, 0, Double.BYTES * ((long) d + m), samples, scatter.members());
    Operation operation = new Operation();
    Operation.Constant offsetsConstant = operation.constant("offsets", offsets);
    Slot panelSlot = operation.scratch("panel", ElementType.FLOAT64, d, size.columns(), size.members());
    Slot projectedSlot = operation.scratch("projected", ElementType.FLOAT64, m, size.columns(), size.members());
    return operation.body((queue, workspace) -> {
      if (d == 0) {
        queue.clear(scatter);
      }
      if (d == 0 || m == 0) {
        return;
      }
      Matrix classes = workspace.constant(offsetsConstant);
      for (int e = 0; e < scatter.members(); e += size.members()) {
        int end = Math.min(e + size.members(), scatter.members());
        for (int start = 0; start < samples; start += size.columns()) {
          int width = Math.min(size.columns(), samples - start);
          Matrix panel = Panels.members(workspace.scratch(panelSlot), 0, end - e).columns(0, width);
          Matrix projected = Panels.members(workspace.scratch(projectedSlot), 0, end - e).columns(0, width);
          features.centreClasses(queue, Panels.members(x, e, end).columns(start, start + width), start,
              Panels.members(means, e, end), classes, panel);
          blas.gemm(Transpose.YES, Transpose.NO, 1, Panels.members(directions, e, end), panel, 0, projected);
          blas.gemm(Transpose.NO, Transpose.YES, 1.0 / samples, projected, projected, start == 0 ? 0 : 1,
              Panels.members(scatter, e, end));
        }
      }
    });
  }

  /** {@code target = directions^T (x - origin)}, panel by panel. */
  Operation project(Matrix x, Matrix origin, Matrix directions, Matrix target) {
    int d = x.rows();
    int samples = x.columns();
    Panels features = new Panels(kernels, x.type());
    Panels.Size size = Panels.Size.of(panelBytes, 0, Double.BYTES * (long) d, samples, target.members());
    Operation operation = new Operation();
    Slot panelSlot = operation.scratch("panel", ElementType.FLOAT64, d, size.columns(), size.members());
    return operation.body((queue, workspace) -> {
      if (d == 0) {
        queue.clear(target);
      }
      if (d == 0 || target.size() == 0) {
        return;
      }
      for (int e = 0; e < target.members(); e += size.members()) {
        int end = Math.min(e + size.members(), target.members());
        for (int start = 0; start < samples; start += size.columns()) {
          int width = Math.min(size.columns(), samples - start);
          Matrix panel = Panels.members(workspace.scratch(panelSlot), 0, end - e).columns(0, width);
          features.centre(queue, Panels.members(x, e, end).columns(start, start + width),
              Panels.members(origin, e, end), panel);
          blas.gemm(Transpose.YES, Transpose.NO, 1, Panels.members(directions, e, end), panel, 0,
              Panels.members(target, e, end).columns(start, start + width));
        }
      }
    });
  }
}
