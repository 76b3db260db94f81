package dev.lamina.training;

import dev.lamina.device.Device;
import dev.lamina.device.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the samples {@code x_i} (columns) of one member are, {@code |x_i|} being Euclidean. Found on the host, where
 * each length is taken relative to the sample's largest feature: a square would lose features beyond 1e154 or below
 * 1e-154. NaN if a feature is not a number, infinite if one is.
 *
 * @param largest {@code max |x_i|}
 * @param rootMeanSquare {@code sqrt(sum |x_i|^2 / N)}
 */
record SampleNorms(double largest, double rootMeanSquare) {

  /** Elements that are read at a time. */
  private static final int CHUNK = 1 << 18;

  /** Of each member; waits for the device. */
  static List<SampleNorms> of(Device device, Matrix features) {
    List<SampleNorms> members = new ArrayList<>();
    for (int e = 0; e < features.members(); e++) {
      members.add(of(norms(device, features.member(e))));
    }
    return members;
  }

  /** The same samples, each multiplied by a positive number. */
  SampleNorms times(double factor) {
    return new SampleNorms(factor * largest, factor * rootMeanSquare);
  }

  private static double[] norms(Device device, Matrix features) {
    int d = features.rows();
    int n = features.columns();
    double[] norms = new double[n];
    int width = Math.max(1, CHUNK / d);
    for (int from = 0; from < n; from += width) {
      int to = Math.min(n, from + width);
      double[] chunk = new double[(to - from) * d];
      device.read(features.columns(from, to), chunk);
      for (int i = from; i < to; i++) {
        norms[i] = norm(chunk, (i - from) * d, d);
      }
    }
    return norms;
  }

  private static SampleNorms of(double[] norms) {
    double largest = 0;
    for (double norm : norms) {
      largest = Math.max(largest, norm);
    }
    return new SampleNorms(largest, norm(norms, 0, norms.length) / Math.sqrt(norms.length));
  }

  private static double norm(double[] values, int from, int count) {
    double largest = 0;
    for (int i = from; i < from + count; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    if (!(largest > 0) || Double.isInfinite(largest)) {
      return largest;
    }
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      double share = values[i] / largest;
      sum += share * share;
    }
    return largest * Math.sqrt(sum);
  }
}
