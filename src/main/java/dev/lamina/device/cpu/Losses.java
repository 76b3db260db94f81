package dev.lamina.device.cpu;

import dev.lamina.device.Loss;
import dev.lamina.device.Matrix;
import dev.lamina.device.Scalar;
import java.util.Arrays;

/** Losses, in float64 arithmetic. Partial sums are over chunks of samples that depend on the shape alone. */
final class Losses {

  private static final int CHUNK = 1024;

  private Losses() {}

  static Phase[] of(Loss loss, double outputScale, Matrix output, Matrix labels, Scalar gradientScale, Matrix delta,
      Matrix sums, Matrix position) {
    int n = output.columns();
    int classes = output.rows();
    Values[] outputs = Values.of(output.broadcast(sums.members()));
    Integers[] targets = Integers.of(labels.broadcast(sums.members()));
    Integers[] positions = Integers.of(position.broadcast(sums.members()));
    Values[] deltas = delta == null ? null : Values.of(delta);
    Values[] results = Values.of(sums);
    Factor scales = Factor.of(gradientScale, sums);
    int chunks = Math.max(1, (n + CHUNK - 1) / CHUNK);
    double[][] losses = new double[sums.members()][chunks];
    double[][] correct = new double[sums.members()][chunks];
    Phase samples = new Phase(sums.members(), chunks, (member, chunk, scratch) -> {
      double[] h = scratch.doubles(0, classes);
      double scale = scales.of(member) * outputScale / n;
      double lossSum = 0;
      int hits = 0;
      int end = Math.min(n, (chunk + 1) * CHUNK);
      for (int j = chunk * CHUNK; j < end; j++) {
        int label = targets[member].get(j);
        outputs[member].get((long) j * classes, h, classes);
        hits += argmax(h, classes) == label ? 1 : 0;
        for (int k = 0; k < classes; k++) {
          h[k] *= outputScale;
        }
        lossSum += loss == Loss.SQUARED_ERROR ? squaredError(h, classes, label) : crossEntropy(h, classes, label);
        if (deltas != null) {
          for (int k = 0; k < classes; k++) {
            h[k] *= scale;
          }
          deltas[member].put((long) j * classes, h, classes);
        }
      }
      losses[member][chunk] = lossSum;
      correct[member][chunk] = hits;
    });
    Phase total = Phase.each(sums.members(), (member, scratch) -> {
      double lossSum = 0;
      double hits = 0;
      for (int chunk = 0; chunk < chunks; chunk++) {
        lossSum += losses[member][chunk];
        hits += correct[member][chunk];
      }
      long column = positions[member].get(0);
      results[member].put(2 * column, lossSum / n);
      results[member].put(2 * column + 1, hits);
    });
    return new Phase[] {samples, total};
  }

  static Phase stopBelow(
      double threshold, int every, Matrix sums, Matrix position, Matrix rate, Matrix keep, Matrix delta) {
    Values[] losses = Values.of(sums.broadcast(delta.members()));
    Integers[] positions = Integers.of(position.broadcast(delta.members()));
    Values[] rates = Values.of(rate);
    Values[] keeps = keep == null ? null : Values.of(keep);
    Values[] deltas = Values.of(delta);
    int rows = delta.rows();
    return Phase.each(delta.members(), (member, scratch) -> {
      int column = positions[member].get(0);
      if (column % every != 0 || !(losses[member].get(2L * column) < threshold)) {
        return;
      }
      rates[member].put(0, 0);
      if (keeps != null) {
        keeps[member].put(0, 1);
      }
      double[] zeros = scratch.doubles(0, rows);
      Arrays.fill(zeros, 0, rows, 0);
      for (long j = 0; j < delta.columns(); j++) {
        deltas[member].put(j * rows, zeros, rows);
      }
    });
  }

  private static int argmax(double[] h, int classes) {
    int best = 0;
    for (int k = 1; k < classes; k++) {
      if (h[k] > h[best]) {
        best = k;
      }
    }
    return best;
  }

  /** Returns the loss of one sample and leaves its derivative by the scaled output in {@code h}. */
  private static double squaredError(double[] h, int classes, int label) {
    double sum = 0;
    h[label] -= 1;
    for (int k = 0; k < classes; k++) {
      sum += h[k] * h[k];
      h[k] *= 2;
    }
    return sum;
  }

  /** The same for cross-entropy; shifted by the largest output, so that no exponential overflows. */
  private static double crossEntropy(double[] h, int classes, int label) {
    double largest = h[argmax(h, classes)];
    double ofLabel = h[label] - largest;
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      h[k] = Math.exp(h[k] - largest);
      sum += h[k];
    }
    for (int k = 0; k < classes; k++) {
      h[k] /= sum;
    }
    h[label] -= 1;
    return Math.log(sum) - ofLabel;
  }
}
