package dev.lamina.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured of one weight matrix.
 *
 * @param layer 1 for the matrix that reads the input
 * @param measured of it
 */
public record WeightSummary(int layer, Measured measured) {

  static WeightSummary read(JsonNode node) {
    return new WeightSummary(node.path("layer").asInt(), Measured.read(node, Measure.Owner.WEIGHT));
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("layer", layer);
    map.putAll(measured.toMap());
    return map;
  }
}
