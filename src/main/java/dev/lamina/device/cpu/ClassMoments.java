package dev.lamina.device.cpu;

import dev.lamina.device.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Class means and within-class scatter from one pass over the features.
 *
 * <p>A task takes a chunk of one class's columns, shifts them by the chunk's first column, and sums the shifted values and
 * their squares in float64: {@code sum |x - mu|^2 = sum |x - p|^2 - n |mu - p|^2} then loses no more than a digit,
 * however far the class lies from the origin. Chunks merge exactly, in order (Chan, Golub and LeVeque 1979); they depend on
 * the shape alone.
 */
final class ClassMoments {

  private static final int SMALLEST_CHUNK = 512;

  /** More chunks than this would only cost memory for their means. */
  private static final int MOST_CHUNKS = 64;

  private ClassMoments() {}

  /** Columns {@code from..to}, all of class {@code label}. */
  private record Chunk(int label, int from, int to) {}

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
          for (int part = 0; part < chunks.size(); part++) {
            int label = chunks.get(part).label();
            if (label >= from && label < to) {
              merge(chunks, part, d, sums[member], squares[member], meanValues[member], scatters[member], scratch);
            }
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
        chunks.add(new Chunk(k, offsets[k] + (int) ((long) size * i / pieces),
            offsets[k] + (int) ((long) size * (i + 1) / pieces)));
      }
    }
    return chunks;
  }

  /**
   * The pass over one chunk. Squares are summed by row, since the JIT does not vectorise a sum over the rows of a column, and
   * column by column, since it does not always vectorise a loop over several.
   *
   * @param mean receives the chunk's mean
   * @return the sum of squared distances to it
   */
  private static double shifted(Values x, int d, Chunk chunk, double[] mean, Scratch scratch) {
    double[] pilot = scratch.doubles(0, d);
    double[] squares = scratch.doubles(1, d);
    double[] column = scratch.doubles(2, d);
    x.get((long) chunk.from() * d, pilot, d);
    Arrays.fill(mean, 0);
    Arrays.fill(squares, 0, d, 0);
    for (int j = chunk.from(); j < chunk.to(); j++) {
      x.get((long) j * d, column, d);
      add(column, pilot, mean, squares, d);
    }
    int n = chunk.to() - chunk.from();
    double square = 0;
    double distance = 0;
    for (int i = 0; i < d; i++) {
      double shift = mean[i] / n;
      square += squares[i];
      distance += shift * shift;
      mean[i] = pilot[i] + shift;
    }
    return Math.max(0, square - n * distance);
  }

  private static void add(double[] column, double[] pilot, double[] sum, double[] squares, int d) {
    for (int i = 0; i < d; i++) {
      double x = column[i] - pilot[i];
      sum[i] += x;
      squares[i] += x * x;
    }
  }

  /** Adds chunk {@code part} to what its class has so far. */
  private static void merge(List<Chunk> chunks, int part, int d, double[][] sums, double[] squares, Values means,
      Values scatter, Scratch scratch) {
    Chunk chunk = chunks.get(part);
    int before = 0;
    for (int i = part - 1; i >= 0 && chunks.get(i).label() == chunk.label(); i--) {
      before += chunks.get(i).to() - chunks.get(i).from();
    }
    if (before == 0) {
      means.put((long) chunk.label() * d, sums[part], d);
      scatter.put(chunk.label(), squares[part]);
      return;
    }
    int n = chunk.to() - chunk.from();
    double[] mean = scratch.doubles(0, d);
    means.get((long) chunk.label() * d, mean, d);
    double distance = 0;
    for (int i = 0; i < d; i++) {
      double difference = sums[part][i] - mean[i];
      distance += difference * difference;
      mean[i] += difference * n / (before + n);
    }
    means.put((long) chunk.label() * d, mean, d);
    scatter.put(chunk.label(), scatter.get(chunk.label()) + squares[part] + distance * before * n / (before + n));
  }
}
