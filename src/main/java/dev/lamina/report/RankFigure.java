package dev.lamina.report;

import dev.lamina.report.chart.Axis;
import dev.lamina.report.chart.Chart;
import dev.lamina.report.chart.Figure;
import dev.lamina.report.chart.LinearScale;
import dev.lamina.report.chart.Marker;
import dev.lamina.report.chart.Numbers;
import dev.lamina.report.chart.Sentence;
import dev.lamina.report.chart.Series;
import dev.lamina.report.chart.Style;
import dev.lamina.result.LayerSummary;
import dev.lamina.result.Measure;
import java.util.ArrayList;
import java.util.List;

/** Ranks of the features against the layer, and their intrinsic dimension where it was measured. */
final class RankFigure {
  private static final String HEADING = "Rank of the features";

  private RankFigure() {}

  static Figure of(List<LayerSummary> layers) {
    List<Series> series = new ArrayList<>();
    add(series, layers, Measure.NUMERICAL_RANK, "numerical rank", new Style("c0", Style.Line.SOLID, Marker.DISC));
    add(series, layers, Measure.EFFECTIVE_RANK, "effective rank", new Style("c1", Style.Line.DASHED, Marker.BOX));
    int ranks = series.size();
    add(series, layers, Measure.INTRINSIC_DIMENSION, "intrinsic dimension",
        new Style("c2", Style.Line.SOLID, Marker.TRIANGLE));
    if (series.isEmpty()) {
      return Figure.missing(HEADING, "left out, because no layer has a rank.");
    }
    List<Double> values = new ArrayList<>(List.of(0.0));
    StringBuilder words = new StringBuilder();
    for (Series each : series) {
      each.points().forEach(point -> values.add(point.y()));
      words.append(words.isEmpty() ? "" : " ").append(Sentence.of(each.name() + " by layer", each.points()));
    }
    Chart chart = new Chart(words.toString(), LayerFigures.layerAxis(layers),
        new Axis("rank", LinearScale.around(values)),
        LayerMarks.nonlinear(layers), List.of(), series);
    return new Figure(HEADING,
        "Numerical: singular values that hold 95 % of their sum. Effective: exponential of their entropy."
            + (series.size() > ranks ? " Intrinsic dimension: TwoNN." : ""), chart);
  }

  private static void add(List<Series> series, List<LayerSummary> layers, Measure measure, String name,
      Style style) {
    List<Series.Point> points = layers.stream()
        .map(layer -> new Series.Point(layer.layer(), layer.get(measure),
            LayerMarks.name(layer) + ": " + name + " " + Numbers.format(layer.get(measure))))
        .toList();
    if (points.stream().anyMatch(point -> Double.isFinite(point.y()))) {
      series.add(new Series(name, style, points));
    }
  }
}
