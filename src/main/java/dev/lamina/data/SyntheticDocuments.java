package dev.lamina.data;

import dev.lamina.random.RandomStream;
import java.util.Arrays;

/**
 * Made-up texts as bags of words: what a text classification set looks like to a network, where none can be had. Equal
 * arguments give equal bits on every machine.
 *
 * <p>A seed's random stream 0x44000004 belongs to this class.
 */
public final class SyntheticDocuments {
  private static final int STREAM = 0x44000004;

  /** Words of a document. */
  static final int LENGTH = 100;

  private SyntheticDocuments() {}

  /**
   * N documents of {@value #LENGTH} words each from a vocabulary of d, in K classes of N/K in equal blocks. Word w has
   * a probability in proportion to 1 / (w + 1) (Zipf's law), times {@code 1 + separation} in documents of class {@code
   * w mod K}. A sample is its document's counts, each times {@code log(N / documents that have the word)}, scaled to a
   * norm of 1 (TF-IDF).
   *
   * @param separation how much oftener a class uses its own words; 0 leaves nothing to be learnt
   * @throws DataException if N is not a multiple of K, d is below K, K is below 2, or the separation is negative or not
   *     finite
   */
  public static Dataset documents(long seed, int d, int n, int classes, double separation) {
    String where = "documents";
    int[] labels = SyntheticData.labels(where, d, n, classes);
    SyntheticData.requireScale(where, "separation", separation);
    if (d < classes) {
      throw new DataException(where, "a vocabulary of " + d + " words", "a word for each of " + classes + " classes",
          "raise the dimension");
    }
    double[] counts = (double[]) Tensor.Kind.FLOAT64.allocate(n * d, where);
    double[][] cumulative = new double[classes][];
    for (int k = 0; k < classes; k++) {
      cumulative[k] = cumulative(k, d, classes, separation);
    }
    double[] draws = new double[LENGTH];
    for (int sample = 0; sample < n; sample++) {
      new RandomStream(seed, STREAM).uniforms((long) sample * LENGTH, draws, 0, LENGTH);
      for (double draw : draws) {
        counts[sample * d + word(cumulative[labels[sample]], draw)]++;
      }
    }
    weigh(counts, n, d);
    return new Dataset(where, Tensor.of("features", counts, n, d), labels, classes);
  }

  /** Sums of the words' weights in documents of a class. */
  private static double[] cumulative(int label, int d, int classes, double separation) {
    double[] sums = new double[d];
    double sum = 0;
    for (int w = 0; w < d; w++) {
      sum += (w % classes == label ? 1 + separation : 1) / (w + 1);
      sums[w] = sum;
    }
    return sums;
  }

  private static int word(double[] cumulative, double draw) {
    int place = Arrays.binarySearch(cumulative, draw * cumulative[cumulative.length - 1]);
    return Math.min(place < 0 ? -place - 1 : place + 1, cumulative.length - 1);
  }

  /** StrictMath has the same logarithm everywhere. */
  private static void weigh(double[] counts, int n, int d) {
    double[] documents = new double[d];
    for (int i = 0; i < counts.length; i++) {
      documents[i % d] += counts[i] > 0 ? 1 : 0;
    }
    for (int sample = 0; sample < n; sample++) {
      double squares = 0;
      for (int w = 0; w < d; w++) {
        int i = sample * d + w;
        counts[i] *= documents[w] == 0 ? 0 : StrictMath.log(n / documents[w]);
        squares += counts[i] * counts[i];
      }
      double norm = Math.sqrt(squares);
      for (int i = sample * d; i < (sample + 1) * d && norm > 0; i++) {
        counts[i] /= norm;
      }
    }
  }
}
