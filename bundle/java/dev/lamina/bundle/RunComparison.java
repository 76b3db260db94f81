package dev.lamina.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * How far two devices may differ in the results of one run. Sums in another order differ by rounding, which training
 * amplifies: in float64 to nothing that matters; in float32 by a per cent and more where ReLUs flip (as much between
 * two of OpenBLAS's own kernels: loss 5 %, C 2 %, D 0.014 after 30 epochs of fashion-mnist-hybrid); tf32 has a
 * thousandth of an operand as rounding to begin with.
 *
 * @param compression relative difference of C
 * @param discrimination difference of D
 * @param loss relative difference of the final loss
 * @param negligible a loss below which its value means nothing any more
 */
record RunComparison(double compression, double discrimination, double loss, double negligible) {

  static RunComparison of(String name, String precision) {
    boolean linear = name.equals("theory");
    return switch (precision) {
      case "fp64" -> linear ? new RunComparison(1e-9, 1e-9, 1e-6, 0) : new RunComparison(1e-6, 1e-6, 1e-6, 0);
      case "fp32" -> linear ? new RunComparison(1e-5, 1e-5, 0.2, 1e-10) : new RunComparison(0.06, 0.05, 0.15, 0);
      case "tf32" -> linear ? new RunComparison(0.05, 0.02, 0.2, 1e-4) : new RunComparison(0.12, 0.06, 0.2, 0);
      default -> throw new IllegalArgumentException("unknown precision " + precision);
    };
  }

  Acceptance.Result compare(JsonNode run, JsonNode reference) {
    JsonNode layers = run.path("layers");
    double c = 0;
    double d = 0;
    for (int l = 0; l < layers.size(); l++) {
      c = Math.max(c, relative(number(layers.get(l), "compression"),
          number(reference.at("/layers/" + l), "compression")));
      d = Math.max(d, Math.abs(
          number(layers.get(l), "discrimination") - number(reference.at("/layers/" + l), "discrimination")));
    }
    double mine = number(run, "final_loss");
    double other = number(reference, "final_loss");
    boolean negligibleLoss = mine <= negligible && other <= negligible;
    boolean agrees = layers.size() > 1 && layers.size() == reference.path("layers").size() && c <= compression
        && d <= discrimination && (negligibleLoss || relative(mine, other) <= loss);
    return new Acceptance.Result(agrees, String.format(Locale.ROOT,
        "C differs by %.1e (allowed %.1e, relative), D by %.1e (%.1e), loss %.6g and %.6g (%s)", c, compression, d,
        discrimination, mine, other,
        negligibleLoss ? "both negligible" : String.format(Locale.ROOT, "%.1e, relative", loss)));
  }

  static double number(JsonNode object, String name) {
    return object.path(name).asDouble(Double.NaN);
  }

  /** NaN where one of them is, which no comparison lets pass. */
  static double relative(double a, double b) {
    return a == b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
  }
}
