package dev.lamina.experiment;

import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.LayerFits;
import dev.lamina.metric.NetworkWeights;
import dev.lamina.network.Architecture;
import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import dev.lamina.result.TheoryCheck;
import dev.lamina.training.ProbeResult;
import dev.lamina.training.Status;
import dev.lamina.training.TrainingResult;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a run found.
 *
 * @param config what was run
 * @param architecture of the networks
 * @param classNames what the data call the classes that were trained on, in the order of their numbers
 * @param results how training ended, for each member
 * @param seconds of training, measurements on the way included
 * @param resident whether each member trained by itself in one core or one multiprocessor
 * @param layers {@code [member][layer]} of the final weights; layer 0 is the input
 * @param probes {@code [member][layer]} of the final weights; nothing is measured in them if none were asked for
 * @param transfers as {@code probes}, trained on the classes that were held out, if any were
 * @param networks the final weights' metrics, for each member
 * @param theory for each member that was asked for, from the first on: the member held against theory
 * @param measured measurements on the way, by epoch
 * @param views of each layer of the first member; empty if none were asked for
 * @param gaps what could not be found
 */
public record Outcome(ExperimentConfig config, Architecture architecture, List<String> classNames,
    List<TrainingResult> results, double seconds, boolean resident,
    List<List<FeatureMetrics>> layers, List<List<ProbeResult>> probes,
    List<List<ProbeResult>> transfers, List<NetworkWeights> networks, List<List<TheoryCheck>> theory,
    List<Measurement> measured, List<LayerView> views, List<Gap> gaps) {

  public Outcome {
    classNames = List.copyOf(classNames);
    results = List.copyOf(results);
    probes = List.copyOf(probes);
    transfers = List.copyOf(transfers);
    theory = List.copyOf(theory);
    measured = List.copyOf(measured);
    views = List.copyOf(views);
    gaps = List.copyOf(gaps);
  }

  /**
   * All members before the first step of an epoch.
   *
   * @param layers {@code [member][layer]}; layer 0 is the input
   * @param networks the weights, for each member; empty if not asked for
   */
  public record Measurement(int epoch, List<List<FeatureMetrics>> layers, List<NetworkWeights> networks) {}

  /** The fit of a member, over its layers from {@link #firstFitted} on. */
  public Measured fit(int member) {
    return LayerFits.of(layers.get(member), firstFitted());
  }

  /** The fits of each member. */
  public List<Measured> fits() {
    return IntStream.range(0, layers.size()).mapToObj(this::fit).toList();
  }

  /**
   * What was measured of each layer of a member in the end: its features and the probes that could be trained on it.
   */
  public List<Measured> measuredLayers(int member) {
    return IntStream.range(0, layers.get(member).size()).mapToObj(l ->
        ofProbes(member, l).and(layers.get(member).get(l).measured())).toList();
  }

  private Measured ofProbes(int member, int layer) {
    ProbeResult probe = probes.get(member).get(layer);
    Measured.Builder measured = Measured.builder()
        .put(Measure.PROBE_ACCURACY, probe.accuracy())
        .put(Measure.PROBE_TEST_ACCURACY, probe.testAccuracy())
        .put(Measure.PROBE_LOSS, probe.loss());
    if (config.heldOut() > 0) {
      ProbeResult transfer = transfers.get(member).get(layer);
      measured.put(Measure.TRANSFER_ACCURACY, transfer.accuracy())
          .put(Measure.TRANSFER_TEST_ACCURACY, transfer.testAccuracy())
          .put(Measure.TRANSFER_LOSS, transfer.loss());
    }
    return measured.build();
  }

  /** The laws speak of linear layers: fits start at what the last nonlinear layer gives them. */
  public int firstFitted() {
    int first = 0;
    for (int l = 1; l < architecture.depth(); l++) {
      first = architecture.layer(l).nonlinear() ? l : first;
    }
    return first;
  }

  /** The same with one more gap. */
  Outcome lacking(Gap gap) {
    return new Outcome(config, architecture, classNames, results, seconds, resident, layers, probes, transfers,
        networks, theory, measured, views, Stream.concat(gaps.stream(), Stream.of(gap)).toList());
  }

  /** Whether a probe that was asked for has no result, of any layer of any member. */
  public boolean lacksProbes() {
    return !unprobedLayers().isEmpty();
  }

  /** The layers where a probe that was asked for has no result, in some member. */
  public List<Integer> unprobedLayers() {
    boolean held = config.heldOut() > 0;
    return IntStream.range(0, layers.get(0).size()).filter(layer ->
        Stream.concat(probes.stream(), held ? transfers.stream() : Stream.empty())
            .anyMatch(member -> !member.get(layer).isMeasured())).boxed().toList();
  }

  /** Whether any member ended so. */
  public boolean any(Status status) {
    return results.stream().anyMatch(result -> result.status() == status);
  }

  /** Whether every member ended so. */
  public boolean all(Status status) {
    return results.stream().allMatch(result -> result.status() == status);
  }
}
