package dev.lamina.training;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;

/** The paper's {@code C = Tr S_W / Tr S_B} of features, straight from its definition. */
final class Compression {

  private Compression() {}

  static double of(Device device, Matrix features, int[] labels, int classes) {
    int d = features.rows();
    int n = features.columns();
    double[] x = new double[d * n];
    device.read(features, x);
    double[][] means = new double[classes][d];
    double[] mean = new double[d];
    int[] counts = new int[classes];
    for (int i = 0; i < n; i++) {
      counts[labels[i]]++;
      for (int r = 0; r < d; r++) {
        means[labels[i]][r] += x[i * d + r];
        mean[r] += x[i * d + r] / n;
      }
    }
    double between = 0;
    for (int k = 0; k < classes; k++) {
      for (int r = 0; r < d; r++) {
        means[k][r] /= counts[k];
        between += (means[k][r] - mean[r]) * (means[k][r] - mean[r]) / classes;
      }
    }
    double within = 0;
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < d; r++) {
        double difference = x[i * d + r] - means[labels[i]][r];
        within += difference * difference / n;
      }
    }
    return within / between;
  }
}
