package dev.lamina.device.cpu;

import dev.lamina.device.Exponents;
import dev.lamina.device.Matrix;

/** Magnitudes, scaling by powers of two, and columns of norm 1, of numbers whose squares float64 may not hold. */
final class Scales {

  /** Elements of one partial result; a constant, so that nothing depends on the number of workers. */
  private static final long CHUNK = 1 << 16;

  private Scales() {}

  static Phase[] magnitude(Matrix source, Matrix target) {
    Values[] sources = Values.of(source.broadcast(target.members()));
    Values[] targets = Values.of(target);
    int chunks = (int) Math.max(1, (source.size() + CHUNK - 1) / CHUNK);
    double[][] partial = new double[target.members()][chunks];
    Phase largest = new Phase(target.members(), chunks, (member, chunk, scratch) -> {
      double[] tile = scratch.doubles(0, Scratch.TILE);
      double most = 0;
      long end = Math.min(source.size(), (chunk + 1) * CHUNK);
      for (long at = chunk * CHUNK; at < end; at += Scratch.TILE) {
        int count = (int) Math.min(Scratch.TILE, end - at);
        sources[member].get(at, tile, count);
        most = Math.max(most, magnitude(tile, count));
      }
      partial[member][chunk] = most;
    });
    Phase all = Phase.each(target.members(),
        (member, scratch) -> targets[member].put(0, magnitude(partial[member], chunks)));
    return new Phase[] {largest, all};
  }

  /** {@link Math#max} keeps NaN. Four of them, so that one need not wait for the one before. */
  private static double magnitude(double[] values, int count) {
    double m0 = 0;
    double m1 = 0;
    double m2 = 0;
    double m3 = 0;
    int i = 0;
    for (; i + 3 < count; i += 4) {
      m0 = Math.max(m0, Math.abs(values[i]));
      m1 = Math.max(m1, Math.abs(values[i + 1]));
      m2 = Math.max(m2, Math.abs(values[i + 2]));
      m3 = Math.max(m3, Math.abs(values[i + 3]));
    }
    for (; i < count; i++) {
      m0 = Math.max(m0, Math.abs(values[i]));
    }
    return Math.max(Math.max(m0, m1), Math.max(m2, m3));
  }

  static Phase normalize(int threads, Matrix source, Matrix magnitude, Matrix target) {
    Values[] sources = Values.of(source.broadcast(target.members()));
    Values[] magnitudes = Values.of(magnitude.broadcast(target.members()));
    Values[] targets = Values.of(target);
    return Phase.split(target.members(), threads, target.size(), 1, (member, from, to, scratch) -> {
      double[] tile = scratch.doubles(0, Scratch.TILE);
      int exponent = Exponents.of(magnitudes[member].get(0));
      for (long at = from; at < to; at += Scratch.TILE) {
        int count = (int) Math.min(Scratch.TILE, to - at);
        sources[member].get(at, tile, count);
        scaleDown(tile, count, exponent);
        targets[member].put(at, tile, count);
      }
    });
  }

  /**
   * {@code 2^-exponent} times each, in two steps, since a number below the normal ones needs a factor beyond the
   * largest.
   */
  private static void scaleDown(double[] values, int count, int exponent) {
    double first = Math.scalb(1.0, -exponent / 2);
    double second = Math.scalb(1.0, -exponent - -exponent / 2);
    for (int i = 0; i < count; i++) {
      values[i] = values[i] * first * second;
    }
  }

  static Phase unitColumns(int threads, Matrix x, Matrix target) {
    Values[] xs = Values.of(x.broadcast(target.members()));
    Values[] targets = Values.of(target);
    int d = x.rows();
    return Phase.split(target.members(), threads, x.columns(), d, (member, from, to, scratch) -> {
      double[] column = scratch.doubles(0, d);
      for (long j = from; j < to; j++) {
        xs[member].get(j * d, column, d);
        scaleDown(column, d, Exponents.of(magnitude(column, d)));
        double square = 0;
        for (int i = 0; i < d; i++) {
          square += column[i] * column[i];
        }
        double norm = Math.sqrt(square);
        for (int i = 0; i < d; i++) {
          column[i] /= norm;
        }
        targets[member].put(j * d, column, d);
      }
    });
  }

  static Phase squaredDistances(int threads, Matrix x, Matrix target) {
    Values[] xs = Values.of(x.broadcast(target.members()));
    Values[] targets = Values.of(target);
    int d = x.rows();
    int classes = x.columns();
    return Phase.split(target.members(), threads, classes, (long) d * classes / 2, (member, from, to, scratch) -> {
      double[] left = scratch.doubles(0, d);
      double[] right = scratch.doubles(1, d);
      for (long j = from; j < to; j++) {
        xs[member].get(j * d, right, d);
        targets[member].put(j * classes + j, 0);
        for (long i = 0; i < j; i++) {
          xs[member].get(i * d, left, d);
          double distance = squaredDistance(left, right, d);
          targets[member].put(j * classes + i, distance);
          targets[member].put(i * classes + j, distance);
        }
      }
    });
  }

  /** Four sums, so that an addition need not wait for the one before. */
  private static double squaredDistance(double[] a, double[] b, int d) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < d; i += 4) {
      double d0 = a[i] - b[i];
      double d1 = a[i + 1] - b[i + 1];
      double d2 = a[i + 2] - b[i + 2];
      double d3 = a[i + 3] - b[i + 3];
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    for (; i < d; i++) {
      double difference = a[i] - b[i];
      s0 += difference * difference;
    }
    return s0 + s1 + (s2 + s3);
  }
}
