package dev.lamina.device.cpu;

import dev.lamina.device.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Class means and within-class scatter from one pass over the features.
 *
 * <p>A task takes a chunk of one class's columns, shifts them by a pilot p, the first column of the class, and sums the
 * shifted values and their squares in float64: {@code sum |x - mu|^2 = sum |x - p|^2 - n |mu - p|^2} then loses no more
 * than a digit, however far the class lies from the origin (Chan, Golub and LeVeque 1979). The chunks of a class share
 * its pilot, so that their sums merge by adding, in order, and no chunk's mean is rounded at a distance from the
 * origin. Chunks depend on the shape alone.
 */
final class ClassMoments {

  private static final int SMALLEST_CHUNK = 512;

  /** More chunks than this would only cost memory for their means. */
  private static final int MOST_CHUNKS = 64;

  private ClassMoments() {}

  /** Columns {@code from..to} of class {@code label}, whose first column is {@code pilot}. */
  private record Chunk(int label, int pilot, int from, int to) {}

  static Phase[] of(int threads, Matrix x, int[] offsets, Matrix means, Matrix scatter) {
    int classes = offsets.length - 1;
    int d = x.rows();
    List<Chunk> chunks = chunks(offsets);
    Values[] xs = Values.of(x.broadcast(means.members()));
    Values[] meanValues = Values.of(means);
    Values[] scatters = Values.of(scatter);
    double[][][] sums = new double[means.members()][chunks.size()][d];
    double[][] squares = new double[means.members()][chunks.size()];
    Phase pass = new Phase(means.members(), chunks.size(), (member, part, scratch) -> {
      Chunk chunk = chunks.get(part);
      squares[member][part] = shifted(xs[member], d, chunk, sums[member][part], scratch);
    });
    Phase merge = Phase.split(means.members(), threads, classes, (long) d * chunks.size() / classes,
        (member, from, to, scratch) -> {
          for (int label = (int) from; label < to; label++) {
            double[] pilot = scratch.doubles(0, d);
            double[] sum = scratch.doubles(1, d);
            xs[member].get((long) offsets[label] * d, pilot, d);
            double square = add(chunks, label, d, sums[member], squares[member], sum);
            double excess = shift(sum, pilot, offsets[label + 1] - offsets[label], d);
            meanValues[member].put((long) label * d, sum, d);
            scatters[member].put(label, Math.max(0, square - excess));
          }
        });
    return new Phase[] {pass, merge};
  }

  private static List<Chunk> chunks(int[] offsets) {
    int samples = offsets[offsets.length - 1];
    int most = Math.max(SMALLEST_CHUNK, (samples + MOST_CHUNKS - 1) / MOST_CHUNKS);
    List<Chunk> chunks = new ArrayList<>();
    for (int k = 0; k + 1 < offsets.length; k++) {
      int size = offsets[k + 1] - offsets[k];
      int pieces = (size + most - 1) / most;
      for (int i = 0; i < pieces; i++) {
        chunks.add(new Chunk(k, offsets[k], offsets[k] + (int) ((long) size * i / pieces),
            offsets[k] + (int) ((long) size * (i + 1) / pieces)));
      }
    }
    return chunks;
  }

  /**
   * The pass over one chunk. Squares are summed by row, since the JIT does not vectorise a sum over the rows of a
   * column, and column by column, since it does not always vectorise a loop over several.
   *
   * @param sum receives the sum of the shifted columns
   * @return the sum of their squares
   */
  private static double shifted(Values x, int d, Chunk chunk, double[] sum, Scratch scratch) {
    double[] pilot = scratch.doubles(0, d);
    double[] squares = scratch.doubles(1, d);
    double[] column = scratch.doubles(2, d);
    x.get((long) chunk.pilot() * d, pilot, d);
    Arrays.fill(sum, 0);
    Arrays.fill(squares, 0, d, 0);
    for (int j = chunk.from(); j < chunk.to(); j++) {
      x.get((long) j * d, column, d);
      add(column, pilot, sum, squares, d);
    }
    double square = 0;
    for (int i = 0; i < d; i++) {
      square += squares[i];
    }
    return square;
  }

  private static void add(double[] column, double[] pilot, double[] sum, double[] squares, int d) {
    for (int i = 0; i < d; i++) {
      double x = column[i] - pilot[i];
      sum[i] += x;
      squares[i] += x * x;
    }
  }

  /**
   * Adds up the chunks of a class.
   *
   * @param sum receives the sum of its shifted columns
   * @return the sum of their squares
   */
  private static double add(List<Chunk> chunks, int label, int d, double[][] sums, double[] squares, double[] sum) {
    Arrays.fill(sum, 0, d, 0);
    double square = 0;
    for (int part = 0; part < sums.length; part++) {
      if (chunks.get(part).label() == label) {
        square += squares[part];
        for (int i = 0; i < d; i++) {
          sum[i] += sums[part][i];
        }
      }
    }
    return square;
  }

  /**
   * Makes the mean of a sum of {@code n} shifted columns.
   *
   * @return {@code n |mu - p|^2}
   */
  private static double shift(double[] sum, double[] pilot, int n, int d) {
    double excess = 0;
    for (int i = 0; i < d; i++) {
      double shift = sum[i] / n;
      excess += sum[i] * shift;
      sum[i] = pilot[i] + shift;
    }
    return excess;
  }
}
