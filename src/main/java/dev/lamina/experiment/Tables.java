package dev.lamina.experiment;

import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.WeightMetrics;
import dev.lamina.training.HistoryEntry;
import dev.lamina.training.ProbeResult;
import dev.lamina.training.TrainingResult;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * The tables {@code losses.csv}, {@code metrics.csv} and {@code weights.csv}; a value that was not measured is an empty
 * field.
 */
final class Tables {

  private Tables() {}

  /**
   * A row for each recorded epoch of each member, and one for the final weights. What a row holds is of one moment: the weights
   * before the first step of its epoch, over all training and all test samples.
   */
  static String losses(Outcome outcome) {
    StringBuilder csv =
        new StringBuilder("member,epoch,step,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy\n");
    for (int e = 0; e < outcome.results().size(); e++) {
      TrainingResult result = outcome.results().get(e);
      for (HistoryEntry entry : result.history()) {
        row(csv, e, entry.epoch(), entry.step(), entry.rate(), entry.loss(), entry.accuracy(),
            entry.testLoss(), entry.testAccuracy());
      }
      row(csv, e, result.epochs(), result.steps(), Double.NaN, result.loss(), result.accuracy(), result.testLoss(),
          result.testAccuracy());
    }
    return csv.toString();
  }

  /** A row for each member, measured epoch and layer; the last epoch is that of the final weights. */
  static String metrics(Outcome outcome) {
    boolean heldOut = outcome.experiment().config().heldOut() > 0;
    StringBuilder csv = new StringBuilder("member,epoch,layer,name,");
    Map<String, Object> names = scalars(outcome.layers().get(0).get(0).toMap());
    names.putAll(probes(heldOut, ProbeResult.NONE, ProbeResult.NONE));
    csv.append(String.join(",", names.keySet())).append('\n');
    for (Outcome.Measured measured : outcome.measured()) {
      for (int e = 0; e < measured.layers().size(); e++) {
        if (measured.epoch() < outcome.results().get(e).epochs()) {
          List<FeatureMetrics> layers = measured.layers().get(e);
          layers(csv, e, measured.epoch(), layers, l -> probes(heldOut, ProbeResult.NONE, ProbeResult.NONE));
        }
      }
    }
    for (int e = 0; e < outcome.layers().size(); e++) {
      List<ProbeResult> probes = outcome.probes().get(e);
      List<ProbeResult> transfers = outcome.transfers().get(e);
      layers(csv, e, outcome.results().get(e).epochs(), outcome.layers().get(e),
          l -> probes(heldOut, probes.get(l), transfers.get(l)));
    }
    return csv.toString();
  }

  private static Map<String, Object> probes(boolean heldOut, ProbeResult probe, ProbeResult transfer) {
    Map<String, Object> map = probe.toMap("probe");
    if (heldOut) {
      map.putAll(transfer.toMap("transfer"));
    }
    return map;
  }

  private static void layers(StringBuilder csv, int member, int epoch, List<FeatureMetrics> layers,
      IntFunction<Map<String, Object>> probes) {
    for (int l = 0; l < layers.size(); l++) {
      csv.append(member).append(',').append(epoch).append(',').append(l).append(',').append(Summary.layerName(l));
      scalars(layers.get(l).toMap()).values().forEach(value -> csv.append(',').append(field(value)));
      probes.apply(l).values().forEach(value -> csv.append(',').append(field(value)));
      csv.append('\n');
    }
  }

  /** A row for each member, measured epoch and weight matrix; the last epoch is that of the final weights. */
  static String weights(Outcome outcome) {
    StringBuilder csv = new StringBuilder("member,epoch,layer,");
    csv.append(String.join(",", scalars(outcome.networks().get(0).layers().get(0).toMap()).keySet())).append('\n');
    for (Outcome.Measured measured : outcome.measured()) {
      for (int e = 0; e < measured.networks().size(); e++) {
        if (measured.epoch() < outcome.results().get(e).epochs()) {
          matrices(csv, e, measured.epoch(), measured.networks().get(e).layers());
        }
      }
    }
    for (int e = 0; e < outcome.networks().size(); e++) {
      matrices(csv, e, outcome.results().get(e).epochs(), outcome.networks().get(e).layers());
    }
    return csv.toString();
  }

  /**
   * The singular values on the way, of the first member: a row for each measured epoch and matrix, values in one field,
   * largest first. Nothing if none were measured.
   */
  static Optional<String> spectra(Outcome outcome) {
    StringBuilder csv = new StringBuilder();
    for (Outcome.Measured measured : outcome.measured()) {
      List<FeatureMetrics> layers = measured.layers().get(0);
      for (int l = 0; l < layers.size(); l++) {
        spectrum(csv, measured.epoch(), "features", l, layers.get(l).singularValues());
      }
      if (!measured.networks().isEmpty()) {
        List<WeightMetrics> weights = measured.networks().get(0).layers();
        for (int l = 0; l < weights.size(); l++) {
          spectrum(csv, measured.epoch(), "weights", l + 1, weights.get(l).singularValues());
        }
      }
    }
    return csv.isEmpty() ? Optional.empty() : Optional.of("epoch,kind,layer,singular_values\n" + csv);
  }

  /** A row for each layer and sample that the views show; nothing if there are none. */
  static Optional<String> views(Outcome outcome) {
    StringBuilder csv = new StringBuilder("layer,class,pca1,pca2,umap1,umap2\n");
    for (LayerView view : outcome.views()) {
      for (int i = 0; i < view.labels().length; i++) {
        double[] umap = view.umap().isPresent() ? view.umap().get()[i] : new double[] {Double.NaN, Double.NaN};
        row(csv, view.layer(), view.labels()[i], view.pca()[i][0], view.pca()[i][1], umap[0], umap[1]);
      }
    }
    return outcome.views().isEmpty() ? Optional.empty() : Optional.of(csv.toString());
  }

  /** Six digits, which are more than a chart shows. */
  private static void spectrum(StringBuilder csv, int epoch, String kind, int layer, List<Double> values) {
    if (!values.isEmpty()) {
      csv.append(epoch).append(',').append(kind).append(',').append(layer).append(',').append(values.stream()
          .map(value -> String.format(Locale.ROOT, "%.6g", value)).collect(Collectors.joining(" "))).append('\n');
    }
  }

  private static void matrices(StringBuilder csv, int member, int epoch, List<WeightMetrics> matrices) {
    for (int l = 0; l < matrices.size(); l++) {
      csv.append(member).append(',').append(epoch).append(',').append(l + 1);
      scalars(matrices.get(l).toMap()).values().forEach(value -> csv.append(',').append(field(value)));
      csv.append('\n');
    }
  }

  private static Map<String, Object> scalars(Map<String, Object> metrics) {
    metrics.values().removeIf(value -> value instanceof List);
    return metrics;
  }

  private static void row(StringBuilder csv, Object... values) {
    csv.append(Arrays.stream(values).map(Tables::field).collect(Collectors.joining(","))).append('\n');
  }

  private static String field(Object value) {
    return value instanceof Double number && !Double.isFinite(number) ? "" : String.valueOf(value);
  }
}
