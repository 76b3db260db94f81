package dev.lamina.device.cpu;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;

import dev.lamina.device.Matrix;
import java.util.Arrays;

/**
 * Distances to the two nearest other samples.
 *
 * <p>Products of panels give every squared distance as {@code |a|^2 + |b|^2 - 2 a^T b}, quickly but with an error of
 * rounding times the norms. A pair that could be among the nearest two by that error is computed again by the
 * definition, so the result is exact to rounding, also for samples that are equal or far from the origin.
 */
final class Neighbours {

  /** Samples whose neighbours are sought together, and samples that they are compared with at a time; at most. */
  private static final int QUERIES = 64;
  private static final int PANEL = 256;

  private Neighbours() {}

  static Phase of(int threads, Matrix x, Matrix distances) {
    Values[] xs = Values.of(x.broadcast(distances.members()));
    Values[] results = Values.of(distances);
    int together = Scratch.columns(x.rows(), QUERIES);
    int blocks = (x.columns() + together - 1) / together;
    return Phase.split(distances.members(), threads, blocks, x.size(), (member, from, to, scratch) -> {
      for (int block = (int) from; block < to; block++) {
        int first = block * together;
        new Search(xs[member], x.rows(), x.columns(), first, Math.min(together, x.columns() - first), scratch)
            .run(results[member]);
      }
    });
  }

  /** The nearest two of a block of queries. */
  private static final class Search {
    private final Values x;
    private final int d;
    private final int samples;
    private final int first;
    private final int queries;
    private final Scratch.Block left;
    private final Scratch.Block right;
    private final Scratch.Block products;
    private final double[] column;
    private final double[] norms;
    private final double[] nearest;
    private final int columns;

    Search(Values x, int d, int samples, int first, int queries, Scratch scratch) {
      this.x = x;
      this.d = d;
      this.samples = samples;
      this.first = first;
      this.queries = queries;
      columns = Scratch.columns(d, PANEL);
      nearest = new double[2 * queries];
      left = scratch.block(0, (long) d * queries);
      right = scratch.block(1, (long) d * columns);
      products = scratch.block(2, (long) queries * columns);
      column = scratch.doubles(0, d);
      norms = scratch.doubles(1, queries + columns);
    }

    void run(Values distances) {
      // Distances do not change when all samples move; near the first query the products are small.
      double[] origin = new double[d];
      x.get((long) first * d, origin, d);
      Arrays.fill(nearest, Double.POSITIVE_INFINITY);
      load(origin, first, queries, left, 0);
      for (int start = 0; start < samples; start += columns) {
        int width = Math.min(columns, samples - start);
        load(origin, start, width, right, queries);
        cblas_dgemm(CblasColMajor, CblasTrans, CblasNoTrans, queries, width, d, 1, left.pointer(), d, right.pointer(),
            d, 0, products.pointer(), queries);
        for (int j = 0; j < width; j++) {
          for (int q = 0; q < queries; q++) {
            if (start + j != first + q) {
              consider(q, j);
            }
          }
        }
      }
      for (int q = 0; q < queries; q++) {
        distances.put(2L * (first + q), Math.sqrt(nearest[2 * q]));
        distances.put(2L * (first + q) + 1, Math.sqrt(nearest[2 * q + 1]));
      }
    }

    private void load(double[] origin, int start, int count, Scratch.Block block, int normsFrom) {
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

    private void consider(int q, int j) {
      double scale = norms[q] + norms[queries + j];
      double estimate = scale - 2 * products.buffer().get(j * queries + q);
      double error = scale * (d + 8) * 0x1p-52;
      if (!(estimate - error < nearest[2 * q + 1])) {
        return;
      }
      double exact = 0;
      for (int i = 0; i < d; i++) {
        double difference = left.buffer().get(q * d + i) - right.buffer().get(j * d + i);
        exact += difference * difference;
      }
      if (exact < nearest[2 * q]) {
        nearest[2 * q + 1] = nearest[2 * q];
        nearest[2 * q] = exact;
      } else if (exact < nearest[2 * q + 1]) {
        nearest[2 * q + 1] = exact;
      }
    }
  }
}
