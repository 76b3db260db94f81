package dev.lamina.report;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One statement of the theory, held against the run; a number is NaN where it does not apply.
 *
 * @param check what is stated
 * @param layer of which layer
 * @param predicted by the theory
 * @param measured in the run
 * @param deviation between the two
 * @param tolerance the deviation up to which the statement holds
 * @param verdict {@code holds}, {@code fails} or {@code not applicable}
 * @param note what else there is to say
 */
public record TheoryCheck(
    String check,
    double layer,
    double predicted,
    double measured,
    double deviation,
    double tolerance,
    String verdict,
    String note) {

  static TheoryCheck of(JsonNode node) {
    return new TheoryCheck(
        Values.text(node, "check"),
        Values.number(node, "layer"),
        Values.number(node, "predicted"),
        Values.number(node, "measured"),
        Values.number(node, "deviation"),
        Values.number(node, "tolerance"),
        Values.text(node, "verdict"),
        Values.text(node, "note"));
  }
}
