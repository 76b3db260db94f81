package dev.lamina.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/** Metrics of features of the golden cases, which NumPy computed in float64. */
final class MeasureComparison {
  private static final double TOLERANCE = 1e-6;

  private MeasureComparison() {}

  static Acceptance.Result compare(JsonNode measured, JsonNode expected) {
    JsonNode layers = measured.get("layers");
    if (layers.size() != expected.size()) {
      return new Acceptance.Result(false, layers.size() + " layers instead of " + expected.size());
    }
    double worst = 0;
    String where = "";
    int count = 0;
    for (int l = 0; l < layers.size(); l++) {
      for (Map.Entry<String, JsonNode> metric : expected.get(l).properties()) {
        boolean values = metric.getKey().equals("singular_values_top5");
        for (int i = 0; i < (values ? metric.getValue().size() : 1); i++) {
          double a = values ? layers.get(l).at("/singular_values/" + i).asDouble(Double.NaN)
              : layers.get(l).path(metric.getKey()).asDouble(Double.NaN);
          double b = values ? metric.getValue().get(i).asDouble() : metric.getValue().asDouble();
          double difference = RunComparison.relative(a, b);
          count++;
          if (!(difference <= worst)) {
            worst = difference;
            where = ", " + metric.getKey() + " of layer " + l;
          }
        }
      }
    }
    return new Acceptance.Result(worst <= TOLERANCE, String.format(Locale.ROOT,
        "%d numbers, largest difference %.1e (allowed %.0e, relative%s)", count, worst, TOLERANCE, where));
  }
}
