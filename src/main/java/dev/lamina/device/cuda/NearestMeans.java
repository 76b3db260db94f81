package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Transpose;

/** The class mean nearest to each sample, {@code kernels/nearest.cu}, from float64 products of centred panels. */
final class NearestMeans {

  private final Kernels kernels;
  private final Blas blas;
  private final long panelBytes;

  NearestMeans(Kernels kernels, Blas blas, long panelBytes) {
    this.kernels = kernels;
    this.blas = blas;
    this.panelBytes = panelBytes;
  }

  Operation of(Matrix x, Matrix means, Matrix assigned) {
    return new Assignment(x, means, assigned).operation;
  }

  /** One call. */
  private final class Assignment {
    private final Matrix x;
    private final Matrix means;
    private final Matrix assigned;
    private final Panels panels;
    private final Panels panelsOfMeans;
    private final Kernel meanColumns;
    private final Kernel nearestMean;
    private final Panels.Size size;
    private final Operation operation = new Operation();
    private final Slot centre;
    private final Slot centredMeans;
    private final Slot meanNorms;
    private final Slot panel;
    private final Slot norms;
    private final Slot products;

    Assignment(Matrix x, Matrix means, Matrix assigned) {
      this.x = x;
      this.means = means;
      this.assigned = assigned;
      panels = new Panels(kernels, x.type());
      panelsOfMeans = new Panels(kernels, ElementType.FLOAT64);
      meanColumns = kernels.get("panels", ElementType.FLOAT64, "mean_columns");
      nearestMean = kernels.get("nearest", x.type(), "nearest_mean");
      int d = x.rows();
      int classes = means.columns();
      size = Panels.Size.of(panelBytes, Double.BYTES * (d + (d + 1L) * classes), Double.BYTES * (d + 1L + classes),
          x.columns(), assigned.members());
      centre = scratch("centre of the means", d, 1);
      centredMeans = scratch("centred means", d, classes);
      meanNorms = scratch("norms of the means", classes, 1);
      panel = scratch("panel", d, size.columns());
      norms = scratch("norms", size.columns(), 1);
      products = scratch("products", classes, size.columns());
      operation.body(this::queue);
    }

    private Slot scratch(String name, int rows, int columns) {
      return operation.scratch(name, ElementType.FLOAT64, rows, columns, size.members());
    }

    private void queue(Queue queue, Workspace workspace) {
      if (means.size() == 0) {
        queue.clear(assigned);
        return;
      }
      for (int e = 0; e < assigned.members(); e += size.members()) {
        int end = Math.min(e + size.members(), assigned.members());
        queueMembers(queue, workspace, Panels.members(x, e, end), Panels.members(means, e, end),
            Panels.members(assigned, e, end));
      }
    }

    private void queueMembers(Queue queue, Workspace workspace, Matrix x, Matrix means, Matrix assigned) {
      int members = assigned.members();
      int d = x.rows();
      int classes = means.columns();
      Matrix origin = Panels.members(workspace.scratch(centre), 0, members);
      Matrix centred = Panels.members(workspace.scratch(centredMeans), 0, members);
      Matrix centredNorms = Panels.members(workspace.scratch(meanNorms), 0, members);
      queue.forEach(meanColumns, members, d, d, classes, means, origin);
      panelsOfMeans.centre(queue, means, origin, centred);
      panelsOfMeans.norms(queue, centred, centredNorms);
      for (int start = 0; start < x.columns(); start += size.columns()) {
        int width = Math.min(size.columns(), x.columns() - start);
        Matrix samples = x.columns(start, start + width);
        Matrix centredSamples = Panels.members(workspace.scratch(panel), 0, members).columns(0, width);
        Matrix sampleNorms = Panels.members(workspace.scratch(norms), 0, members);
        Matrix product = Panels.members(workspace.scratch(products), 0, members).columns(0, width);
        panels.centre(queue, samples, origin, centredSamples);
        panels.norms(queue, centredSamples, sampleNorms);
        blas.gemm(Transpose.YES, Transpose.NO, 1, centred, centredSamples, 0, product);
        queue.launch(nearestMean, Queue.warps(width), members, d, width, classes, samples, means, product, sampleNorms,
            centredNorms, assigned.columns(start, start + width));
      }
    }
  }
}
