package dev.lamina.device.cuda;

import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Transpose;

/** The nearest references of each query, {@code kernels/neighbours.cu}, by float64 products of panels. */
final class Neighbours {

  /** Queries that share a panel of references: enough to make the product cost more than the panel. */
  private static final int QUERIES = 512;

  private final Kernels kernels;
  private final Blas blas;
  private final long panelBytes;

  Neighbours(Kernels kernels, Blas blas, long panelBytes) {
    this.kernels = kernels;
    this.blas = blas;
    this.panelBytes = panelBytes;
  }

  Operation of(Matrix queries, Matrix references, int firstQuery, int firstReference, Matrix distances,
      Matrix indices) {
    return new Search(queries, references, firstQuery, firstReference, distances, indices).operation;
  }

  /** One call. */
  private final class Search {
    private final Matrix queries;
    private final Matrix references;
    private final int firstQuery;
    private final int firstReference;
    private final Matrix distances;
    private final Matrix indices;
    private final Panels panels;
    private final Kernel nearest;
    private final int together;
    private final Panels.Size size;
    private final Operation operation = new Operation();
    private final Slot origin;
    private final Slot queryPanel;
    private final Slot queryNorms;
    private final Slot panel;
    private final Slot norms;
    private final Slot products;

    Search(Matrix queries, Matrix references, int firstQuery, int firstReference, Matrix distances, Matrix indices) {
      this.queries = queries;
      this.references = references;
      this.firstQuery = firstQuery;
      this.firstReference = firstReference;
      this.distances = distances;
      this.indices = indices;
      panels = new Panels(kernels, queries.type());
      nearest = kernels.get("neighbours", queries.type(), "nearest");
      int d = queries.rows();
      long column = Double.BYTES * (d + 1L);
      together = Panels.Size.columns(panelBytes / 4, column, Math.min(QUERIES, queries.columns()));
      size = Panels.Size.of(panelBytes, column * (together + 1L), column + (long) Double.BYTES * together,
          references.columns(), distances.members());
      origin = scratch("origin", d, 1);
      queryPanel = scratch("queries", d, together);
      queryNorms = scratch("norms of the queries", together, 1);
      panel = scratch("panel", d, size.columns());
      norms = scratch("norms", size.columns(), 1);
      products = scratch("products", size.columns(), together);
      operation.body(this::queue);
    }

    private Slot scratch(String name, int rows, int columns) {
      return operation.scratch(name, ElementType.FLOAT64, rows, columns, size.members());
    }

    private void queue(Queue queue, Workspace workspace) {
      for (int e = 0; e < distances.members(); e += size.members()) {
        int end = Math.min(e + size.members(), distances.members());
        for (int first = 0; first < queries.columns(); first += together) {
          queueQueries(queue, workspace, e, end, first, Math.min(first + together, queries.columns()));
        }
      }
    }

    private void queueQueries(Queue queue, Workspace workspace, int e, int end, int first, int last) {
      int members = end - e;
      Matrix own = Panels.members(queries, e, end).columns(first, last);
      Matrix shift = Panels.members(workspace.scratch(origin), 0, members);
      Matrix left = Panels.members(workspace.scratch(queryPanel), 0, members).columns(0, last - first);
      Matrix leftNorms = Panels.members(workspace.scratch(queryNorms), 0, members);
      // Distances do not change when all samples move; near the first query the products are small.
      panels.convert(queue, own.columns(0, 1), shift);
      panels.centre(queue, own, shift, left);
      panels.norms(queue, left, leftNorms);
      for (int start = 0; start < references.columns(); start += size.columns()) {
        int width = Math.min(size.columns(), references.columns() - start);
        Matrix others = Panels.members(references, e, end).columns(start, start + width);
        Matrix right = Panels.members(workspace.scratch(panel), 0, members).columns(0, width);
        Matrix rightNorms = Panels.members(workspace.scratch(norms), 0, members);
        Matrix product = Panels.packed(Panels.members(workspace.scratch(products), 0, members), width, last - first);
        panels.centre(queue, others, shift, right);
        panels.norms(queue, right, rightNorms);
        blas.gemm(Transpose.YES, Transpose.NO, 1, right, left, 0, product);
        queue.launch(nearest, last - first, members, queries.rows(), width, firstQuery + first, firstReference + start,
            distances.rows(), own, others, product, leftNorms, rightNorms,
            Panels.members(distances, e, end).columns(first, last),
            Panels.members(indices, e, end).columns(first, last));
      }
    }
  }
}
