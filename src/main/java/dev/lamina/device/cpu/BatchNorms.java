package dev.lamina.device.cpu;

import dev.lamina.device.BatchNorm;
import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;
import java.util.Arrays;

/**
 * Batch normalisation. A task owns a range of rows over the whole batch, so its sums run over the columns in order
 * whatever the number of workers. Arithmetic is float64 for both types.
 */
final class BatchNorms {

  private BatchNorms() {}

  /** The vectors of a batch norm as a task reads and writes them. */
  private record Vectors(
      Values[] gamma, Values[] beta, Values[] runningMean, Values[] runningVariance, Values[] mean, Values[] inverse) {

    static Vectors of(BatchNorm norm, Matrix y) {
      return new Vectors(vector(norm.gamma(), y), vector(norm.beta(), y), vector(norm.runningMean(), y),
          vector(norm.runningVariance(), y), vector(norm.mean(), y), vector(norm.inverseDeviation(), y));
    }
  }

  private static Values[] vector(Matrix matrix, Matrix y) {
    return Values.of(matrix.broadcast(y.members()));
  }

  static Phase training(int threads, BatchNorm norm, Matrix z, Scalar momentum, Matrix y) {
    Vectors vectors = Vectors.of(norm, y);
    Values[] zs = Values.of(z.broadcast(y.members()));
    Values[] ys = Values.of(y);
    Factor momenta = Factor.of(momentum, y);
    int rows = y.rows();
    int n = y.columns();
    return Phase.split(y.members(), threads, rows, n, (member, first, last, scratch) -> {
      int count = (int) (last - first);
      double[] mean = scratch.doubles(0, count);
      double[] scale = scratch.doubles(1, count);
      double[] shift = scratch.doubles(2, count);
      double[] tile = scratch.doubles(3, count);
      sums(zs[member], rows, n, first, count, tile, mean, null);
      divide(mean, count, n);
      sums(zs[member], rows, n, first, count, tile, scale, mean);
      vectors.mean[member].put(first, mean, count);
      double weight = momenta.of(member);
      for (int i = 0; i < count; i++) {
        long row = first + i;
        if (weight != 0) {
          Values runningMean = vectors.runningMean[member];
          Values runningVariance = vectors.runningVariance[member];
          runningMean.put(row, (1 - weight) * runningMean.get(row) + weight * mean[i]);
          runningVariance.put(row, (1 - weight) * runningVariance.get(row) + weight * (scale[i] / (n - 1)));
        }
        double inverse = 1 / Math.sqrt(scale[i] / n + BatchNorm.EPSILON);
        vectors.inverse[member].put(row, inverse);
        scale[i] = inverse * vectors.gamma[member].get(row);
        shift[i] = vectors.beta[member].get(row) - mean[i] * scale[i];
      }
      normalise(zs[member], ys[member], rows, n, first, count, tile, scale, shift);
    });
  }

  static Phase inference(int threads, BatchNorm norm, Matrix z, Matrix y) {
    Vectors vectors = Vectors.of(norm, y);
    Values[] zs = Values.of(z.broadcast(y.members()));
    Values[] ys = Values.of(y);
    int rows = y.rows();
    return Phase.split(y.members(), threads, y.columns(), rows, (member, from, to, scratch) -> {
      double[] scale = scratch.doubles(1, rows);
      double[] shift = scratch.doubles(2, rows);
      double[] tile = scratch.doubles(3, rows);
      for (int i = 0; i < rows; i++) {
        scale[i] = vectors.gamma[member].get(i) / Math.sqrt(vectors.runningVariance[member].get(i) + BatchNorm.EPSILON);
        shift[i] = vectors.beta[member].get(i) - vectors.runningMean[member].get(i) * scale[i];
      }
      for (long j = from; j < to; j++) {
        zs[member].get(j * rows, tile, rows);
        for (int i = 0; i < rows; i++) {
          tile[i] = tile[i] * scale[i] + shift[i];
        }
        ys[member].put(j * rows, tile, rows);
      }
    });
  }

