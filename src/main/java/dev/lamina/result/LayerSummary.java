package dev.lamina.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured of one layer.
 *
 * @param layer 0 for the input
 * @param name the layer's name, empty if it has none
 * @param kind {@code input}, {@code linear} or {@code nonlinear}
 * @param measured of its features and its probes
 */
public record LayerSummary(int layer, String name, String kind, Measured measured) {

  static LayerSummary read(JsonNode node) {
    return new LayerSummary(node.path("layer").asInt(), Values.text(node, "name"), Values.text(node, "kind"),
        Measured.read(node, Measure.Owner.PROBE).and(Measured.read(node, Measure.Owner.TRANSFER))
            .and(Measured.read(node, Measure.Owner.LAYER)));
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("layer", layer);
    map.put("name", name);
    map.put("kind", kind);
    map.putAll(measured.toMap());
    return map;
  }

  /** The number, NaN where it was not measured. */
  public double get(Measure measure) {
    return measured.get(measure);
  }

  /** Whether an activation makes this layer nonlinear. */
  public boolean nonlinear() {
    return kind.equals("nonlinear");
  }
}
