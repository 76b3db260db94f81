package dev.lamina.result;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.result.Measure.Owner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The results of one network.
 *
 * @param seed of its initial weights and data; empty if a file does not say
 * @param status {@code stopped}, {@code finished}, {@code diverged} or {@code interrupted}; {@code measured} if it was
 *     trained elsewhere
 * @param statusDetail why
 * @param measured of its training
 * @param layers its features, the input first
 * @param weights its matrices
 * @param network of the product of all matrices
 * @param fit the laws fitted to the layers
 * @param theory what was held against theory; empty if nothing was
 */
public record MemberSummary(OptionalLong seed, String status, String statusDetail, Measured measured,
    List<LayerSummary> layers, List<WeightSummary> weights, Measured network, Measured fit, List<TheoryCheck> theory) {

  public MemberSummary {
    layers = List.copyOf(layers);
    weights = List.copyOf(weights);
    theory = List.copyOf(theory);
  }

  static MemberSummary read(JsonNode node) {
    JsonNode seed = node.path("seed");
    return new MemberSummary(
        seed.canConvertToLong() && seed.isIntegralNumber() ? OptionalLong.of(seed.longValue()) : OptionalLong.empty(),
        Values.text(node, "status"),
        Values.text(node, "status_detail"),
        Measured.read(node, Owner.MEMBER),
        Values.objects(node, "layers", LayerSummary::read),
        Values.objects(node, "weights", WeightSummary::read),
        Measured.read(node, Owner.NETWORK),
        Measured.read(node.path("fit"), Owner.FIT),
        Values.objects(node, "theory", TheoryCheck::read));
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("seed", seed.isPresent() ? seed.getAsLong() : null);
    map.put("status", status);
    map.put("status_detail", statusDetail);
    map.putAll(measured.toMap());
    map.put("layers", layers.stream().map(LayerSummary::toMap).toList());
    map.put("weights", weights.stream().map(WeightSummary::toMap).toList());
    map.putAll(network.toMap());
    map.put("fit", fit.toMap());
    if (!theory.isEmpty()) {
      map.put("theory", theory.stream().map(TheoryCheck::toMap).toList());
    }
    return map;
  }

  /** Whether its loss did not stay finite. */
  public boolean diverged() {
    return status.equals("diverged");
  }

  /** Whether it was trained elsewhere, and its features measured here. */
  public boolean trainedElsewhere() {
    return status.equals(MeasuredFiles.STATUS);
  }

  /** Whether it was asked to end early. */
  public boolean interrupted() {
    return status.equals("interrupted");
  }
}
