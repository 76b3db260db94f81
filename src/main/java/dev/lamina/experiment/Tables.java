package dev.lamina.experiment;

import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.WeightMetrics;
import dev.lamina.training.HistoryEntry;
import dev.lamina.training.ProbeResult;
import dev.lamina.training.TrainingResult;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The tables {@code losses.csv}, {@code metrics.csv} and {@code weights.csv}; a value that was not measured is an empty
 * field.
 */
final class Tables {

  private Tables() {}

  /** A row for each recorded epoch of each member, and one for the final weights. */
  static String losses(Outcome outcome) {
    StringBuilder csv =
        new StringBuilder("member,epoch,step,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy\n");
    for (int e = 0; e < outcome.results().size(); e++) {
      TrainingResult result = outcome.results().get(e);
      for (HistoryEntry entry : result.history()) {
        row(csv, e, entry.epoch(), entry.step(), entry.rate(), entry.loss(), entry.accuracy(), Double.NaN,
            entry.testAccuracy());
      }
      row(csv, e, result.epochs(), result.steps(), Double.NaN, result.loss(), result.accuracy(), result.testLoss(),
          result.testAccuracy());
    }
    return csv.toString();
  }

  /** A row for each member, measured epoch and layer; the last epoch is that of the final weights. */
  static String metrics(Outcome outcome) {
    StringBuilder csv = new StringBuilder("member,epoch,layer,name,");
    csv.append(String.join(",", scalars(outcome.layers().get(0).get(0).toMap()).keySet())).append(',')
        .append(String.join(",", ProbeResult.NONE.toMap().keySet())).append('\n');
    for (Outcome.Measured measured : outcome.measured()) {
      for (int e = 0; e < measured.layers().size(); e++) {
        if (measured.epoch() < outcome.results().get(e).epochs()) {
          List<FeatureMetrics> layers = measured.layers().get(e);
          layers(csv, e, measured.epoch(), layers, Collections.nCopies(layers.size(), ProbeResult.NONE));
        }
      }
    }
    for (int e = 0; e < outcome.layers().size(); e++) {
      layers(csv, e, outcome.results().get(e).epochs(), outcome.layers().get(e), outcome.probes().get(e));
    }
    return csv.toString();
  }

  private static void layers(
      StringBuilder csv, int member, int epoch, List<FeatureMetrics> layers, List<ProbeResult> probes) {
    for (int l = 0; l < layers.size(); l++) {
      csv.append(member).append(',').append(epoch).append(',').append(l).append(',').append(Summary.layerName(l));
      scalars(layers.get(l).toMap()).values().forEach(value -> csv.append(',').append(field(value)));
      probes.get(l).toMap().values().forEach(value -> csv.append(',').append(field(value)));
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
