package dev.lamina.metric;

import java.util.LinkedHashMap;
import java.util.List;

/**
 * Measures of all weight matrices of one network, and of their product {@code W_{L:1}}.
 *
 * @param layers of {@code W_1 .. W_L}
 * @param endToEndRank singular values of {@code W_{L:1}} above {@code max(rows, columns) * eps * sigma_1}, eps that of
 *     the weights' type; a whole number, NaN if not asked for
 * @param endToEndSingularValues of {@code W_{L:1}}, largest first; empty if not asked for
 * @param minNormResidual {@code |alpha W_{L:1} - Y X^+|_F} (docs/theory.md, A2); NaN if not asked for
 * @param targetGram {@code (Y X^+)(Y X^+)^T}, K x K by columns, which is {@code Y (X^T X)^-1 Y^T} where X has full
 *     column rank (docs/theory.md, L6); empty if not asked for
 */
public record NetworkWeights(
    List<WeightMetrics> layers,
    double endToEndRank,
    List<Double> endToEndSingularValues,
    double minNormResidual,
    List<Double> targetGram) {

  public NetworkWeights {
    layers = List.copyOf(layers);
    endToEndSingularValues = List.copyOf(endToEndSingularValues);
    targetGram = List.copyOf(targetGram);
  }

  /** What is measured of the network as a whole, under its names in results; {@link #layers} have their own maps. */
  public LinkedHashMap<String, Object> toMap() {
    LinkedHashMap<String, Object> map = new LinkedHashMap<>();
    map.put("end_to_end_rank", FeatureMetrics.wholeOrNaN(endToEndRank));
    map.put("end_to_end_singular_values", endToEndSingularValues);
    map.put("min_norm_residual", minNormResidual);
    return map;
  }
}
