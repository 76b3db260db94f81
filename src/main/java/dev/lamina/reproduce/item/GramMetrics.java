package dev.lamina.reproduce.item;

import dev.lamina.network.HostMatrix;

/**
 * C and D of features of which only the inner products are known, straight from the definitions
 * (docs/theory.md, "Compression and discrimination"). With {@code S_kl} the sum of {@code <z_i, z_j>} over samples i of
 * class k and j of class l, the means have inner products {@code M_kl = S_kl / (n_k n_l)}.
 *
 * @param compression {@code Tr S_W / Tr S_B}
 * @param discrimination {@code 1 - max over pairs of the signed cosines of the means}
 */
record GramMetrics(double compression, double discrimination) {

  /**
   * Sums over the inner products, in float64.
   *
   * @param gram N x N, {@code <z_i, z_j>}
   * @param labels of the N samples
   */
  static GramMetrics of(HostMatrix gram, int[] labels, int classes) {
    int n = labels.length;
    double[] counts = new double[classes];
    double[][] means = new double[classes][classes];
    double squares = 0;
    for (int i = 0; i < n; i++) {
      counts[labels[i]]++;
      squares += gram.values()[i * n + i];
      for (int j = 0; j < n; j++) {
        means[labels[i]][labels[j]] += gram.values()[i * n + j];
      }
    }
    double ofMeans = 0;
    for (int k = 0; k < classes; k++) {
      ofMeans += means[k][k] / counts[k];
      for (int l = 0; l < classes; l++) {
        means[k][l] /= counts[k] * counts[l];
      }
    }
    double within = (squares - ofMeans) / n;
    return new GramMetrics(within / between(means, counts, n), discrimination(means));
  }

  /** {@code (1/K) sum |mu_k - mu_G|^2} with {@code mu_G = sum (n_l/N) mu_l}. */
  private static double between(double[][] means, double[] counts, int n) {
    int classes = counts.length;
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      double distance = means[k][k];
      for (int i = 0; i < classes; i++) {
        distance -= 2 * counts[i] / n * means[k][i];
        for (int j = 0; j < classes; j++) {
          distance += counts[i] / n * counts[j] / n * means[i][j];
        }
      }
      sum += distance;
    }
    return sum / classes;
  }

  private static double discrimination(double[][] means) {
    double largest = -1;
    for (int k = 1; k < means.length; k++) {
      for (int l = 0; l < k; l++) {
        largest = Math.max(largest, means[k][l] / Math.sqrt(means[k][k] * means[l][l]));
      }
    }
    return 1 - largest;
  }
}
