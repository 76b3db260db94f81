package dev.lamina.metric;

import java.util.Arrays;

/** Constant matrices that the classes of the samples determine, column-major; written to a device once. */
final class ClassConstants {

  private ClassConstants() {}

  /** K x K with {@code [mu_1 .. mu_K] C = [mu_1 - mu_G .. mu_K - mu_G]}: the identity less {@code n_k/N} in row k. */
  static double[] centring(int[] offsets) {
    double[] shares = shares(offsets);
    int classes = shares.length;
    double[] centring = new double[classes * classes];
    for (int k = 0; k < classes; k++) {
      for (int j = 0; j < classes; j++) {
        centring[k + j * classes] = (k == j ? 1 : 0) - shares[k];
      }
    }
    return centring;
  }

  /** {@code n_k/N}, K values: the weights of the class means in the sample mean. */
  static double[] shares(int[] offsets) {
    double[] shares = new double[offsets.length - 1];
    for (int k = 0; k < shares.length; k++) {
      shares[k] = (double) (offsets[k + 1] - offsets[k]) / offsets[shares.length];
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
