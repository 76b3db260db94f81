package dev.lamina.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The definitions of docs/metrics.md, written out with explicit d x d matrices. */
final class Reference {

  private Reference() {}

  static Map<String, Double> metrics(Dense h, int[] offsets) {
    int n = h.columns();
    int d = h.rows();
    int classes = offsets.length - 1;
    Dense mean = mean(h);
    List<Dense> mu = new ArrayList<>();
    List<Dense> m = new ArrayList<>();
    double[] variance = new double[classes];
    Dense within = Dense.zeros(d, d);
    Dense between = Dense.zeros(d, d);
    Dense weighted = Dense.zeros(d, d);
    int correct = 0;
    for (int k = 0; k < classes; k++) {
      mu.add(mean(h.columns(offsets[k], offsets[k + 1])));
      m.add(mu.get(k).minus(mean));
      between = between.plus(outer(m.get(k)), 1.0 / classes);
      weighted = weighted.plus(outer(m.get(k)), (double) (offsets[k + 1] - offsets[k]) / n);
      for (int i = offsets[k]; i < offsets[k + 1]; i++) {
        Dense deviation = h.column(i).minus(mu.get(k));
        within = within.plus(outer(deviation), 1.0 / n);
        variance[k] += square(deviation.norm()) / (offsets[k + 1] - offsets[k]);
      }
    }
    for (int k = 0; k < classes; k++) {
      for (int i = offsets[k]; i < offsets[k + 1]; i++) {
        correct += nearest(h.column(i), mu) == k ? 1 : 0;
      }
    }
    List<Double> cosines = new ArrayList<>();
    List<Double> centredCosines = new ArrayList<>();
    double cdnv = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = 0; j < classes; j++) {
        if (i != j) {
          cosines.add(mu.get(i).dot(mu.get(j)) / (mu.get(i).norm() * mu.get(j).norm()));
          centredCosines.add(m.get(i).dot(m.get(j)) / (m.get(i).norm() * m.get(j).norm()));
          cdnv += (variance[i] + variance[j]) / (2 * square(mu.get(i).minus(mu.get(j)).norm()));
        }
      }
    }
    double[] norms = m.stream().mapToDouble(Dense::norm).toArray();
    double[] angles = centredCosines.stream().mapToDouble(Double::doubleValue).toArray();
    Dense covariance = Dense.zeros(d, d);
    for (int i = 0; i < n; i++) {
      covariance = covariance.plus(outer(h.column(i).minus(mean)), 1.0 / n);
    }
    double[] sigma = singularValues(h);
    int rank = Math.min(classes - 1, d);
    Map<String, Double> map = new LinkedHashMap<>();
    map.put("trace_within", within.trace());
    map.put("trace_between", between.trace());
    map.put("compression", within.trace() / between.trace());
    map.put("discrimination", 1 - cosines.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN));
    map.put("nc1", within.times(inverse(between, rank)).trace() / classes);
    map.put("separation_fuzziness", within.times(inverse(weighted, rank)).trace());
    map.put("numerical_rank", (double) numericalRank(sigma));
    double total = Arrays.stream(sigma).sum();
    map.put("effective_rank",
        Math.exp(Arrays.stream(sigma).map(s -> s / total).filter(p -> p > 0).map(p -> -p * Math.log(p)).sum()));
    map.put("stable_rank", Arrays.stream(sigma).map(Reference::square).sum() / square(sigma[0]));
    map.put("nc2_equinorm", deviation(norms) / average(norms));
    map.put("nc2_equiangular_std", deviation(angles));
    map.put("nc2_max_angle", average(Arrays.stream(angles).map(c -> Math.abs(c + 1.0 / (classes - 1))).toArray()));
    map.put("cdnv", cdnv / (classes * (classes - 1)));
    map.put("nearest_centre_accuracy", (double) correct / n);
    map.put("participation_ratio", square(covariance.trace()) / square(covariance.norm()));
    return map;
  }

  /** From the eigenvalues of the smaller Gram matrix: good to 1e-8 of the largest, which is what tests ask for. */
  static double[] singularValues(Dense h) {
    Dense gram = h.rows() < h.columns() ? h.times(h.transposed()) : h.transposed().times(h);
    double[] values = SmallMatrix.symmetricEigen(gram.values(), gram.rows()).values().clone();
    Arrays.sort(values);
    return Spectrum.ofGram(values);
  }

  /** Pseudo-inverse of a symmetric matrix, cut at a rank and relative 1e-12. */
  static Dense inverse(Dense symmetric, int rank) {
    int n = symmetric.rows();
    SmallMatrix.Eigen eigen = SmallMatrix.symmetricEigen(symmetric.values(), n);
    double[] sorted = eigen.values().clone();
    Arrays.sort(sorted);
    double floor = sorted[n - 1] * 1e-12;
    Dense vectors = new Dense(n, n, eigen.vectors());
    Dense inverse = Dense.zeros(n, n);
    for (int i = 0; i < n; i++) {
      double value = eigen.values()[i];
      if (value >= sorted[n - rank] && value > floor) {
        inverse = inverse.plus(outer(vectors.column(i)), 1 / value);
      }
    }
    return inverse;
  }

  static Dense mean(Dense h) {
    Dense sum = Dense.zeros(h.rows(), 1);
    for (int i = 0; i < h.columns(); i++) {
      sum = sum.plus(h.column(i), 1);
    }
    return sum.scaled(1.0 / h.columns());
  }

  private static int nearest(Dense x, List<Dense> means) {
    int best = 0;
    for (int k = 1; k < means.size(); k++) {
      if (x.minus(means.get(k)).norm() < x.minus(means.get(best)).norm()) {
        best = k;
      }
    }
    return best;
  }

  private static int numericalRank(double[] sigma) {
    double total = Arrays.stream(sigma).sum();
    int rank = 1;
    while (Arrays.stream(sigma).limit(rank).sum() < 0.95 * total) {
      rank++;
    }
    return rank;
  }

  private static Dense outer(Dense x) {
    return x.times(x.transposed());
  }

  private static double square(double x) {
    return x * x;
  }

  private static double average(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private static double deviation(double[] values) {
    double mean = average(values);
    return Math.sqrt(average(Arrays.stream(values).map(v -> square(v - mean)).toArray()));
  }
}
