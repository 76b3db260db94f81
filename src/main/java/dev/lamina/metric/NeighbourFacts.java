package dev.lamina.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the k nearest neighbours of N samples tell, with r_j the distance to the j-th. Dimensions are estimated from the
 * samples without a duplicate, whose r_1 is not 0. Everything is NaN where a sample does not have k neighbours, since
 * not all features are finite, and where nothing was measured.
 */
final class NeighbourFacts {

  /** Of a layer that was not measured. */
  static final NeighbourFacts NONE = new NeighbourFacts(0, new double[0], new int[0]);

  private final int k;
  private final int samples;
  private final double[] distances;
  private final int[] indices;
  private final boolean known;

  /**
   * @param k 2 or more
   * @param distances k x N, column-major, increasing in each column
   * @param indices k x N, of the samples that have these distances; -1 for none
   */
  NeighbourFacts(int k, double[] distances, int[] indices) {
    this.k = k;
    this.distances = distances;
    this.indices = indices;
    samples = k == 0 ? 0 : indices.length / k;
    known = k > 0 && Arrays.stream(indices).allMatch(index -> index >= 0);
  }

  /** Samples that another one equals. */
  long duplicates() {
    return samples - distinct().count();
  }

  /** TwoNN by maximum likelihood (Facco et al. 2017): {@code (n-1) / sum log(r_2/r_1)} over n samples. */
  double twoNearest() {
    double[] logs = logRatios();
    double sum = Arrays.stream(logs).sum();
    return logs.length > 1 && sum > 0 ? (logs.length - 1) / sum : Double.NaN;
  }

  /**
   * TwoNN by the linear fit of Facco et al. 2017: the slope, through the origin, of {@code -log(1 - i/n)} on
   * {@code log(r_2/r_1)}, the i-th smallest of n, of which the largest tenth is left out.
   */
  double twoNearestFit() {
    double[] logs = logRatios();
    Arrays.sort(logs);
    double products = 0;
    double squares = 0;
    int kept = (int) (logs.length * 9L / 10);
    for (int i = 1; i <= kept; i++) {
      double x = logs[i - 1];
      products -= x * Math.log1p(-(double) i / logs.length);
      squares += x * x;
    }
    return kept > 1 && squares > 0 ? products / squares : Double.NaN;
  }

  /**
   * The maximum-likelihood estimate of Levina and Bickel 2004 from k neighbours, averaged over n samples as MacKay and
   * Ghahramani 2005 correct it, by its inverse: {@code n (k-1) / sum_i sum_{j<k} log(r_k/r_j)}.
   */
  double likeliest() {
    long used = known ? distinct().count() : 0;
    double sum = distinct().mapToDouble(i -> {
      double inverse = 0;
      for (int j = 0; j < k - 1; j++) {
        inverse += Math.log(distance(i, k - 1) / distance(i, j));
      }
      return inverse;
    }).sum();
    return used > 1 && sum > 0 ? used * (k - 1.0) / sum : Double.NaN;
  }

  /**
   * Share of samples that their neighbours' majority puts into their class; of classes with equally many votes, that of
   * the nearest neighbour among them counts.
   *
   * @param labels class of each sample
   */
  double accuracy(int[] labels) {
    if (!separates(labels)) {
      return Double.NaN;
    }
    int[] votes = new int[Arrays.stream(labels).max().orElseThrow() + 1];
    long right = 0;
    for (int i = 0; i < samples; i++) {
      for (int j = 0; j < k; j++) {
        votes[labels[index(i, j)]]++;
      }
      int best = labels[index(i, 0)];
      for (int j = 1; j < k; j++) {
        int label = labels[index(i, j)];
        best = votes[label] > votes[best] ? label : best;
      }
      right += best == labels[i] ? 1 : 0;
      for (int j = 0; j < k; j++) {
        votes[labels[index(i, j)]] = 0;
      }
    }
    return (double) right / samples;
  }

  /** Mean share of a sample's neighbours that are of its class. */
  double overlap(int[] labels) {
    if (!separates(labels)) {
      return Double.NaN;
    }
    long same = IntStream.range(0, indices.length).filter(i -> labels[indices[i]] == labels[i / k]).count();
    return (double) same / indices.length;
  }

  /** Mean share of a sample's neighbours that are its neighbours in each of the other layers too. */
  List<Double> mutual(List<NeighbourFacts> layers) {
    return layers.stream().map(this::mutual).toList();
  }

  private double mutual(NeighbourFacts other) {
    if (!known || !other.known) {
      return Double.NaN;
    }
    int[] marks = new int[samples];
    long common = 0;
    for (int i = 0; i < samples; i++) {
      for (int j = 0; j < k; j++) {
        marks[index(i, j)] = i + 1;
      }
      for (int j = 0; j < k; j++) {
        common += marks[other.index(i, j)] == i + 1 ? 1 : 0;
      }
    }
    return (double) common / indices.length;
  }

  private boolean separates(int[] labels) {
    return known && Arrays.stream(labels).anyMatch(label -> label != labels[0]);
  }

  private IntStream distinct() {
    return IntStream.range(0, samples).filter(i -> distance(i, 0) != 0);
  }

  /** {@code log(r_2/r_1)}; none where something is not known. */
  private double[] logRatios() {
    return known ? distinct().mapToDouble(i -> Math.log(distance(i, 1) / distance(i, 0))).toArray() : new double[0];
  }

  private double distance(int sample, int neighbour) {
    return distances[sample * k + neighbour];
  }

  private int index(int sample, int neighbour) {
    return indices[sample * k + neighbour];
  }
}
