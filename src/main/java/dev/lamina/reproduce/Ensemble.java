package dev.lamina.reproduce;

import dev.lamina.experiment.ExperimentConfig;
import dev.lamina.experiment.Outcome;
import dev.lamina.experiment.RunSummaries;
import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.Fit;
import dev.lamina.metric.NetworkWeights;
import dev.lamina.result.LayerSummary;
import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import dev.lamina.result.MemberSummary;
import dev.lamina.result.TheoryCheck;
import dev.lamina.result.WeightSummary;
import dev.lamina.training.Status;
import dev.lamina.training.TrainingResult;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the claims read of a run over several seeds.
 *
 * @param config of the run
 * @param statuses how each member ended
 * @param firstLosses before the first step, of each member
 * @param end measures of the final weights
 * @param way measures on the way, by epoch
 * @param theory each member held against theory; empty for members that were not
 */
public record Ensemble(ExperimentConfig config, List<Status> statuses, double[] firstLosses, Measures end,
    TreeMap<Integer, Measures> way, List<List<TheoryCheck>> theory) {

  /**
   * Measures of all members at one time.
   *
   * @param members {@code [member]}
   * @param layers {@code [layer][member]}; layer 0 is the input
   * @param weights {@code [l - 1][member]}, of {@code W_1 .. W_L}
   * @param spectra {@code [l - 1][member]}: singular values, largest first
   */
  public record Measures(Map<Measure, double[]> members, Map<Measure, double[][]> layers,
      Map<Measure, double[][]> weights, double[][][] spectra) {

    /** {@code [member]}; fails if this was not measured. */
    public double[] members(Measure measure) {
      return known(members, measure);
    }

    double[][] layers(Measure measure) {
      return known(layers, measure);
    }

    /** {@code [l - 1][member]}; fails if this was not measured. */
    public double[][] weights(Measure measure) {
      return known(weights, measure);
    }

    private static <T> T known(Map<Measure, T> values, Measure measure) {
      T value = values.get(measure);
      if (value == null) {
        throw new IllegalArgumentException("there is no measure " + measure + " among " + values.keySet());
      }
      return value;
    }
  }

  /** What an experiment has measured of its members. */
  public static Ensemble of(Outcome outcome) {
    TreeMap<Integer, Measures> way = new TreeMap<>();
    for (Outcome.Measurement measurement : outcome.measured()) {
      way.put(measurement.epoch(), measures(
          measurement.networks().stream().map(NetworkWeights::product).toList(),
          measurement.layers().stream().map(member -> member.stream().map(FeatureMetrics::measured).toList()).toList(),
          measurement.networks().stream().map(NetworkWeights::layers).toList()));
    }
    List<MemberSummary> members = RunSummaries.members(outcome);
    Measures end = measures(
        members.stream().map(member -> member.measured().and(member.network()).and(member.fit())).toList(),
        members.stream().map(member -> member.layers().stream().map(LayerSummary::measured).toList()).toList(),
        members.stream().map(member -> member.weights().stream().map(WeightSummary::measured).toList()).toList());
    return new Ensemble(outcome.config(), outcome.results().stream().map(TrainingResult::status).toList(),
        outcome.results().stream().mapToDouble(result -> result.history().get(0).loss()).toArray(), end, way,
        outcome.theory());
  }

  /** How many seeds. */
  public int seeds() {
    return statuses.size();
  }

  /** Layers of features, the input included: L. */
  public int depth() {
    return config.hidden() + 1;
  }

  /** Samples of a class, where all classes have as many. */
  public int perClass() {
    return config.samples() / config.classes();
  }

  /** The measure of each member at the end. */
  public double[] members(Measure measure) {
    return end.members(measure);
  }

  /** The measure of a layer's features, for each member. */
  public double[] layer(Measure measure, int layer) {
    return end.layers(measure)[layer];
  }

  /** The measure of {@code W_l}, for each member. */
  public double[] weight(Measure measure, int l) {
    return end.weights(measure)[l - 1];
  }

  /** The median over the members of a measure of a layer's features. */
  public double median(Measure measure, int layer) {
    return Spread.median(layer(measure, layer));
  }

  /** Quotients of a measure of two layers, for each member. */
  public double[] quotient(Measure measure, int layer, int by) {
    return Seeds.quotients(layer(measure, layer), layer(measure, by));
  }

  /** A measure of each layer over that of the one before, from layer {@code from} on, of all members. */
  public double[] steps(Measure measure, int from) {
    return IntStream.range(from, depth() - 1).boxed()
        .flatMapToDouble(l -> Arrays.stream(quotient(measure, l + 1, l))).toArray();
  }

  /** Differences of a measure of two layers, for each member. */
  public double[] difference(Measure measure, int layer, int less) {
    return Seeds.differences(layer(measure, layer), layer(measure, less));
  }

  /** The line through the logarithm of a measure of layers {@code from} to {@code to}, of each member. */
  public List<Fit> linesOfLog(Measure measure, int from, int to) {
    return IntStream.range(0, seeds()).mapToObj(member -> Fit.line(
        IntStream.rangeClosed(from, to).asDoubleStream().toArray(),
        IntStream.rangeClosed(from, to).mapToDouble(l -> Math.log(layer(measure, l)[member])).toArray())).toList();
  }

  /** {@code R^2} of {@link #linesOfLog}. */
  public double[] straightness(Measure measure, int from, int to) {
    return linesOfLog(measure, from, to).stream().mapToDouble(Fit::r2).toArray();
  }

  /**
   * The largest fall of the logarithm of a measure from one layer to the next, between layers {@code from} and
   * {@code to}, over the mean of these falls, of each member: 1 if all are alike, and as many as there are if one layer
   * does it all.
   */
  public double[] unevenness(Measure measure, int from, int to) {
    return IntStream.range(0, seeds()).mapToDouble(member -> {
      double[] logarithms = IntStream.rangeClosed(from, to).mapToDouble(l -> Math.log(layer(measure, l)[member]))
          .toArray();
      double mean = (logarithms[0] - logarithms[to - from]) / (to - from);
      return IntStream.range(0, to - from).mapToDouble(i -> (logarithms[i] - logarithms[i + 1]) / mean).max()
          .orElseThrow();
    }).toArray();
  }

  private static Measures measures(List<Measured> members, List<List<Measured>> layers, List<List<Measured>> weights) {
    double[][][] spectra = IntStream.range(0, weights.isEmpty() ? 0 : weights.get(0).size())
        .mapToObj(l -> weights.stream().map(member -> member.get(l).list(Measure.WEIGHT_SINGULAR_VALUES).stream()
            .mapToDouble(Double::doubleValue).toArray()).toArray(double[][]::new)).toArray(double[][][]::new);
    Map<Measure, double[]> ofMembers = new EnumMap<>(Measure.class);
    byRow(members.stream().map(List::of).toList()).forEach((measure, rows) -> ofMembers.put(measure, rows[0]));
    return new Measures(ofMembers, byRow(layers), byRow(weights), spectra);
  }

  /** From {@code [member][row]} to {@code [row][member]} by measure, of what is a number. */
  private static Map<Measure, double[][]> byRow(List<List<Measured>> members) {
    Map<Measure, double[][]> numbers = new EnumMap<>(Measure.class);
    if (!members.isEmpty()) {
      members.get(0).get(0).measures().stream().filter(Measure::isNumber).forEach(measure ->
          numbers.put(measure, IntStream.range(0, members.get(0).size()).mapToObj(row ->
              members.stream().mapToDouble(member -> member.get(row).get(measure)).toArray())
              .toArray(double[][]::new)));
    }
    return numbers;
  }
}
