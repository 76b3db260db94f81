package dev.lamina.report;

import dev.lamina.report.chart.Axis;
import dev.lamina.report.chart.Band;
import dev.lamina.report.chart.Chart;
import dev.lamina.report.chart.Figure;
import dev.lamina.report.chart.LinearScale;
import dev.lamina.report.chart.Marker;
import dev.lamina.report.chart.Numbers;
import dev.lamina.report.chart.Sentence;
import dev.lamina.report.chart.Series;
import dev.lamina.report.chart.Style;
import dev.lamina.result.Measure;
import dev.lamina.result.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Accuracy of the linear probes against the layer. */
final class ProbeFigure {

  private ProbeFigure() {}

  /** Nothing if the run trained no probes: they are measured on request only. */
  static Optional<Figure> of(RunSummary summary) {
    List<Series> series = new ArrayList<>();
    List<Band> bands = new ArrayList<>();
    add(series, bands, summary, Measure.PROBE_ACCURACY, "training", new Style("c0", Style.Line.SOLID, Marker.DISC));
    add(series, bands, summary, Measure.PROBE_TEST_ACCURACY, "test", new Style("c1", Style.Line.DASHED, Marker.BOX));
    add(series, bands, summary, Measure.TRANSFER_TEST_ACCURACY, "test, other classes",
        new Style("c2", Style.Line.SOLID, Marker.TRIANGLE));
    if (series.isEmpty()) {
      return Optional.empty();
    }
    List<Double> values = new ArrayList<>();
    StringBuilder words = new StringBuilder();
    for (Series each : series) {
      each.points().forEach(point -> values.add(point.y()));
      words.append(words.isEmpty() ? "" : " ")
          .append(Sentence.of("Probe accuracy by layer, " + each.name(), each.points()));
    }
    bands.forEach(band -> band.ranges().forEach(range -> values.addAll(List.of(range.low(), range.high()))));
    Chart chart = new Chart(words.toString(), LayerFigures.layerAxis(summary.first().layers()),
        new Axis("classified right", LinearScale.shares(values)), LayerMarks.nonlinear(summary.first().layers()), bands,
        series);
    return Optional.of(new Figure("Accuracy of linear probes",
        "A linear classifier trained on the features of each layer, which stay as they are."
            + (series.stream().anyMatch(each -> each.name().contains("other classes"))
                ? " Other classes are those that were held out." : "")
            + (bands.isEmpty() ? "" : " Lines are the first member, areas the range over all members."), chart));
  }

  private static void add(
      List<Series> series, List<Band> bands, RunSummary summary, Measure measure, String name, Style style) {
    List<Series.Point> points = summary.first().layers().stream()
        .map(layer -> new Series.Point(layer.layer(), layer.get(measure),
            LayerMarks.name(layer) + ": " + name + " " + Numbers.format(layer.get(measure))))
        .toList();
    if (points.stream().anyMatch(point -> Double.isFinite(point.y()))) {
      series.add(new Series(name, style, points));
      bands.addAll(LayerMarks.overMembers(summary, measure, 0, "", style.colour()));
    }
  }
}
