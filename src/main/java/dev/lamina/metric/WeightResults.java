package dev.lamina.metric;

import dev.lamina.device.ElementType;
import dev.lamina.device.Exponents;
import dev.lamina.metric.PackedResults.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Turns one member's packed results into the metrics of its weights. */
final class WeightResults {

  private final WeightOptions options;
  private final ElementType type;

  WeightResults(WeightOptions options, ElementType type) {
    this.options = options;
    this.type = type;
  }

  NetworkWeights metrics(List<WeightMeter.Blocks> layers, Block product, Block residual, Block targetGram,
      double[] column) {
    List<WeightMetrics> weights = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      weights.add(metrics(layers.get(l), l + 1 == layers.size(), column));
    }
    double[] sigma = product.of(column);
    int largest = Math.max(layers.get(layers.size() - 1).rows(), layers.get(0).columns());
    return new NetworkWeights(
        weights,
        options.endToEnd() ? rank(sigma, largest) : Double.NaN,
        boxed(sigma),
        options.minNorm() ? Math.sqrt(residual.scalar(column)) : Double.NaN,
        boxed(targetGram.of(column)));
  }

  private WeightMetrics metrics(WeightMeter.Blocks blocks, boolean last, double[] column) {
    double square = blocks.square().scalar(column);
    int exponent = Exponents.of(blocks.magnitude().scalar(column));
    boolean spectrum = blocks.method() != SpectrumMethod.NONE;
    double[] values = blocks.method() == SpectrumMethod.GRAM
        ? Spectrum.ofGram(blocks.spectrum().of(column))
        : blocks.spectrum().of(column);
    double largest = spectrum ? values[0] : Double.NaN;
    double[] sigma = Arrays.stream(values).map(value -> Math.scalb(value, exponent)).toArray();
    double[] plateau = last || !spectrum ? new double[0] : plateau(sigma);
    return new WeightMetrics(
        blocks.rows(),
        blocks.columns(),
        Math.scalb(Math.sqrt(square), exponent),
        Math.scalb(largest, exponent),
        largest == 0 ? 0 : square / (largest * largest),
        last ? Double.NaN : balance(blocks, column),
        Arrays.stream(plateau).min().orElse(Double.NaN),
        Arrays.stream(plateau).max().orElse(Double.NaN),
        blocks.method().label(),
        boxed(sigma));
  }

  private static double balance(WeightMeter.Blocks blocks, double[] column) {
    return Math.scalb(Math.sqrt(blocks.balance().scalar(column)), 2 * Exponents.of(blocks.pair().scalar(column)));
  }

  /** Singular values number K+1 to r-K. */
  private double[] plateau(double[] sigma) {
    int from = options.classes();
    int to = sigma.length - options.classes();
    return options.classes() == 0 || to <= from ? new double[0] : Arrays.copyOfRange(sigma, from, to);
  }

  private double rank(double[] sigma, int largest) {
    double epsilon = type == ElementType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1.0);
    return Arrays.stream(sigma).filter(value -> value > largest * epsilon * sigma[0]).count();
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
