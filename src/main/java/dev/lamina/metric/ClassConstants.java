package dev.lamina.metric;

import java.util.Arrays;

/** Constant matrices that the classes of the samples determine, column-major; written to a device once. */
final class ClassConstants {

  private ClassConstants() {}

  /**
   * K-1 x K with {@code [mu_2 - mu_1 .. mu_K - mu_1] C = [mu_1 - mu_G .. mu_K - mu_G]}: 1 in row k of column k, counted
   * from 2, less {@code n_k/N} in all of row k.
   */
  static double[] centring(long[] counts) {
    double[] shares = laterShares(counts);
    int rows = shares.length;
    double[] centring = new double[rows * (rows + 1)];
    for (int k = 0; k < rows; k++) {
      for (int j = 0; j <= rows; j++) {
        centring[k + j * rows] = (k + 1 == j ? 1 : 0) - shares[k];
      }
    }
    return centring;
  }

  /**
   * {@code n_k/N} of all classes but the first, K-1 values: the weights of {@code mu_k - mu_1} in {@code mu_G - mu_1}.
   */
  static double[] laterShares(long[] counts) {
    long samples = Arrays.stream(counts).sum();
    double[] shares = new double[counts.length - 1];
    for (int k = 0; k < shares.length; k++) {
      shares[k] = (double) counts[k + 1] / samples;
    }
    return shares;
  }

  /** The class of each of the N samples, which are ordered by class. */
  static int[] labels(int[] offsets) {
    int classes = offsets.length - 1;
    int[] labels = new int[offsets[classes]];
    for (int k = 0; k < classes; k++) {
      Arrays.fill(labels, offsets[k], offsets[k + 1], k);
    }
    return labels;
  }

  /** {@code Y}, K x N: a 1 in the row of each sample's class. */
  static double[] targets(int[] labels, int classes) {
    double[] targets = new double[Math.multiplyExact(labels.length, classes)];
    for (int i = 0; i < labels.length; i++) {
      targets[labels[i] + i * classes] = 1;
    }
    return targets;
  }
}
