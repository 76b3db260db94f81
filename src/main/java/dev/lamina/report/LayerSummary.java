package dev.lamina.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured of one layer's features.
 *
 * @param layer 0 for the input
 * @param name the layer's name, empty if it has none
 * @param kind {@code input}, {@code linear} or {@code nonlinear}
 * @param metrics every scalar of the layer by its name in summary.json
 * @param singularValues of the uncentred features, descending
 * @param spectrumMethod how they were computed
 * @param similarity linear CKA with every measured layer, in order; empty if not measured
 */
public record LayerSummary(
    int layer,
    String name,
    String kind,
    Map<String, Double> metrics,
    List<Double> singularValues,
    String spectrumMethod,
    List<Double> similarity) {

  /** Copies what it is given. */
  public LayerSummary {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    singularValues = List.copyOf(singularValues);
    similarity = List.copyOf(similarity);
  }

  static LayerSummary of(JsonNode node) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    node.properties().forEach(entry -> {
      if (entry.getValue().isNumber()) {
        metrics.put(entry.getKey(), entry.getValue().doubleValue());
      }
    });
    return new LayerSummary(
        node.path("layer").asInt(),
        Values.text(node, "name"),
        Values.text(node, "kind"),
        metrics,
        Values.numbers(node, "singular_values"),
        Values.text(node, "spectrum_method"),
        Values.numbers(node, "cka"));
  }

  /** The metric of that name, NaN if it was not measured. */
  public double metric(String key) {
    return metrics.getOrDefault(key, Double.NaN);
  }

  /** Whether an activation makes this layer nonlinear. */
  public boolean nonlinear() {
    return kind.equals("nonlinear");
  }
}
