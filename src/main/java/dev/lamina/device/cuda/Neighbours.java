package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Transpose;

/** Distances to the two nearest other samples, {@code kernels/neighbours.cu}, from float64 products of panels. */
final class Neighbours {

  /** Queries that share a panel of candidates: enough to make the product cost more than the panel. */
  private static final int QUERIES = 512;

  private final Kernels kernels;
  private final Blas blas;
  private final long panelBytes;

  Neighbours(Kernels kernels, Blas blas, long panelBytes) {
    this.kernels = kernels;
    this.blas = blas;
    this.panelBytes = panelBytes;
  }

  Operation of(Matrix x, Matrix distances) {
    return new Search(x, distances).operation;
  }

  /** One call. */
  private final class Search {
    private final Matrix x;
    private final Matrix distances;
    private final Panels panels;
    private final Kernel nearestTwo;
    private final int queries;
    private final Panels.Size size;
    private final Operation operation = new Operation();
    private final Slot origin;
    private final Slot queryPanel;
    private final Slot queryNorms;
    private final Slot panel;
    private final Slot norms;
    private final Slot products;

    Search(Matrix x, Matrix distances) {
      this.x = x;
      this.distances = distances;
      panels = new Panels(kernels, x.type());
      nearestTwo = kernels.get("neighbours", x.type(), "nearest_two");
      int d = x.rows();
      long column = Double.BYTES * (d + 1L);
      queries = Panels.Size.columns(panelBytes / 4, column, Math.min(QUERIES, x.columns()));
      size = Panels.Size.of(panelBytes, column * (queries + 1L), column + (long) Double.BYTES * queries, x.columns(),
          distances.members());
      origin = scratch("origin", d, 1);
      queryPanel = scratch("queries", d, queries);
      queryNorms = scratch("norms of the queries", queries, 1);
      panel = scratch("panel", d, size.columns());
      norms = scratch("norms", size.columns(), 1);
      products = scratch("products", size.columns(), queries);
      operation.body(this::queue);
    }

    private Slot scratch(String name, int rows, int columns) {
      return operation.scratch(name, ElementType.FLOAT64, rows, columns, size.members());
    }

    private void queue(Queue queue, Workspace workspace) {
      if (x.rows() == 0) {
        queue.clear(distances);
        return;
      }
      for (int e = 0; e < distances.members(); e += size.members()) {
        int end = Math.min(e + size.members(), distances.members());
        for (int first = 0; first < x.columns(); first += queries) {
          queueQueries(queue, workspace, Panels.members(x, e, end), first, Panels.members(distances, e, end));
        }
      }
    }

    private void queueQueries(Queue queue, Workspace workspace, Matrix x, int first, Matrix distances) {
      int members = distances.members();
      int count = Math.min(queries, x.columns() - first);
      Matrix shift = Panels.members(workspace.scratch(origin), 0, members);
      Matrix left = Panels.members(workspace.scratch(queryPanel), 0, members).columns(0, count);
      Matrix leftNorms = Panels.members(workspace.scratch(queryNorms), 0, members);
      // Distances do not change when all samples move; near the first query the products are small.
      panels.convert(queue, x.columns(first, first + 1), shift);
      panels.centre(queue, x.columns(first, first + count), shift, left);
      panels.norms(queue, left, leftNorms);
      for (int start = 0; start < x.columns(); start += size.columns()) {
        int width = Math.min(size.columns(), x.columns() - start);
        Matrix right = Panels.members(workspace.scratch(panel), 0, members).columns(0, width);
        Matrix rightNorms = Panels.members(workspace.scratch(norms), 0, members);
        Matrix product = Panels.packed(Panels.members(workspace.scratch(products), 0, members), width, count);
        panels.centre(queue, x.columns(start, start + width), shift, right);
        panels.norms(queue, right, rightNorms);
        blas.gemm(Transpose.YES, Transpose.NO, 1, right, left, 0, product);
        queue.launch(nearestTwo, count, members, x.rows(), width, first, start, start == 0 ? 1 : 0,
            start + width == x.columns() ? 1 : 0, x, product, leftNorms, rightNorms,
            distances.columns(first, first + count));
      }
    }
  }
}
