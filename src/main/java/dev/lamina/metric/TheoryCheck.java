package dev.lamina.metric;

/**
 * One prediction held against one measurement.
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
    NOT_APPLICABLE
  }

  /** A check whose deviation is {@code |measured - predicted| / |predicted|}; one that is NaN fails. */
  static TheoryCheck relative(String name, int layer, double predicted, double measured, double tolerance,
      String note) {
    return of(name, layer, predicted, measured, Math.abs(measured - predicted) / Math.abs(predicted), tolerance,
        "relative; " + note);
  }

  /** A check whose deviation is {@code |measured - predicted|}; one that is NaN fails. */
  static TheoryCheck absolute(String name, int layer, double predicted, double measured, double tolerance,
      String note) {
    return of(name, layer, predicted, measured, Math.abs(measured - predicted), tolerance, "absolute; " + note);
  }

  static TheoryCheck of(String name, int layer, double predicted, double measured, double deviation, double tolerance,
      String note) {
    Verdict verdict = deviation <= tolerance ? Verdict.HOLDS : Verdict.FAILS;
    return new TheoryCheck(name, layer, predicted, measured, deviation, tolerance, verdict, note);
  }

  static TheoryCheck notApplicable(String name, String why) {
    return new TheoryCheck(name, -1, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Verdict.NOT_APPLICABLE, why);
  }
}
