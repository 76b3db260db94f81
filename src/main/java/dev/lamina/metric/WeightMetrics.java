package dev.lamina.metric;

import java.util.LinkedHashMap;
import java.util.List;

/**
 * Measures of one weight matrix {@code W_l} (out x in) of one network. NaN means undefined, for the reason given, or
 * not asked for.
 *
 * @param rows out
 * @param columns in
 * @param frobeniusNorm {@code |W|_F}
 * @param spectralNorm {@code sigma_1}
 * @param stableRank {@code |W|_F^2 / sigma_1^2}; 0 for a zero matrix
 * @param balanceResidual {@code |W_{l+1}^T W_{l+1} - W_l W_l^T|_F}; NaN for the last matrix (docs/theory.md, A2)
 * @param plateauMin smallest of the singular values number K+1 to r-K, {@code r = min(rows, columns)}, which stay at
 *     the initial scale when training starts from orthogonal matrices (docs/theory.md, L4); NaN for the last matrix
 *     and where there are none
 * @param plateauMax the largest of them
 * @param spectrumMethod {@link SpectrumMethod#label()} of what was used
 * @param singularValues largest first
 */
public record WeightMetrics(
    int rows,
    int columns,
    double frobeniusNorm,
    double spectralNorm,
    double stableRank,
    double balanceResidual,
    double plateauMin,
    double plateauMax,
    String spectrumMethod,
    List<Double> singularValues) {

  public WeightMetrics {
    singularValues = List.copyOf(singularValues);
  }

  /** Every measure under its name in results, in their order; undefined ones stay NaN. */
  public LinkedHashMap<String, Object> toMap() {
    LinkedHashMap<String, Object> map = new LinkedHashMap<>();
    map.put("rows", rows);
    map.put("columns", columns);
    map.put("frobenius_norm", frobeniusNorm);
    map.put("spectral_norm", spectralNorm);
    map.put("stable_rank", stableRank);
    map.put("balance_residual", balanceResidual);
    map.put("plateau_min", plateauMin);
    map.put("plateau_max", plateauMax);
    map.put("spectrum_method", spectrumMethod);
    map.put("singular_values", singularValues);
    return map;
  }
}
