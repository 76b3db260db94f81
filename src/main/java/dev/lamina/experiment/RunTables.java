package dev.lamina.experiment;

import dev.lamina.metric.FeatureMetrics;
import dev.lamina.metric.NetworkWeights;
import dev.lamina.result.CsvText;
import dev.lamina.result.LossCurve;
import dev.lamina.result.Measure;
import dev.lamina.result.Measure.Owner;
import dev.lamina.result.Measured;
import dev.lamina.result.View;
import dev.lamina.training.HistoryEntry;
import dev.lamina.training.TrainingResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tables of a run; a value that was not measured is an empty field. */
final class RunTables {

  private RunTables() {}

  /**
   * {@code losses.csv}: a row for each recorded epoch of each member, and one for the final weights. What a row holds
   * is of one moment: the weights before the first step of its epoch, over all training and all test samples.
   */
  static String losses(Outcome outcome) {
    CsvText csv = LossCurve.table();
    for (int e = 0; e < outcome.results().size(); e++) {
      TrainingResult result = outcome.results().get(e);
      for (HistoryEntry entry : result.history()) {
        csv.row(e, entry.epoch(), entry.step(), entry.rate(), entry.loss(), entry.accuracy(), entry.testLoss(),
            entry.testAccuracy());
      }
      csv.row(e, result.epochs(), result.steps(), Double.NaN, result.loss(), result.accuracy(), result.testLoss(),
          result.testAccuracy());
    }
    return csv.toString();
  }

  /**
   * {@code metrics.csv}: a row for each member, measured epoch and layer; the last epoch is that of the final weights.
   */
  static String metrics(Outcome outcome) {
    List<Measure> columns = outcome.config().heldOut() > 0
        ? CsvText.columns(Owner.LAYER, Owner.PROBE, Owner.TRANSFER) : CsvText.columns(Owner.LAYER, Owner.PROBE);
    CsvText csv = new CsvText(List.of("member", "epoch", "layer", "name"), columns);
    for (Outcome.Measurement measurement : outcome.measured()) {
      for (int e = 0; e < measurement.layers().size(); e++) {
        if (measurement.epoch() < outcome.results().get(e).epochs()) {
          layers(csv, e, measurement.epoch(),
              measurement.layers().get(e).stream().map(FeatureMetrics::measured).toList());
        }
      }
    }
    for (int e = 0; e < outcome.layers().size(); e++) {
      layers(csv, e, outcome.results().get(e).epochs(), outcome.measuredLayers(e));
    }
    return csv.toString();
  }

  private static void layers(CsvText csv, int member, int epoch, List<Measured> layers) {
    for (int l = 0; l < layers.size(); l++) {
      csv.row(layers.get(l), member, epoch, l, RunSummaries.layerName(l));
    }
  }

  /**
   * {@code weights.csv}: a row for each member, measured epoch and weight matrix; the last epoch is that of the final
   * weights.
   */
  static String weights(Outcome outcome) {
    CsvText csv = new CsvText(List.of("member", "epoch", "layer"), CsvText.columns(Owner.WEIGHT));
    for (Outcome.Measurement measurement : outcome.measured()) {
      for (int e = 0; e < measurement.networks().size(); e++) {
        if (measurement.epoch() < outcome.results().get(e).epochs()) {
          matrices(csv, e, measurement.epoch(), measurement.networks().get(e));
        }
      }
    }
    for (int e = 0; e < outcome.networks().size(); e++) {
      matrices(csv, e, outcome.results().get(e).epochs(), outcome.networks().get(e));
    }
    return csv.toString();
  }

  private static void matrices(CsvText csv, int member, int epoch, NetworkWeights network) {
    for (int l = 0; l < network.layers().size(); l++) {
      csv.row(network.layers().get(l), member, epoch, l + 1);
    }
  }

  /**
   * {@code spectra.csv}: the singular values on the way, of the first member: a row for each measured epoch and matrix,
   * values in one field, largest first. Nothing if none were measured.
   */
  static Optional<String> spectra(Outcome outcome) {
    CsvText csv = new CsvText("epoch", "kind", "layer", Measure.SINGULAR_VALUES.key());
    String header = csv.toString();
    for (Outcome.Measurement measurement : outcome.measured()) {
      List<FeatureMetrics> layers = measurement.layers().get(0);
      for (int l = 0; l < layers.size(); l++) {
        spectrum(csv, measurement.epoch(), "features", l, layers.get(l).singularValues());
      }
      if (!measurement.networks().isEmpty()) {
        List<Measured> weights = measurement.networks().get(0).layers();
        for (int l = 0; l < weights.size(); l++) {
          spectrum(csv, measurement.epoch(), "weights", l + 1, weights.get(l).list(Measure.WEIGHT_SINGULAR_VALUES));
        }
      }
    }
    return Optional.of(csv.toString()).filter(text -> !text.equals(header));
  }

  /** Six digits, which are more than a chart shows. */
  private static void spectrum(CsvText csv, int epoch, String kind, int layer, List<Double> values) {
    if (!values.isEmpty()) {
      csv.row(epoch, kind, layer,
          values.stream().map(value -> String.format(Locale.ROOT, "%.6g", value)).collect(Collectors.joining(" ")));
    }
  }

  /** {@code views.csv}; nothing if there are no views. */
  static Optional<String> views(Outcome outcome) {
    return outcome.views().isEmpty() ? Optional.empty() : Optional.of(View.csv(outcome.views().stream()
        .map(view -> new View(view.layer(), view.labels(), view.pca(), view.umap())).toList()));
  }
}
