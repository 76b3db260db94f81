package dev.lamina.experiment;

import dev.lamina.metric.NetworkWeights;
import dev.lamina.result.LayerSummary;
import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import dev.lamina.result.MemberSummary;
import dev.lamina.result.RunSummary;
import dev.lamina.result.WeightSummary;
import dev.lamina.training.TrainingResult;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Turns what a run found into its summary. */
public final class RunSummaries {

  private RunSummaries() {}

  /**
   * Everything that a run found.
   *
   * @param device what it ran on, for people
   */
  public static RunSummary of(Outcome outcome, String device) {
    ExperimentConfig config = outcome.config();
    Measured run = Measured.builder()
        .put(Measure.MEMBERS, config.members())
        .put(Measure.SECONDS, outcome.seconds())
        .build();
    List<MemberSummary> members = members(outcome);
    return new RunSummary(config.name(), device, config.precision().key(), outcome.classNames(), outcome.resident(),
        run, members.get(0), members.size() == 1 ? List.of() : members);
  }

  /** Each network, even if there is only one. */
  public static List<MemberSummary> members(Outcome outcome) {
    return IntStream.range(0, outcome.config().members()).mapToObj(e -> member(outcome, e)).toList();
  }

  private static MemberSummary member(Outcome outcome, int member) {
    TrainingResult result = outcome.results().get(member);
    NetworkWeights network = outcome.networks().get(member);
    List<Measured> layers = outcome.measuredLayers(member);
    Measured training = Measured.builder()
        .put(Measure.EPOCHS, result.epochs())
        .put(Measure.STEPS, result.steps())
        .put(Measure.FINAL_LOSS, result.loss())
        .put(Measure.TRAIN_ACCURACY, result.accuracy())
        .put(Measure.TEST_LOSS, result.testLoss())
        .put(Measure.TEST_ACCURACY, result.testAccuracy())
        .build();
    return new MemberSummary(
        OptionalLong.of(outcome.config().seeds()[member]),
        result.status().name().toLowerCase(Locale.ROOT),
        Ending.of(result),
        training,
        IntStream.range(0, layers.size())
            .mapToObj(l -> new LayerSummary(l, layerName(l), kind(outcome, l), layers.get(l))).toList(),
        IntStream.range(0, network.layers().size())
            .mapToObj(l -> new WeightSummary(l + 1, network.layers().get(l))).toList(),
        network.product(),
        outcome.fit(member),
        member < outcome.theory().size() ? outcome.theory().get(member) : List.of());
  }

  private static String kind(Outcome outcome, int layer) {
    return layer == 0 ? "input" : outcome.architecture().layer(layer).nonlinear() ? "nonlinear" : "linear";
  }

  static String layerName(int layer) {
    return layer == 0 ? "input" : "layer " + layer;
  }
}
