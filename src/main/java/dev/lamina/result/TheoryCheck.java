package dev.lamina.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One prediction held against one measurement; a number is NaN where it does not apply.
 *
 * @param name what is checked
 * @param layer of features or weights, or -1 for the network as a whole
 * @param predicted by theory
 * @param measured in the run
 * @param deviation how far they are apart, in the measure that the note names
 * @param tolerance the largest deviation that still holds
 * @param verdict the outcome
 * @param note what the deviation is relative to and where the tolerance comes from, or why the check does not apply
 */
public record TheoryCheck(String name, int layer, double predicted, double measured, double deviation,
    double tolerance, Verdict verdict, String note) {

  /** The outcome of a check. */
  public enum Verdict {
    HOLDS,
    FAILS,
    /** An assumption of the prediction is not met by this run, so that the measurement says nothing about it. */
    NOT_APPLICABLE,
    /** A file says none of these. */
    UNKNOWN;

    /** Its name in results. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Verdict read(String key) {
      return Arrays.stream(values()).filter(verdict -> verdict.key().equals(key)).findFirst().orElse(UNKNOWN);
    }
  }

  /** A check whose deviation is {@code |measured - predicted| / |predicted|}; one that is NaN fails. */
  public static TheoryCheck relative(String name, int layer, double predicted, double measured, double tolerance,
      String note) {
    return of(name, layer, predicted, measured, Math.abs(measured - predicted) / Math.abs(predicted), tolerance,
        "relative; " + note);
  }

  /** A check whose deviation is {@code |measured - predicted|}; one that is NaN fails. */
  public static TheoryCheck absolute(String name, int layer, double predicted, double measured, double tolerance,
      String note) {
    return of(name, layer, predicted, measured, Math.abs(measured - predicted), tolerance, "absolute; " + note);
  }

  /** A check of a deviation; one that is NaN fails. */
  public static TheoryCheck of(String name, int layer, double predicted, double measured, double deviation,
      double tolerance, String note) {
    Verdict verdict = deviation <= tolerance ? Verdict.HOLDS : Verdict.FAILS;
    return new TheoryCheck(name, layer, predicted, measured, deviation, tolerance, verdict, note);
  }

  /** A check of which an assumption is not met. */
  public static TheoryCheck notApplicable(String name, String why) {
    return new TheoryCheck(name, -1, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Verdict.NOT_APPLICABLE, why);
  }

  static TheoryCheck read(JsonNode node) {
    return new TheoryCheck(
        Values.text(node, "check"),
        node.path("layer").isNumber() ? node.get("layer").intValue() : -1,
        Values.number(node, "predicted"),
        Values.number(node, "measured"),
        Values.number(node, "deviation"),
        Values.number(node, "tolerance"),
        Verdict.read(Values.text(node, "verdict")),
        Values.text(node, "note"));
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("check", name);
    map.put("layer", layer < 0 ? null : layer);
    map.put("predicted", predicted);
    map.put("measured", measured);
    map.put("deviation", deviation);
    map.put("tolerance", tolerance);
    map.put("verdict", verdict.key());
    map.put("note", note);
    return map;
  }
}
