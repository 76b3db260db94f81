package dev.lamina.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/** Metrics of features of the golden cases, which NumPy computed in float64. */
final class MeasureComparison {
  private static final double TOLERANCE = 1e-6;

  private MeasureComparison() {}

  static Acceptance.Result compare(JsonNode measured, JsonNode expected) {
    JsonNode layers = measured.path("layers");
    if (!expected.isArray() || expected.isEmpty()) {
      return new Acceptance.Result(false, "nothing is expected");
    }
    if (layers.size() != expected.size()) {
      return new Acceptance.Result(false, layers.size() + " layers instead of " + expected.size());
    }
    double worst = 0;
    String where = "";
    int count = 0;
    for (int l = 0; l < layers.size(); l++) {
      int before = count;
      for (Map.Entry<String, JsonNode> metric : expected.get(l).properties()) {
        boolean values = metric.getKey().equals("singular_values_top5");
        for (int i = 0; i < (values ? metric.getValue().size() : 1); i++) {
          double a = values ? layers.get(l).at("/singular_values/" + i).asDouble(Double.NaN)
              : layers.get(l).path(metric.getKey()).asDouble(Double.NaN);
          double b = values ? metric.getValue().get(i).asDouble(Double.NaN) : metric.getValue().asDouble(Double.NaN);
          double difference = RunComparison.relative(a, b);
          count++;
          if (!(difference <= worst) && !Double.isNaN(worst)) {
            worst = difference; // NaN, once found, is the worst
            where = ", " + metric.getKey() + " of layer " + l;
          }
        }
      }
      if (count == before) {
        return new Acceptance.Result(false, "nothing is expected of layer " + l);
      }
    }
    return new Acceptance.Result(worst <= TOLERANCE, String.format(Locale.ROOT,
        "%d numbers, largest difference %.1e (allowed %.0e, relative%s)", count, worst, TOLERANCE, where));
  }
}
