package dev.lamina.metric;

import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How compression and discrimination move through the layers: C geometrically, D linearly (docs/theory.md, "The
 * theorem"). NaN for fewer than three layers, and for a C that is not positive or a D that is undefined.
 */
public final class LayerFits {

  /** A line through fewer layers is none: two points are one whatever they are. */
  public static final int MIN_LAYERS = Fit.MIN_POINTS;

  private LayerFits() {}

  /**
   * Fits C and D to all layers of a network, of which none is the input, numbered from 1.
   *
   * @param layers in their order
   */
  public static Measured ofFeatures(List<FeatureMetrics> layers) {
    return of(fit(0, layers, FeatureMetrics::compression, Math::log10),
        fit(0, layers, FeatureMetrics::discrimination, d -> d), 1, layers.size());
  }

  /**
   * Fits C from layer {@code first} on, and D from there but not from the input, which the law does not speak of.
   *
   * @param layers of one network, layer 0 the input
   * @param first 0 for a linear network; the last nonlinear layer of a hybrid one
   */
  public static Measured of(List<FeatureMetrics> layers, int first) {
    if (first < 0) {
      throw new IllegalArgumentException("layers count from 0, not " + first);
    }
    return of(fit(first, layers, FeatureMetrics::compression, Math::log10),
        fit(Math.max(1, first), layers, FeatureMetrics::discrimination, d -> d), first, layers.size() - 1);
  }

  private static Measured of(Fit compression, Fit discrimination, int first, int last) {
    return Measured.builder()
        .put(Measure.COMPRESSION_RATIO, Math.pow(10, compression.slope()))
        .put(Measure.COMPRESSION_R2, compression.r2())
        .put(Measure.DISCRIMINATION_SLOPE, discrimination.slope())
        .put(Measure.DISCRIMINATION_R2, discrimination.r2())
        .put(Measure.FIRST_LAYER, first)
        .put(Measure.LAST_LAYER, last)
        .build();
  }

  private static Fit fit(int first, List<FeatureMetrics> layers, ToDoubleFunction<FeatureMetrics> measure,
      DoubleUnaryOperator straighten) {
    double[] values = layers.stream().mapToDouble(measure).map(straighten).toArray();
    int[] range = IntStream.range(first, Math.max(first, values.length)).toArray();
    return Fit.line(IntStream.of(range).asDoubleStream().toArray(),
        IntStream.of(range).mapToDouble(l -> values[l]).toArray());
  }
}
