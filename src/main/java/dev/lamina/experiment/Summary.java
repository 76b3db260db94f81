package dev.lamina.experiment;

import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.NetworkWeights;
import dev.lamina.metric.TheoryCheck;
import dev.lamina.network.Architecture;
import dev.lamina.training.Status;
import dev.lamina.training.TrainingResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tree of {@code summary.json}, which {@code lamina run --json} prints too. */
public final class Summary {

  private Summary() {}

  /**
   * Everything that a run found. The top level speaks of the first member; {@code member_results} of each, where there are
   * several.
   *
   * @param device what it ran on, for people
   */
  public static Map<String, Object> of(Outcome outcome, String device) {
    ExperimentConfig config = outcome.experiment().config();
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("name", config.name());
    summary.put("device", device);
    summary.put("precision", config.precision().key());
    summary.put("members", config.members());
    summary.put("class_names", outcome.experiment().classNames());
    summary.put("seconds", outcome.seconds());
    summary.put("resident", outcome.resident());
    summary.putAll(member(outcome, 0));
    if (config.members() > 1) {
      List<Map<String, Object>> members = new ArrayList<>();
      for (int e = 0; e < config.members(); e++) {
        members.add(member(outcome, e));
      }
      summary.put("member_results", members);
    }
    return summary;
  }

  private static Map<String, Object> check(TheoryCheck check) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("check", check.name());
    map.put("layer", check.layer() < 0 ? null : check.layer());
    map.put("predicted", check.predicted());
    map.put("measured", check.measured());
    map.put("deviation", check.deviation());
    map.put("tolerance", check.tolerance());
    map.put("verdict", check.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    map.put("note", check.note());
    return map;
  }

  private static Map<String, Object> member(Outcome outcome, int member) {
    TrainingResult result = outcome.results().get(member);
    Architecture architecture = outcome.experiment().architecture();
    List<FeatureMetrics> layers = outcome.layers().get(member);
    NetworkWeights network = outcome.networks().get(member);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("seed", outcome.experiment().config().seeds()[member]);
    map.put("status", result.status().name().toLowerCase(Locale.ROOT));
    map.put("status_detail", detail(result));
    map.put("epochs", result.epochs());
    map.put("steps", result.steps());
    map.put("final_loss", result.loss());
    map.put("train_accuracy", result.accuracy());
    map.put("test_loss", result.testLoss());
    map.put("test_accuracy", result.testAccuracy());
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("layer", l);
      row.put("name", layerName(l));
      row.put("kind", l == 0 ? "input" : architecture.layer(l).nonlinear() ? "nonlinear" : "linear");
      row.putAll(outcome.probes().get(member).get(l).toMap("probe"));
      if (outcome.experiment().config().heldOut() > 0) {
        row.putAll(outcome.transfers().get(member).get(l).toMap("transfer"));
      }
      row.putAll(layers.get(l).toMap());
      rows.add(row);
    }
    map.put("layers", rows);
    List<Map<String, Object>> weights = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("layer", l + 1);
      row.putAll(network.layers().get(l).toMap());
      weights.add(row);
    }
    map.put("weights", weights);
    map.putAll(network.toMap());
    Map<String, Object> fit = new LinkedHashMap<>(outcome.fits().get(member).toMap());
    fit.put("first_layer", outcome.firstFitted());
    fit.put("last_layer", layers.size() - 1);
    map.put("fit", fit);
    if (member < outcome.theory().size()) {
      map.put("theory", outcome.theory().get(member).stream().map(Summary::check).toList());
    }
    return map;
  }

  static String layerName(int layer) {
    return layer == 0 ? "input" : "layer " + layer;
  }

  private static String detail(TrainingResult result) {
    return switch (result.status()) {
      case DIVERGED -> "the loss was not finite at step " + result.steps() + " (epoch " + result.epochs() + ")";
      case STOPPED -> "the loss fell below training.stop-loss at epoch " + result.epochs();
      case INTERRUPTED -> "interrupted before epoch " + result.epochs();
      default -> "all " + result.epochs() + " epochs are done";
    };
  }

  /** One line about how a run of several members ended, or of one. */
  public static String ending(Outcome outcome) {
    if (outcome.results().size() == 1) {
      return detail(outcome.results().get(0));
    }
    StringBuilder line = new StringBuilder();
    for (Status status : Status.values()) {
      long count = outcome.results().stream().filter(result -> result.status() == status).count();
      if (count > 0) {
        line.append(line.isEmpty() ? "" : ", ").append(count).append(' ').append(status.name().toLowerCase(Locale.ROOT));
      }
    }
    return "members: " + line;
  }
}
