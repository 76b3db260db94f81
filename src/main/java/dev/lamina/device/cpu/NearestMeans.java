package dev.lamina.device.cpu;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_ddot;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;

import dev.lamina.device.Matrix;

/**
 * The nearest mean: the largest {@code (mu_k - c)^T (x - c) - |mu_k - c|^2 / 2}, with the centre c of the means so that
 * a common offset cancels nothing.
 *
 * <p>Float32 samples are screened first ({@link MeanScreen}); those that it leaves open, and float64 samples, are
 * centred in float64 and multiplied panel by panel. Either way a sample's result is that of its distances as defined,
 * so it does not depend on how samples are shared out.
 */
final class NearestMeans {

  /** Samples of one product of float64 panels, at most. */
  private static final int PANEL = 64;

  private final Values x;
  private final Values means;
  private final Integers assigned;
  private final int d;
  private final CentredMeans centred;
  private final Scratch scratch;
  private final int[] open;
  private int waiting;

  private NearestMeans(Values x, Values means, Integers assigned, int d, int classes, Scratch scratch) {
    this.x = x;
    this.means = means;
    this.assigned = assigned;
    this.d = d;
    this.scratch = scratch;
    open = new int[Scratch.columns(d, PANEL)];
    centred = CentredMeans.of(means, d, classes, scratch);
  }

  static Phase of(int threads, Matrix x, Matrix means, Matrix assigned) {
    int d = x.rows();
    int classes = means.columns();
    Values[] xs = Values.of(x.broadcast(assigned.members()));
    Values[] ms = Values.of(means.broadcast(assigned.members()));
    Integers[] results = Integers.of(assigned);
    return Phase.split(assigned.members(), threads, x.columns(), (long) d * classes, (member, from, to, scratch) ->
        new NearestMeans(xs[member], ms[member], results[member], d, classes, scratch).assign((int) from, (int) to));
  }

  private void assign(int from, int to) {
    if (x instanceof Values.Floats floats) {
      screen(floats, from, to);
    } else {
      for (int j = from; j < to; j++) {
        add(j);
      }
    }
    settleWaiting();
  }

  private void screen(Values.Floats floats, int from, int to) {
    MeanScreen screen = new MeanScreen(d, centred, scratch);
    int[] nearest = new int[screen.width()];
    for (int start = from; start < to; start += screen.width()) {
      int count = Math.min(screen.width(), to - start);
      screen.screen(floats, start, count, nearest);
      for (int j = 0; j < count; j++) {
        if (nearest[j] >= 0) {
          assigned.put(start + j, nearest[j]);
        } else {
          add(start + j);
        }
      }
    }
  }

  /** Centres a sample, and settles the panel if that fills it. */
  private void add(int sample) {
    double[] centre = centred.centre();
    double[] column = scratch.doubles(1, d);
    x.get((long) sample * d, column, d);
    for (int i = 0; i < d; i++) {
      column[i] -= centre[i];
    }
    scratch.block(1, (long) d * open.length).buffer().put(waiting * d, column, 0, d);
    open[waiting++] = sample;
    if (waiting == open.length) {
      settleWaiting();
    }
  }

  private void settleWaiting() {
    if (waiting == 0) {
      return;
    }
    int classes = centred.classes();
    Scratch.Block panel = scratch.block(1, (long) d * open.length);
    Scratch.Block products = scratch.block(2, (long) classes * open.length);
    double[] scores = scratch.doubles(2, classes);
    int lead = Math.max(1, d);
    cblas_dgemm(CblasColMajor, CblasTrans, CblasNoTrans, classes, waiting, d, 1, centred.block().pointer(), lead,
        panel.pointer(), lead, 0, products.pointer(), classes);
    // Bounds the square of each sample's norm; closer bounds would cost a call for each.
    double square = cblas_ddot(waiting * d, panel.pointer(), 1, panel.pointer(), 1);
    for (int j = 0; j < waiting; j++) {
      products.buffer().get(j * classes, scores, 0, classes);
      assigned.put(open[j], settle(open[j], square, scores));
    }
    waiting = 0;
  }

  /**
   * Decides among means that are as near as the best up to rounding, by their distances as defined, so that a tie is
   * one.
   *
   * @param square at least {@code |x - c|^2}; if a sample of the panel makes it NaN, the others go by their distances
   * @param scores the products; receives what they say of each mean
   */
  private int settle(int sample, double square, double[] scores) {
    int best = 0;
    for (int k = 0; k < centred.classes(); k++) {
      scores[k] -= centred.squares()[k] / 2;
      best = scores[k] > scores[best] ? k : best;
    }
    int nearest = best;
    double least = Double.NaN;
    for (int k = 0; k < centred.classes(); k++) {
      double error = (d + 8) * 0x1p-50 * (square + (centred.squares()[k] + centred.squares()[best]) / 2);
      if (k != best && !(scores[best] - scores[k] > error)) {
        least = Double.isNaN(least) ? squaredDistance(sample, best) : least;
        double distance = squaredDistance(sample, k);
        if (distance < least || distance == least && k < nearest) {
          nearest = k;
          least = distance;
        }
      }
    }
    return nearest;
  }

  private double squaredDistance(int sample, int label) {
    double sum = 0;
    for (int i = 0; i < d; i++) {
      double difference = x.get((long) sample * d + i) - means.get((long) label * d + i);
      sum += difference * difference;
    }
    return sum;
  }
}
