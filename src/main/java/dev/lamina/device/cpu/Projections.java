package dev.lamina.device.cpu;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;

import dev.lamina.device.Matrix;

/** Samples projected on a few directions, by float64 products of panels that were centred first. */
final class Projections {

  /** Samples of one product, at most. */
  private static final int PANEL = 32;

  /** Partial results of {@link #scatter}; a constant, so that the sum does not depend on the number of workers. */
  private static final int MOST_PARTS = 8;

  private Projections() {}

  /** {@code (1/N) T T^T} with {@code T = directions^T (x - mu_y)}. */
  static Phase[] scatter(Matrix x, int[] offsets, Matrix means, Matrix directions, Matrix scatter) {
    int d = x.rows();
    int samples = x.columns();
    int m = directions.columns();
    int classes = offsets.length - 1;
    Values[] xs = Values.of(x.broadcast(scatter.members()));
    Values[] ms = Values.of(means.broadcast(scatter.members()));
    Values[] ds = Values.of(directions.broadcast(scatter.members()));
    Values[] results = Values.of(scatter);
    int columns = Scratch.columns(d, PANEL);
    int parts = Math.max(1, Math.min(MOST_PARTS, (samples + PANEL - 1) / PANEL));
    double[][][] partial = new double[scatter.members()][parts][m * m];
    Phase sums = new Phase(scatter.members(), parts, (member, part, scratch) -> {
      int from = (int) ((long) samples * part / parts);
      int to = (int) ((long) samples * (part + 1) / parts);
      Scratch.Block panel = scratch.block(0, (long) d * columns);
      Scratch.Block projected = scratch.block(1, (long) m * columns);
      Scratch.Block sum = scratch.block(2, (long) m * m);
      double[] mean = scratch.doubles(0, d);
      double[] column = scratch.doubles(1, d);
      int label = -1;
      for (int start = from; start < to; start += columns) {
        int width = Math.min(columns, to - start);
        for (int j = 0; j < width; j++) {
          int current = labelOf(offsets, start + j, Math.max(0, label));
          if (current != label) {
            label = current;
            ms[member].get((long) label * d, mean, d);
          }
          xs[member].get((long) (start + j) * d, column, d);
          for (int i = 0; i < d; i++) {
            column[i] -= mean[i];
          }
          panel.buffer().put(j * d, column, 0, d);
        }
        cblas_dgemm(CblasColMajor, CblasTrans, CblasNoTrans, m, width, d, 1, ((Values.Doubles) ds[member]).pointer(0),
            d, panel.pointer(), d, 0, projected.pointer(), m);
        cblas_dgemm(CblasColMajor, CblasNoTrans, CblasTrans, m, m, width, 1.0 / samples, projected.pointer(), m,
            projected.pointer(), m, start == from ? 0 : 1, sum.pointer(), m);
      }
      sum.buffer().get(0, partial[member][part], 0, m * m);
    });
    Phase total = Phase.each(scatter.members(), (member, scratch) -> {
      double[] sum = scratch.doubles(0, m * m);
      System.arraycopy(partial[member][0], 0, sum, 0, m * m);
      for (int part = 1; part < parts; part++) {
        for (int i = 0; i < m * m; i++) {
          sum[i] += partial[member][part][i];
        }
      }
      results[member].put(0, sum, m * m);
    });
    return new Phase[] {sums, total};
  }

  /** {@code target = directions^T (x - origin)}. */
  static Phase project(int threads, Matrix x, Matrix origin, Matrix directions, Matrix target) {
    int d = x.rows();
    int m = directions.columns();
    int columns = Scratch.columns(d, PANEL);
    Values[] xs = Values.of(x.broadcast(target.members()));
    Values[] origins = Values.of(origin.broadcast(target.members()));
    Values[] ds = Values.of(directions.broadcast(target.members()));
    Values[] results = Values.of(target);
    return Phase.split(target.members(), threads, x.columns(), (long) d * m, (member, from, to, scratch) -> {
      Scratch.Block panel = scratch.block(0, (long) d * columns);
      double[] shift = scratch.doubles(0, d);
      double[] column = scratch.doubles(1, d);
      origins[member].get(0, shift, d);
      for (long start = from; start < to; start += columns) {
        int width = (int) Math.min(columns, to - start);
        for (int j = 0; j < width; j++) {
          xs[member].get((start + j) * d, column, d);
          for (int i = 0; i < d; i++) {
            column[i] -= shift[i];
          }
          panel.buffer().put(j * d, column, 0, d);
        }
        cblas_dgemm(CblasColMajor, CblasTrans, CblasNoTrans, m, width, d, 1, ((Values.Doubles) ds[member]).pointer(0),
            Math.max(1, d), panel.pointer(), Math.max(1, d), 0, ((Values.Doubles) results[member]).pointer(start * m),
            Math.max(1, m));
      }
    });
  }

  /** The class of a sample; {@code known} is the class of an earlier one. */
  private static int labelOf(int[] offsets, int sample, int known) {
    int label = known;
    while (offsets[label + 1] <= sample) {
      label++;
    }
    return label;
  }

  static Phase argmax(int threads, Matrix source, Matrix target) {
    Values[] sources = Values.of(source.broadcast(target.members()));
    Integers[] results = Integers.of(target);
    int rows = source.rows();
    return Phase.split(target.members(), threads, source.columns(), rows, (member, from, to, scratch) -> {
      double[] column = scratch.doubles(0, rows);
      for (int j = (int) from; j < to; j++) {
        sources[member].get((long) j * rows, column, rows);
        int best = 0;
        for (int i = 1; i < rows; i++) {
          best = column[i] > column[best] ? i : best;
        }
        results[member].put(j, best);
      }
    });
  }

  static Phase countEqual(Matrix a, Matrix b, Matrix target) {
    Integers[] as = Integers.of(a.broadcast(target.members()));
    Integers[] bs = Integers.of(b.broadcast(target.members()));
    Values[] targets = Values.of(target);
    return Phase.each(target.members(), (member, scratch) -> {
      int count = 0;
      for (int i = 0; i < a.size(); i++) {
        count += as[member].get(i) == bs[member].get(i) ? 1 : 0;
      }
      targets[member].put(0, count);
    });
  }
}
