package dev.lamina.metric;

import dev.lamina.device.ElementType;
import dev.lamina.device.Exponents;
import dev.lamina.metric.PackedResults.Block;
import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
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
    List<Measured> weights = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      weights.add(metrics(layers.get(l), l + 1 == layers.size(), column));
    }
    double[] sigma = product.of(column);
    int largest = Math.max(layers.get(layers.size() - 1).rows(), layers.get(0).columns());
    Measured whole = Measured.builder()
        .put(Measure.END_TO_END_RANK, options.endToEnd() ? rank(sigma, largest) : Double.NaN)
        .put(Measure.END_TO_END_SINGULAR_VALUES, boxed(sigma))
        .put(Measure.MIN_NORM_RESIDUAL, options.minNorm() ? Math.sqrt(residual.scalar(column)) : Double.NaN)
        .build();
    return new NetworkWeights(weights, whole, boxed(targetGram.of(column)));
  }

  private Measured metrics(WeightMeter.Blocks blocks, boolean last, double[] column) {
    double square = blocks.square().scalar(column);
    int exponent = Exponents.of(blocks.magnitude().scalar(column));
    boolean spectrum = blocks.method() != SpectrumMethod.NONE;
    double[] values = blocks.method() == SpectrumMethod.GRAM
        ? Spectrum.ofGram(blocks.spectrum().of(column))
        : blocks.spectrum().of(column);
    double largest = spectrum ? values[0] : Double.NaN;
    double[] sigma = Arrays.stream(values).map(value -> Math.scalb(value, exponent)).toArray();
    double[] plateau = last || !spectrum ? new double[0] : plateau(sigma);
    return Measured.builder()
        .put(Measure.ROWS, blocks.rows())
        .put(Measure.COLUMNS, blocks.columns())
        .put(Measure.FROBENIUS_NORM, Math.scalb(Math.sqrt(square), exponent))
        .put(Measure.SPECTRAL_NORM, Math.scalb(largest, exponent))
        .put(Measure.WEIGHT_STABLE_RANK, largest == 0 ? 0 : square / (largest * largest))
        .put(Measure.BALANCE_RESIDUAL, last ? Double.NaN : balance(blocks, column))
        .put(Measure.PLATEAU_MIN, Arrays.stream(plateau).min().orElse(Double.NaN))
        .put(Measure.PLATEAU_MAX, Arrays.stream(plateau).max().orElse(Double.NaN))
        .put(Measure.WEIGHT_SPECTRUM_METHOD, blocks.method().label())
        .put(Measure.WEIGHT_SINGULAR_VALUES, boxed(sigma))
        .build();
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
