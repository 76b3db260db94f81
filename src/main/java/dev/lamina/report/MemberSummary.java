package dev.lamina.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The results of one network of an ensemble.
 *
 * @param seed of its initial weights and data
 * @param finalLoss at its last step, NaN if not known
 * @param steps until it stopped, NaN if not known
 * @param layers its features
 * @param fit the laws fitted to them
 */
public record MemberSummary(
    String seed, double finalLoss, double steps, List<LayerSummary> layers, FitSummary fit) {

  /** Copies what it is given. */
  public MemberSummary {
    layers = List.copyOf(layers);
  }

  static MemberSummary of(JsonNode node) {
    return new MemberSummary(
        Values.text(node, "seed"),
        Values.number(node, "final_loss"),
        Values.number(node, "steps"),
        Values.objects(node, "layers", LayerSummary::of),
        FitSummary.of(node.path("fit")));
  }
}
