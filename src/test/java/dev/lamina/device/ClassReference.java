package dev.lamina.device;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Means, scatter and distances of samples ordered by class, by their definitions in float64. */
final class ClassReference {
  private ClassReference() {}

  static Host means(Host x, int[] offsets) {
    return Host.make(x.rows(), offsets.length - 1, x.members(), (e, i, k) -> {
      // Twice: the second pass takes the rounding error of the first out again.
      double mean = mean(x, offsets, e, i, k, 0);
      return mean + mean(x, offsets, e, i, k, mean);
    });
  }

  private static double mean(Host x, int[] offsets, int member, int row, int label, double shift) {
    double sum = 0;
    for (int j = offsets[label]; j < offsets[label + 1]; j++) {
      sum += x.at(member, row, j) - shift;
    }
    return sum / (offsets[label + 1] - offsets[label]);
  }

  /** {@code sum |x - mu|^2} of each class, K x 1. */
  static Host scatter(Host x, int[] offsets) {
    Host means = means(x, offsets);
    return Host.make(offsets.length - 1, 1, x.members(), (e, k, column) -> {
      double sum = 0;
      for (int j = offsets[k]; j < offsets[k + 1]; j++) {
        for (int i = 0; i < x.rows(); i++) {
          double centred = x.at(e, i, j) - means.at(e, i, k);
          sum += centred * centred;
        }
      }
      return sum;
    });
  }

  /** {@code x_i - mu_{y_i}}. */
  static Host centred(Host x, int[] offsets, Host means) {
    int members = Math.max(x.members(), means.members());
    Host centred = Host.filled(x.rows(), x.columns(), members, 0);
    for (int e = 0; e < members; e++) {
      for (int k = 0; k + 1 < offsets.length; k++) {
        for (int j = offsets[k]; j < offsets[k + 1]; j++) {
          for (int i = 0; i < x.rows(); i++) {
            centred.set(e, i, j, x.at(e, i, j) - means.at(e, i, k));
          }
        }
      }
    }
    return centred;
  }

  static Host nearestMean(Host x, Host means) {
    return Host.make(1, x.columns(), Math.max(x.members(), means.members()), (e, row, j) -> {
      int best = 0;
      for (int k = 1; k < means.columns(); k++) {
        if (squaredDistance(x, e, j, means, k) < squaredDistance(x, e, j, means, best)) {
          best = k;
        }
      }
      return best;
    });
  }

  /** The k nearest others of each sample by distance, then by number: distances, and below them the numbers, 2k x N. */
  static Host neighbours(Host x, int k) {
    Host lists = Host.make(2 * k, x.columns(), x.members(), (e, i, j) -> i < k ? Double.POSITIVE_INFINITY : -1);
    for (int e = 0; e < x.members(); e++) {
      for (int j = 0; j < x.columns(); j++) {
        double[] distances = new double[x.columns()];
        for (int other = 0; other < x.columns(); other++) {
          distances[other] = Math.sqrt(squaredDistance(x, e, j, x, other));
        }
        int sample = j;
        int[] nearest = IntStream.range(0, x.columns())
            .filter(other -> other != sample && distances[other] < Double.POSITIVE_INFINITY).boxed()
            .sorted(Comparator.comparingDouble(other -> distances[other])).limit(k).mapToInt(other -> other).toArray();
        for (int i = 0; i < nearest.length; i++) {
          lists.set(e, i, j, distances[nearest[i]]);
          lists.set(e, k + i, j, nearest[i]);
        }
      }
    }
    return lists;
  }

  private static double squaredDistance(Host x, int member, int column, Host y, int other) {
    double sum = 0;
    for (int i = 0; i < x.rows(); i++) {
      double difference = x.at(member, i, column) - y.at(member, i, other);
      sum += difference * difference;
    }
    return sum;
  }
}
