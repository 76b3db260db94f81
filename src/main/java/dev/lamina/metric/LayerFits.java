package dev.lamina.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How compression and discrimination move through the layers: C geometrically, D linearly
 * (docs/theory.md, "The theorem"). NaN for fewer than three layers, and for a C that is not positive or a D that is
 * undefined.
 *
 * @param compressionRatio {@code 10^slope} of {@code log10 C_l} against l: the factor from one layer to the next
 * @param compressionR2 of that fit
 * @param discriminationSlope of {@code D_l} against l
 * @param discriminationR2 of that fit
 */
public record LayerFits(
    double compressionRatio, double compressionR2, double discriminationSlope, double discriminationR2) {

  /** A line through fewer layers is none: two points are one whatever they are. */
  public static final int MIN_LAYERS = Fit.MIN_POINTS;

  /**
   * Fits C from layer {@code first} on, and D from there but not from the input, which the law does not speak of.
   *
   * @param layers of one network, layer 0 the input
   * @param first 0 for a linear network; the last nonlinear layer of a hybrid one
   */
  public static LayerFits of(List<FeatureMetrics> layers, int first) {
    if (first < 0) {
      throw new IllegalArgumentException("layers count from 0, not " + first);
    }
    Fit compression = fit(first, layers.stream().mapToDouble(FeatureMetrics::compression).map(Math::log10).toArray());
    Fit discrimination =
        fit(Math.max(1, first), layers.stream().mapToDouble(FeatureMetrics::discrimination).toArray());
    return new LayerFits(Math.pow(10, compression.slope()), compression.r2(), discrimination.slope(),
        discrimination.r2());
  }

  /** Every fit under its name in results, in their order; undefined ones stay NaN. */
  public LinkedHashMap<String, Object> toMap() {
    LinkedHashMap<String, Object> map = new LinkedHashMap<>();
    map.put("compression_ratio", compressionRatio);
    map.put("compression_r2", compressionR2);
    map.put("discrimination_slope", discriminationSlope);
    map.put("discrimination_r2", discriminationR2);
    return map;
  }

  private static Fit fit(int first, double[] values) {
    int[] range = IntStream.range(first, Math.max(first, values.length)).toArray();
    return Fit.line(IntStream.of(range).asDoubleStream().toArray(),
        IntStream.of(range).mapToDouble(l -> values[l]).toArray());
  }
}