  /**
   * {@code dz = gamma / deviation (dy - mean(dy) - zhat mean(dy zhat))}, {@code dgamma = sum dy zhat},
   * {@code dbeta = sum dy}.
   */
  static Phase backward(int threads, BatchNorm norm, Matrix z, Matrix delta, Matrix gammaGradient,
      Matrix betaGradient) {
    Vectors vectors = Vectors.of(norm, delta);
    Values[] zs = Values.of(z.broadcast(delta.members()));
    Values[] deltas = Values.of(delta);
    Values[] gammaGradients = Values.of(gammaGradient);
    Values[] betaGradients = Values.of(betaGradient);
    int rows = delta.rows();
    int n = delta.columns();
    return Phase.split(delta.members(), threads, rows, n, (member, first, last, scratch) -> {
      int count = (int) (last - first);
      // Five vectors of the rows at hand, in one array.
      double[] v = scratch.doubles(0, 5 * count);
      int mean = 0;
      int inverse = count;
      int sumDelta = 2 * count;
      int sumProduct = 3 * count;
      int slope = 4 * count;
      double[] dy = scratch.doubles(1, count);
      double[] x = scratch.doubles(2, count);
      for (int i = 0; i < count; i++) {
        v[mean + i] = vectors.mean[member].get(first + i);
        v[inverse + i] = vectors.inverse[member].get(first + i);
        v[sumDelta + i] = 0;
        v[sumProduct + i] = 0;
      }
      for (int j = 0; j < n; j++) {
        deltas[member].get((long) j * rows + first, dy, count);
        zs[member].get((long) j * rows + first, x, count);
        for (int i = 0; i < count; i++) {
          v[sumDelta + i] += dy[i];
          v[sumProduct + i] += dy[i] * ((x[i] - v[mean + i]) * v[inverse + i]);
        }
      }
      for (int i = 0; i < count; i++) {
        betaGradients[member].put(first + i, v[sumDelta + i]);
        gammaGradients[member].put(first + i, v[sumProduct + i]);
        v[slope + i] = vectors.gamma[member].get(first + i) * v[inverse + i];
        v[sumDelta + i] /= n;
        v[sumProduct + i] = v[sumProduct + i] / n * v[inverse + i];
      }
      for (int j = 0; j < n; j++) {
        deltas[member].get((long) j * rows + first, dy, count);
        zs[member].get((long) j * rows + first, x, count);
        for (int i = 0; i < count; i++) {
          dy[i] = v[slope + i] * (dy[i] - v[sumDelta + i] - (x[i] - v[mean + i]) * v[sumProduct + i]);
        }
        deltas[member].put((long) j * rows + first, dy, count);
      }
    });
  }

  /** Sums over the columns of the values, or of their squared distances to {@code centre}. */
  private static void sums(
      Values z, int rows, int n, long first, int count, double[] tile, double[] sum, double[] centre) {
    Arrays.fill(sum, 0, count, 0);
    for (int j = 0; j < n; j++) {
      z.get((long) j * rows + first, tile, count);
      if (centre == null) {
        for (int i = 0; i < count; i++) {
          sum[i] += tile[i];
        }
      } else {
        for (int i = 0; i < count; i++) {
          double distance = tile[i] - centre[i];
          sum[i] += distance * distance;
        }
      }
    }
  }

  private static void divide(double[] values, int count, double divisor) {
    for (int i = 0; i < count; i++) {
      values[i] /= divisor;
    }
  }

  private static void normalise(
      Values z, Values y, int rows, int n, long first, int count, double[] tile, double[] scale, double[] shift) {
    for (int j = 0; j < n; j++) {
      z.get((long) j * rows + first, tile, count);
      for (int i = 0; i < count; i++) {
        tile[i] = tile[i] * scale[i] + shift[i];
      }
      y.put((long) j * rows + first, tile, count);
    }
  }
}
