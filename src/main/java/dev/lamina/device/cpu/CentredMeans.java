package dev.lamina.device.cpu;

import java.util.Arrays;

/**
 * Class means without their centre c, so that an offset that all have in common cancels nothing.
 *
 * @param centre c
 * @param block the columns {@code a_k = mu_k - c}
 * @param squares {@code |a_k|^2}
 * @param levels {@code a_k^T c + |a_k|^2 / 2}, which {@code a_k^T x} of an uncentred sample is to be compared with
 */
record CentredMeans(double[] centre, Scratch.Block block, double[] squares, double[] levels) {

  /** Uses the first block of {@code scratch} and its first two arrays. */
  static CentredMeans of(Values means, int d, int classes, Scratch scratch) {
    double[] centre = scratch.doubles(0, d);
    double[] column = scratch.doubles(1, d);
    Scratch.Block block = scratch.block(0, (long) d * classes);
    Arrays.fill(centre, 0, d, 0);
    for (int k = 0; k < classes; k++) {
      means.get((long) k * d, column, d);
      for (int i = 0; i < d; i++) {
        centre[i] += column[i] / classes;
      }
    }
    double[] squares = new double[classes];
    double[] levels = new double[classes];
    for (int k = 0; k < classes; k++) {
      means.get((long) k * d, column, d);
      for (int i = 0; i < d; i++) {
        column[i] -= centre[i];
        squares[k] += column[i] * column[i];
        levels[k] += column[i] * centre[i];
      }
      levels[k] += squares[k] / 2;
      block.buffer().put(k * d, column, 0, d);
    }
    return new CentredMeans(centre, block, squares, levels);
  }

  int classes() {
    return squares.length;
  }
}
