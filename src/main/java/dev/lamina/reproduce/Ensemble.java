package dev.lamina.reproduce;

import dev.lamina.experiment.ExperimentConfig;
import dev.lamina.experiment.Outcome;
import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.Fit;
import dev.lamina.metric.LayerFits;
import dev.lamina.metric.NetworkWeights;
import dev.lamina.metric.TheoryCheck;
import dev.lamina.metric.WeightMetrics;
import dev.lamina.training.ProbeResult;
import dev.lamina.training.Status;
import dev.lamina.training.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What the claims read of a run over several seeds: its numbers, by their names in results.
 *
 * @param config of the run
 * @param statuses how each member ended
 * @param end measures of the final weights
 * @param way measures on the way, by epoch
 * @param theory each member held against theory; empty for members that were not
 */
record Ensemble(ExperimentConfig config, List<Status> statuses, Measures end, TreeMap<Integer, Measures> way,
    List<List<TheoryCheck>> theory) {

  /**
   * Measures of all members at one time.
   *
   * @param members {@code [member]} by name
   * @param layers {@code [layer][member]} by name; layer 0 is the input
   * @param weights {@code [l - 1][member]} by name, of {@code W_1 .. W_L}
   * @param spectra {@code [l - 1][member]}: singular values, largest first
   */
  record Measures(Map<String, double[]> members, Map<String, double[][]> layers, Map<String, double[][]> weights,
      double[][][] spectra) {

    double[] members(String name) {
      return known(members, name);
    }

    double[][] layers(String name) {
      return known(layers, name);
    }

    double[][] weights(String name) {
      return known(weights, name);
    }

    private static <T> T known(Map<String, T> values, String name) {
      T value = values.get(name);
      if (value == null) {
        throw new IllegalArgumentException("there is no measure '" + name + "' among " + values.keySet());
      }
      return value;
    }
  }

  static Ensemble of(Outcome outcome) {
    TreeMap<Integer, Measures> way = new TreeMap<>();
    for (Outcome.Measured measured : outcome.measured()) {
      way.put(measured.epoch(), measures(new LinkedHashMap<>(), measured.layers(), measured.networks()));
    }
    Measures end = measures(members(outcome), outcome.layers(), outcome.networks());
    end.layers().putAll(probes(outcome.probes(), "probe"));
    end.layers().putAll(probes(outcome.transfers(), "transfer"));
    return new Ensemble(outcome.experiment().config(),
        outcome.results().stream().map(TrainingResult::status).toList(), end, way, outcome.theory());
  }

  /** How many seeds. */
  int seeds() {
    return statuses.size();
  }

  /** Layers of features, the input included: L. */
  int depth() {
    return config.hidden() + 1;
  }

  /** Samples of a class, where all classes have as many. */
  int perClass() {
    return config.samples() / config.classes();
  }

  double[] members(String name) {
    return end.members(name);
  }

  /** The measure of a layer's features, for each member. */
  double[] layer(String name, int layer) {
    return end.layers(name)[layer];
  }

  /** The measure of {@code W_l}, for each member. */
  double[] weight(String name, int l) {
    return end.weights(name)[l - 1];
  }

  /** The median over the members of a measure of a layer's features. */
  double median(String name, int layer) {
    return Spread.median(layer(name, layer));
  }

  /** Quotients of a measure of two layers, for each member. */
  double[] quotient(String name, int layer, int by) {
    return Seeds.quotients(layer(name, layer), layer(name, by));
  }

  /** A measure of each layer over that of the one before, from layer {@code from} on, of all members. */
  double[] steps(String name, int from) {
    return IntStream.range(from, depth() - 1).boxed()
        .flatMapToDouble(l -> Arrays.stream(quotient(name, l + 1, l))).toArray();
  }

  /** Differences of a measure of two layers, for each member. */
  double[] difference(String name, int layer, int less) {
    return Seeds.differences(layer(name, layer), layer(name, less));
  }

  /** The line through the logarithm of a measure of layers {@code from} to {@code to}, of each member. */
  List<Fit> linesOfLog(String name, int from, int to) {
    return IntStream.range(0, seeds()).mapToObj(member -> Fit.line(
        IntStream.rangeClosed(from, to).asDoubleStream().toArray(),
        IntStream.rangeClosed(from, to).mapToDouble(l -> Math.log(layer(name, l)[member])).toArray())).toList();
  }

  /** {@code R^2} of {@link #linesOfLog}. */
  double[] straightness(String name, int from, int to) {
    return linesOfLog(name, from, to).stream().mapToDouble(Fit::r2).toArray();
  }

  /**
   * The largest fall of the logarithm of a measure from one layer to the next, between layers {@code from} and {@code to}, over
   * the mean of these falls, of each member: 1 if all are alike, and as many as there are if one layer does it all.
   */
  double[] unevenness(String name, int from, int to) {
    return IntStream.range(0, seeds()).mapToDouble(member -> {
      double[] logarithms = IntStream.rangeClosed(from, to).mapToDouble(l -> Math.log(layer(name, l)[member])).toArray();
      double mean = (logarithms[0] - logarithms[to - from]) / (to - from);
      return IntStream.range(0, to - from).mapToDouble(i -> (logarithms[i] - logarithms[i + 1]) / mean).max().orElseThrow();
    }).toArray();
  }

  private static Map<String, double[]> members(Outcome outcome) {
    List<TrainingResult> results = outcome.results();
    Map<String, double[]> members = new LinkedHashMap<>();
    members.put("epochs", results.stream().mapToDouble(TrainingResult::epochs).toArray());
    members.put("final_loss", results.stream().mapToDouble(TrainingResult::loss).toArray());
    members.put("first_loss", results.stream().mapToDouble(result -> result.history().get(0).loss()).toArray());
    members.put("train_accuracy", results.stream().mapToDouble(TrainingResult::accuracy).toArray());
    members.put("test_accuracy", results.stream().mapToDouble(TrainingResult::testAccuracy).toArray());
    List<LayerFits> fits = outcome.fits();
    for (String name : fits.get(0).toMap().keySet()) {
      members.put(name, fits.stream().mapToDouble(fit -> (Double) fit.toMap().get(name)).toArray());
    }
    return members;
  }

  private static Measures measures(Map<String, double[]> members, List<List<FeatureMetrics>> layers,
      List<NetworkWeights> networks) {
    Map<String, double[][]> weights = new LinkedHashMap<>();
    double[][][] spectra = {};
    if (!networks.isEmpty()) {
      members.put("min_norm_residual", networks.stream().mapToDouble(NetworkWeights::minNormResidual).toArray());
      weights = scalars(networks.stream().map(network -> maps(network.layers(), WeightMetrics::toMap)).toList());
      spectra = IntStream.range(0, networks.get(0).layers().size()).mapToObj(l -> networks.stream()
          .map(network -> unboxed(network.layers().get(l).singularValues())).toArray(double[][]::new))
          .toArray(double[][][]::new);
    }
    return new Measures(members, scalars(layers.stream().map(member -> maps(member, FeatureMetrics::toMap)).toList()),
        weights, spectra);
  }

  private static Map<String, double[][]> probes(List<List<ProbeResult>> results, String name) {
    return scalars(results.stream().map(member -> maps(member, probe -> probe.toMap(name))).toList());
  }

  private static <T> List<Map<String, Object>> maps(List<T> rows, Function<T, Map<String, Object>> map) {
    List<Map<String, Object>> maps = new ArrayList<>();
    rows.forEach(row -> maps.add(map.apply(row)));
    return maps;
  }

  /** From {@code [member][row]} of maps to {@code [row][member]} by name, of what is a number. */
  private static Map<String, double[][]> scalars(List<List<Map<String, Object>>> members) {
    Map<String, double[][]> scalars = new LinkedHashMap<>();
    int rows = members.get(0).size();
    members.get(0).get(0).forEach((name, sample) -> {
      if (sample instanceof Number) {
        scalars.put(name, IntStream.range(0, rows).mapToObj(row -> members.stream()
            .mapToDouble(member -> ((Number) member.get(row).get(name)).doubleValue()).toArray())
            .toArray(double[][]::new));
      }
    });
    return scalars;
  }

  private static double[] unboxed(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
