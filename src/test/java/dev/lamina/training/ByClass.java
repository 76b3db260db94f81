package dev.lamina.training;

/**
 * Samples put in the order of their classes.
 *
 * @param order where each sample of the file went
 */
record ByClass(double[] x, int[] labels, int[] order) {

  static ByClass of(double[] x, int[] labels, int classes) {
    int n = labels.length;
    int d = x.length / n;
    double[] sorted = new double[x.length];
    int[] sortedLabels = new int[n];
    int[] order = new int[n];
    int next = 0;
    for (int k = 0; k < classes; k++) {
      for (int i = 0; i < n; i++) {
        if (labels[i] == k) {
          System.arraycopy(x, i * d, sorted, next * d, d);
          sortedLabels[next] = k;
          order[i] = next++;
        }
      }
    }
    return new ByClass(sorted, sortedLabels, order);
  }
}
