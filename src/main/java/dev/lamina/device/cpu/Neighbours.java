package dev.lamina.device.cpu;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;

import dev.lamina.device.Matrix;

/**
 * The nearest references of each query.
 *
 * <p>Products of panels give every squared distance as {@code |a|^2 + |b|^2 - 2 a^T b}, quickly but with an error of
 * rounding times the norms. A pair that could be among the nearest by that error is computed again by the definition,
 * from the samples as they are, so a distance is right to rounding, and the same whatever the panels.
 */
final class Neighbours {

  /** Queries that are taken together, and references that they are compared with at a time; at most. */
  private static final int QUERIES = 64;
  private static final int PANEL = 256;

  private Neighbours() {}

  static Phase of(int threads, Matrix queries, Matrix references, int firstQuery, int firstReference, Matrix distances,
      Matrix indices) {
    int members = distances.members();
    Values[] as = Values.of(queries.broadcast(members));
    Values[] bs = Values.of(references.broadcast(members));
    Values[] found = Values.of(distances);
    Integers[] numbers = Integers.of(indices);
    int k = distances.rows();
    int together = Scratch.columns(queries.rows(), QUERIES);
    int blocks = (queries.columns() + together - 1) / together;
    return Phase.split(members, threads, blocks, references.size(), (member, from, to, scratch) -> {
      for (int block = (int) from; block < to; block++) {
        int first = block * together;
        int count = Math.min(together, queries.columns() - first);
        NeighbourLists lists = new NeighbourLists(k, first, count, found[member], numbers[member]);
        new Search(as[member], bs[member], queries.rows(), first, count, firstQuery - firstReference, scratch)
            .run(references.columns(), firstReference, lists);
        lists.store(found[member], numbers[member]);
      }
    });
  }

  /** One block of queries against all references. */
  private static final class Search {
    private final Values a;
    private final Values b;
    private final int d;
    private final int first;
    private final int queries;
    private final int shift;
    private final int columns;
    private final Scratch.Block left;
    private final Scratch.Block right;
    private final Scratch.Block products;
    private final double[] column;
    private final double[] norms;
    private final double[] query;
    private final double[] row;
    private final double[] origin;

    /** @param shift what a query's own column among the references has more than its column among the queries */
    Search(Values a, Values b, int d, int first, int queries, int shift, Scratch scratch) {
      this.a = a;
      this.b = b;
      this.d = d;
      this.first = first;
      this.queries = queries;
      this.shift = shift;
      columns = Scratch.columns(d, PANEL);
      left = scratch.block(0, (long) d * queries);
      right = scratch.block(1, (long) d * columns);
      products = scratch.block(2, (long) queries * columns);
      column = scratch.doubles(0, d);
      norms = scratch.doubles(1, queries + columns);
      query = scratch.doubles(2, d);
      row = scratch.doubles(3, columns);
      origin = scratch.doubles(4, d);
    }

    void run(int references, int firstReference, NeighbourLists lists) {
      // Distances do not change when all samples move; near the first query the products are small.
      a.get((long) first * d, origin, d);
      load(a, first, queries, left, 0);
      for (int start = 0; start < references; start += columns) {
        int width = Math.min(columns, references - start);
        load(b, start, width, right, queries);
        cblas_dgemm(CblasColMajor, CblasTrans, CblasNoTrans, width, queries, d, 1, right.pointer(), d, left.pointer(),
            d, 0, products.pointer(), width);
        for (int q = 0; q < queries; q++) {
          compare(q, start, width, firstReference, lists);
        }
      }
    }

    private void load(Values x, int start, int count, Scratch.Block block, int normsFrom) {
      for (int j = 0; j < count; j++) {
        x.get((long) (start + j) * d, column, d);
        double norm = 0;
        for (int i = 0; i < d; i++) {
          column[i] -= origin[i];
          norm += column[i] * column[i];
        }
        norms[normsFrom + j] = norm;
        block.buffer().put(j * d, column, 0, d);
      }
    }

    private void compare(int q, int start, int width, int firstReference, NeighbourLists lists) {
      int self = first + q + shift - start;
      double bound = lists.squaredBound(q);
      boolean loaded = false;
      products.buffer().get(q * width, row, 0, width);
      for (int j = 0; j < width; j++) {
        double scale = norms[q] + norms[queries + j];
        // By the definition also where an origin or a sum that is not finite tells nothing.
        if (scale - 2 * row[j] - scale * (2.0 * d + 8) * 0x1p-52 > bound || j == self) {
          continue;
        }
        if (!loaded) {
          a.get((long) (first + q) * d, query, d);
          loaded = true;
        }
        b.get((long) (start + j) * d, column, d);
        if (lists.add(q, Math.sqrt(squaredDistance()), firstReference + start + j)) {
          bound = lists.squaredBound(q);
        }
      }
    }

    /** Of the query and the column, in four sums, so that no addition waits for the last. */
    private double squaredDistance() {
      double sum0 = 0;
      double sum1 = 0;
      double sum2 = 0;
      double sum3 = 0;
      int i = 0;
      for (; i + 3 < d; i += 4) {
        double difference0 = query[i] - column[i];
        double difference1 = query[i + 1] - column[i + 1];
        double difference2 = query[i + 2] - column[i + 2];
        double difference3 = query[i + 3] - column[i + 3];
        sum0 += difference0 * difference0;
        sum1 += difference1 * difference1;
        sum2 += difference2 * difference2;
        sum3 += difference3 * difference3;
      }
      for (; i < d; i++) {
        double difference = query[i] - column[i];
        sum0 += difference * difference;
      }
      return sum0 + sum1 + (sum2 + sum3);
    }
  }
}
