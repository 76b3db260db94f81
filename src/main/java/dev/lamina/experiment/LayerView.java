package dev.lamina.experiment;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import dev.lamina.metric.PrincipalComponents;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import tagbio.umap.Umap;

/**
 * The features of one layer in two dimensions.
 *
 * @param layer 0 is the input
 * @param labels of the samples that are shown
 * @param pca their principal components, {@code [sample][axis]}, of the spectrum of all samples
 * @param shares of the variance that both axes hold
 * @param umap the same samples by UMAP (McInnes, Healy and Melville 2018), if asked for
 */
public record LayerView(int layer, int[] labels, double[][] pca, double[] shares, Optional<double[][]> umap) {

  /** More points than these hide each other. */
  static final int MOST = 500;

  private static final int NEIGHBOURS = 15;

  /**
   * @param features d x N of one member
   * @param components of the features
   */
  static LayerView of(Device device, int layer, Matrix features, PrincipalComponents components, int[] labels,
      boolean umap, long seed) {
    int n = features.columns();
    int shown = Math.min(MOST, n);
    int[] samples = IntStream.range(0, shown).map(i -> (int) ((long) i * n / shown)).toArray();
    double[][] pca = Arrays.stream(samples)
        .mapToObj(i -> new double[] {components.scores()[2 * i], components.scores()[2 * i + 1]})
        .toArray(double[][]::new);
    return new LayerView(layer, Arrays.stream(samples).map(i -> labels[i]).toArray(), pca, components.shares(),
        umap ? Optional.of(umap(device, features, samples, seed)) : Optional.empty());
  }

  private static double[][] umap(Device device, Matrix features, int[] samples, long seed) {
    int d = features.rows();
    double[] values = new double[d];
    float[][] rows = new float[samples.length][d];
    for (int i = 0; i < samples.length; i++) {
      device.read(features.columns(samples[i], samples[i] + 1), values);
      for (int j = 0; j < d; j++) {
        rows[i][j] = (float) values[j];
      }
    }
    Umap umap = new Umap().setNumberComponents(2).setNumberNearestNeighbours(Math.min(NEIGHBOURS, samples.length - 1))
        .setSeed(seed).setThreads(1);
    return Arrays.stream(umap.fitTransform(rows)).map(row -> new double[] {row[0], row[1]}).toArray(double[][]::new);
  }

  /**
   * How much of a view's variance lies between the classes: {@code 1 - sum |x - mu_y|^2 / sum |x - mu|^2}; 0 where they
   * are mixed, 1 where each is a point.
   *
   * @param points {@code [sample][axis]}
   */
  public double betweenClasses(double[][] points) {
    int classes = Arrays.stream(labels).max().orElse(0) + 1;
    double total = scatter(points, sample -> 0, 1);
    return 1 - scatter(points, sample -> labels[sample], classes) / total;
  }

  private static double scatter(double[][] points, IntUnaryOperator group, int groups) {
    double[][] sums = new double[groups][3];
    for (int i = 0; i < points.length; i++) {
      double[] sum = sums[group.applyAsInt(i)];
      sum[0] += points[i][0];
      sum[1] += points[i][1];
      sum[2]++;
    }
    double scatter = 0;
    for (int i = 0; i < points.length; i++) {
      double[] sum = sums[group.applyAsInt(i)];
      scatter += Math.pow(points[i][0] - sum[0] / sum[2], 2) + Math.pow(points[i][1] - sum[1] / sum[2], 2);
    }
    return scatter;
  }
}
