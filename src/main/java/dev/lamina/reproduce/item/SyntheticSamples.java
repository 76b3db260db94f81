package dev.lamina.reproduce.item;

import dev.lamina.data.Dataset;
import dev.lamina.data.SyntheticData;
import dev.lamina.experiment.ExperimentConfig;
import dev.lamina.network.HostMatrix;

/**
 * The nearly orthonormal samples of an experiment's first member, for numbers that are derived apart from any device.
 */
final class SyntheticSamples {

  private SyntheticSamples() {}

  /** X, d_0 x N. */
  static HostMatrix features(ExperimentConfig config) {
    Dataset data = dataset(config);
    return Host.transposed(new HostMatrix("X", data.samples(), data.dimension(), data.features().doubles()));
  }

  /** Y, K x N: 1 where a sample is of the class. */
  static HostMatrix targets(ExperimentConfig config) {
    int[] labels = labels(config);
    double[] values = new double[config.classes() * labels.length];
    for (int j = 0; j < labels.length; j++) {
      values[labels[j] * labels.length + j] = 1;
    }
    return new HostMatrix("Y", config.classes(), labels.length, values);
  }

  /** The class of each sample. */
  static int[] labels(ExperimentConfig config) {
    return dataset(config).labels();
  }

  private static Dataset dataset(ExperimentConfig config) {
    return SyntheticData.nearOrthonormal(
        config.seed(), config.dimension(), config.samples(), config.classes(), config.noise());
  }
}
