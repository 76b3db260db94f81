package dev.lamina.experiment;

import dev.lamina.data.Tensor;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Moves and scales features before a network sees them: {@code (x - mean) / deviation}, with one mean and deviation for
 * each channel. The channels are equal parts of a sample's features, one after the other.
 *
 * @param means by channel
 * @param deviations by channel
 */
record Normalization(double[] means, double[] deviations) {

  /**
   * The constants with which the paper's authors prepare CIFAR-10 (their data loader; docs/theory.md, P1). The means
   * are those of the training images, by channel; the deviations, often quoted, are smaller than the images' own.
   */
  static final Normalization PAPER =
      new Normalization(new double[] {0.4914, 0.4822, 0.4465}, new double[] {0.2023, 0.1994, 0.2010});

  /** Mean and (population) deviation of each channel over all samples; a channel that is constant is only moved. */
  static Normalization of(Tensor features, int channels) {
    double[] means = new double[channels];
    double[] deviations = new double[channels];
    for (int channel = 0; channel < channels; channel++) {
      IntToDoubleFunction values = values(features, channel, channels);
      int count = features.size() / channels;
      double mean = IntStream.range(0, count).mapToDouble(values).average().orElseThrow();
      double variance = IntStream.range(0, count).mapToDouble(i -> square(values.applyAsDouble(i) - mean)).average()
          .orElseThrow();
      means[channel] = mean;
      deviations[channel] = variance == 0 ? 1 : Math.sqrt(variance);
    }
    return new Normalization(means, deviations);
  }

  /**
   * The features, moved and scaled.
   *
   * @param single whether float32 results are wanted; the arithmetic is in float64 either way
   */
  Tensor apply(Tensor features, boolean single) {
    int d = features.dimension(1);
    double[] mean = new double[d];
    double[] deviation = new double[d];
    for (int i = 0; i < d; i++) {
      mean[i] = means[(int) ((long) i * means.length / d)];
      deviation[i] = deviations[(int) ((long) i * means.length / d)];
    }
    IntToDoubleFunction values = values(features, 0, 1);
    int[] shape = {features.dimension(0), d};
    if (single) {
      float[] result = new float[features.size()];
      for (int i = 0; i < result.length; i++) {
        result[i] = (float) ((values.applyAsDouble(i) - mean[i % d]) / deviation[i % d]);
      }
      return Tensor.of(features.name(), result, shape);
    }
    double[] result = new double[features.size()];
    Arrays.setAll(result, i -> (values.applyAsDouble(i) - mean[i % d]) / deviation[i % d]);
    return Tensor.of(features.name(), result, shape);
  }

  /** The i-th value of a channel, sample by sample; no copy of the features is made. */
  private static IntToDoubleFunction values(Tensor features, int channel, int channels) {
    int d = features.dimension(1);
    int width = d / channels;
    if (features.kind() == Tensor.Kind.FLOAT32) {
      float[] values = features.floats();
      return i -> values[i / width * d + channel * width + i % width];
    }
    double[] values = features.doubles();
    return i -> values[i / width * d + channel * width + i % width];
  }

  private static double square(double x) {
    return x * x;
  }
}
