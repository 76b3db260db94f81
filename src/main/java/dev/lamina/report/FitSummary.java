package dev.lamina.report;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The two laws fitted to the layers; a number is NaN where there is no fit.
 *
 * @param compressionRatio factor of C from a layer to the next
 * @param compressionR2 of the line through log C
 * @param discriminationSlope rise of D from a layer to the next
 * @param discriminationR2 of the line through D
 * @param firstLayer first layer of both fits
 * @param lastLayer last layer of both fits
 */
public record FitSummary(
    double compressionRatio,
    double compressionR2,
    double discriminationSlope,
    double discriminationR2,
    double firstLayer,
    double lastLayer) {

  static FitSummary of(JsonNode node) {
    return new FitSummary(
        Values.number(node, "compression_ratio"),
        Values.number(node, "compression_r2"),
        Values.number(node, "discrimination_slope"),
        Values.number(node, "discrimination_r2"),
        Values.number(node, "first_layer"),
        Values.number(node, "last_layer"));
  }

  /** Whether the layer took part in the fits; all do if the range is not known. */
  boolean covers(double layer) {
    return !(layer < firstLayer) && !(layer > lastLayer);
  }
}
