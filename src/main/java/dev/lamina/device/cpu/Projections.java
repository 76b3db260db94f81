package dev.lamina.device.cpu;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;

import dev.lamina.device.Matrix;
import java.util.Arrays;

/** Samples projected on a few directions, by float64 products of panels that were centred first. */
final class Projections {

  /** Samples of one product. */
  private static final int PANEL = 128;

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
    int parts = Math.max(1, Math.min(MOST_PARTS, samples / (2 * PANEL)));
    double[][][] partial = new double[scatter.members()][parts][m * m];
    Phase sums = new Phase(scatter.members(), parts, (member, part, scratch) -> {
      int from = (int) ((long) samples * part / parts);
      int to = (int) ((long) samples * (part + 1) / parts);
      Scratch.Block panel = scratch.block(0, d * PANEL);
      Scratch.Block projected = scratch.block(1, m * PANEL);
      Scratch.Block sum = scratch.block(2, m * m);
      double[] mean = scratch.doubles(0, d);
      double[] column = scratch.doubles(1, d);
      int label = -1;
      for (int start = from; start < to; start += PANEL) {
        int width = Math.min(PANEL, to - start);
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
        cblas_dgemm(CblasColMajor, CblasTrans, CblasNoTrans, m, width, d, 1, ((Values.Doubles) ds[member]).pointer(0), d,
            panel.pointer(), d, 0, projected.pointer(), m);
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

  /** The class of a sample; {@code known} is the class of an earlier one. */
  private static int labelOf(int[] offsets, int sample, int known) {
    int label = known;
    while (offsets[label + 1] <= sample) {
      label++;
    }
    return label;
  }

  /**
   * The nearest mean: the largest {@code (mu_k - c)^T (x - c) - |mu_k - c|^2 / 2}, with the centre c of the means so that
   * a common offset cancels nothing.
   */
  static Phase nearestMean(int threads, Matrix x, Matrix means, Matrix assigned) {
    int d = x.rows();
    int classes = means.columns();
    Values[] xs = Values.of(x.broadcast(assigned.members()));
    Values[] ms = Values.of(means.broadcast(assigned.members()));
    Integers[] results = Integers.of(assigned);
    return Phase.split(assigned.members(), threads, x.columns(), (long) d * classes, (member, from, to, scratch) -> {
      double[] centre = scratch.doubles(0, d);
      double[] column = scratch.doubles(1, d);
      double[] half = scratch.doubles(2, classes);
      double[] scores = scratch.doubles(3, classes);
      double[] norms = scratch.doubles(4, PANEL);
      Scratch.Block centred = scratch.block(0, d * classes);
      Scratch.Block panel = scratch.block(1, d * PANEL);
      Scratch.Block products = scratch.block(2, classes * PANEL);
      centreMeans(ms[member], d, classes, centre, column, half, centred);
      for (int start = (int) from; start < to; start += PANEL) {
        int width = (int) Math.min(PANEL, to - start);
        for (int j = 0; j < width; j++) {
          xs[member].get((long) (start + j) * d, column, d);
          norms[j] = 0;
          for (int i = 0; i < d; i++) {
            column[i] -= centre[i];
            norms[j] += column[i] * column[i];
          }
          panel.buffer().put(j * d, column, 0, d);
        }
        cblas_dgemm(CblasColMajor, CblasTrans, CblasNoTrans, classes, width, d, 1, centred.pointer(), d, panel.pointer(), d,
            0, products.pointer(), classes);
        for (int j = 0; j < width; j++) {
          products.buffer().get(j * classes, scores, 0, classes);
          int best = 0;
          for (int k = 0; k < classes; k++) {
            scores[k] -= half[k];
            best = scores[k] > scores[best] ? k : best;
          }
          results[member].put(start + j, settle(
              xs[member], start + j, norms[j], ms[member], d, classes, scores, best, half));
        }
      }
    });
  }

  /**
   * Decides among means that are as near as the best up to rounding, by their distances as defined, so that a tie is one.
   *
   * @param norm {@code |x - c|^2}
   */
  private static int settle(
      Values x, int sample, double norm, Values means, int d, int classes, double[] scores, int best, double[] half) {
    int nearest = best;
    double least = Double.NaN;
    for (int k = 0; k < classes; k++) {
      double error = (d + 8) * 0x1p-50 * (norm + half[k] + half[best]);
      if (k != best && scores[best] - scores[k] <= error) {
        least = Double.isNaN(least) ? squaredDistance(x, sample, means, best, d) : least;
        double distance = squaredDistance(x, sample, means, k, d);
        if (distance < least || distance == least && k < nearest) {
          nearest = k;
          least = distance;
        }
      }
    }
    return nearest;
  }

  private static double squaredDistance(Values x, int sample, Values means, int label, int d) {
    double sum = 0;
    for (int i = 0; i < d; i++) {
      double difference = x.get((long) sample * d + i) - means.get((long) label * d + i);
      sum += difference * difference;
    }
    return sum;
  }

  private static void centreMeans(
      Values means, int d, int classes, double[] centre, double[] column, double[] half, Scratch.Block centred) {
    Arrays.fill(centre, 0, d, 0);
    for (int k = 0; k < classes; k++) {
      means.get((long) k * d, column, d);
      for (int i = 0; i < d; i++) {
        centre[i] += column[i] / classes;
      }
    }
    for (int k = 0; k < classes; k++) {
      means.get((long) k * d, column, d);
      half[k] = 0;
      for (int i = 0; i < d; i++) {
        column[i] -= centre[i];
        half[k] += column[i] * column[i] / 2;
      }
      centred.buffer().put(k * d, column, 0, d);
    }
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
