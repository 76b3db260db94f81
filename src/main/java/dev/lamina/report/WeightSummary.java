package dev.lamina.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What was measured of one weight matrix; a number is NaN where it was not measured.
 *
 * @param layer 1 for the matrix that reads the input
 * @param rows outputs
 * @param columns inputs
 * @param frobeniusNorm root of the sum of squares
 * @param spectralNorm largest singular value
 * @param stableRank squared Frobenius norm over squared spectral norm
 * @param balanceResidual Frobenius norm of {@code W_{l+1}^T W_{l+1} - W_l W_l^T}
 * @param plateauMin smallest singular value of the plateau
 * @param plateauMax largest singular value of the plateau
 * @param singularValues descending
 */
public record WeightSummary(
    int layer,
    double rows,
    double columns,
    double frobeniusNorm,
    double spectralNorm,
    double stableRank,
    double balanceResidual,
    double plateauMin,
    double plateauMax,
    List<Double> singularValues) {

  /** Copies what it is given. */
  public WeightSummary {
    singularValues = List.copyOf(singularValues);
  }

  static WeightSummary of(JsonNode node) {
    return new WeightSummary(
        node.path("layer").asInt(),
        Values.number(node, "rows"),
        Values.number(node, "columns"),
        Values.number(node, "frobenius_norm"),
        Values.number(node, "spectral_norm"),
        Values.number(node, "stable_rank"),
        Values.number(node, "balance_residual"),
        Values.number(node, "plateau_min"),
        Values.number(node, "plateau_max"),
        Values.numbers(node, "singular_values"));
  }
}
