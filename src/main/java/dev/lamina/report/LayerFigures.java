package dev.lamina.report;

import dev.lamina.report.chart.Axis;
import dev.lamina.report.chart.Band;
import dev.lamina.report.chart.Chart;
import dev.lamina.report.chart.Figure;
import dev.lamina.report.chart.Frames;
import dev.lamina.report.chart.LinearScale;
import dev.lamina.report.chart.LogScale;
import dev.lamina.report.chart.Marker;
import dev.lamina.report.chart.Numbers;
import dev.lamina.report.chart.Region;
import dev.lamina.report.chart.Sentence;
import dev.lamina.report.chart.Series;
import dev.lamina.report.chart.Style;
import dev.lamina.result.History;
import dev.lamina.result.History.Frame;
import dev.lamina.result.LayerSummary;
import dev.lamina.result.LossCurve.Spread;
import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import dev.lamina.result.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** C_l and D_l against the layer: points, the fitted law, and the range over the members. */
final class LayerFigures {
  private static final String HEADING_C = "Within-class compression C";
  private static final String HEADING_D = "Between-class discrimination D";
  private static final String BAND = "c0";

  private final RunSummary summary;
  private final History history;

  LayerFigures(RunSummary summary, History history) {
    this.summary = summary;
    this.history = history;
  }

  /** C_l on a logarithmic axis, where a geometric law is a straight line. */
  Figure compression() {
    List<Series.Point> points = points(Measure.COMPRESSION, 0);
    if (points.stream().noneMatch(point -> point.y() > 0 && Double.isFinite(point.y()))) {
      return Figure.missing(HEADING_C, "left out, because no layer has a positive compression.");
    }
    Measured fit = summary.first().fit();
    double ratio = fit.get(Measure.COMPRESSION_RATIO);
    List<Series.Point> law = line(points, Math.log10(ratio), Math::log10,
        exponent -> Math.pow(10, exponent));
    String legend = "fit: \u00d7" + Numbers.format(ratio) + " per layer"
        + quality(fit.get(Measure.COMPRESSION_R2));
    List<Series> series = series(points, law, "C of " + who(), legend);
    List<Band> bands = bands(Measure.COMPRESSION, 0);
    Frames frames = frames(Frame::compression, series, bands);
    Chart chart = new Chart(
        Sentence.of("C by layer", points) + (law.isEmpty() ? "" : " " + legend + "."),
        layerAxis(), new Axis("C (log scale)", LogScale.around(values(series, bands, frames))), regions(), bands,
        series);
    return new Figure(HEADING_C,
        "Trace of the within-class over the between-class covariance; lower is more compressed.", chart, frames);
  }

  /** D_l from layer 1 on: the input is not a feature of the network. */
  Figure discrimination() {
    List<Series.Point> points = points(Measure.DISCRIMINATION, 1);
    if (points.stream().noneMatch(point -> Double.isFinite(point.y()))) {
      return Figure.missing(HEADING_D, "left out, because no layer after the input has a discrimination.");
    }
    Measured fit = summary.first().fit();
    double slope = fit.get(Measure.DISCRIMINATION_SLOPE);
    List<Series.Point> law = line(points, slope, y -> y, y -> y);
    String legend = String.format(Locale.ROOT, "fit: %s%s per layer%s", slope < 0 ? "" : "+",
        Numbers.format(slope), quality(fit.get(Measure.DISCRIMINATION_R2)));
    List<Series> series = series(points, law, "D of " + who(), legend);
    List<Band> bands = bands(Measure.DISCRIMINATION, 1);
    Frames frames = frames(Frame::discrimination, series, bands);
    Chart chart = new Chart(
        Sentence.of("D by layer", points) + (law.isEmpty() ? "" : " " + legend + "."),
        layerAxis(), new Axis("D", LinearScale.around(values(series, bands, frames))), regions(), bands, series);
    return new Figure(HEADING_D, "1 minus the largest cosine between two class means; higher is better separated.",
        chart, frames);
  }

  private Axis layerAxis() {
    return layerAxis(summary.first().layers());
  }

  /** The axis that all charts against the layer share, so that they can be compared. */
  static Axis layerAxis(List<LayerSummary> layers) {
    int last = layers.stream().mapToInt(LayerSummary::layer).max().orElse(0);
    boolean input = layers.stream().anyMatch(layer -> layer.layer() == 0);
    return new Axis(input ? "layer (0 is the input)" : "layer", LinearScale.whole(input ? 0 : 1, last));
  }

  private List<Region> regions() {
    return LayerMarks.nonlinear(summary.first().layers());
  }

  private String who() {
    return summary.memberResults().isEmpty() ? "each layer" : "member 0";
  }

  private static String quality(double r2) {
    return Double.isFinite(r2) ? ", R\u00b2 " + Numbers.quality(r2) : "";
  }

  private List<Series.Point> points(Measure measure, int first) {
    return points(summary.first().layers(), measure, first);
  }

  private static List<Series.Point> points(List<LayerSummary> layers, Measure measure, int first) {
    return layers.stream()
        .filter(layer -> layer.layer() >= first)
        .map(layer -> new Series.Point(layer.layer(), layer.get(measure),
            LayerMarks.name(layer) + ": " + measure.key() + " " + Numbers.format(layer.get(measure))))
        .toList();
  }

  /**
   * The run gives the slope of the law only; least squares then puts the line through the mean of the points it was
   * fitted to.
   */
  private List<Series.Point> line(
      List<Series.Point> points, double slope, DoubleUnaryOperator straighten, DoubleUnaryOperator back) {
    List<Series.Point> fitted = points.stream()
        .filter(point -> isFitted(point.x()) && Double.isFinite(straighten.applyAsDouble(point.y())))
        .toList();
    if (fitted.size() < 2 || !Double.isFinite(slope)) {
      return List.of();
    }
    double x = fitted.stream().mapToDouble(Series.Point::x).average().orElseThrow();
    double y = fitted.stream().mapToDouble(point -> straighten.applyAsDouble(point.y())).average().orElseThrow();
    List<Series.Point> line = new ArrayList<>();
    for (Series.Point end : List.of(fitted.get(0), fitted.get(fitted.size() - 1))) {
      line.add(new Series.Point(end.x(), back.applyAsDouble(y + slope * (end.x() - x)), ""));
    }
    return line;
  }

  /** Whether the layer took part in the fits; all do if the range is not known. */
  private boolean isFitted(double layer) {
    Measured fit = summary.first().fit();
    return !(layer < fit.get(Measure.FIRST_LAYER)) && !(layer > fit.get(Measure.LAST_LAYER));
  }

  /** Points are joined only where the fitted line does not already run through all of them. */
  private static List<Series> series(List<Series.Point> points, List<Series.Point> law, String name, String legend) {
    boolean covered = !law.isEmpty()
        && law.get(0).x() == points.get(0).x() && law.get(1).x() == points.get(points.size() - 1).x();
    Series measured = new Series(name, new Style("c0", covered ? Style.Line.NONE : Style.Line.FAINT, Marker.DISC),
        points);
    return law.isEmpty()
        ? List.of(measured)
        : List.of(new Series(legend, new Style("c1", Style.Line.DASHED, Marker.NONE), law), measured);
  }

  private List<Band> bands(Measure measure, int first) {
    return LayerMarks.overMembers(
        summary, measure, first, "range over " + summary.memberResults().size() + " members", BAND);
  }

  /** The measured points, which are drawn last, and the range over the members at each epoch. */
  private Frames frames(Function<Frame, Map<Integer, Spread>> metric, List<Series> series, List<Band> bands) {
    if (history.isEmpty()) {
      return Frames.NONE;
    }
    int number = series.size() - 1;
    List<Series.Point> points = series.get(number).points();
    double[][] values = rows(metric, points.stream().map(Series.Point::x).toList(), Spread::first,
        points.stream().map(Series.Point::y).toList());
    if (bands.isEmpty()) {
      return new Frames(Map.of(number, values), new double[0][], new double[0][]);
    }
    List<Band.Range> ranges = bands.get(0).ranges();
    List<Double> layers = ranges.stream().map(Band.Range::x).toList();
    return new Frames(Map.of(number, values),
        rows(metric, layers, Spread::low, ranges.stream().map(Band.Range::low).toList()),
        rows(metric, layers, Spread::high, ranges.stream().map(Band.Range::high).toList()));
  }

  /** A row for each epoch on the way, and that of the end. */
  private double[][] rows(Function<Frame, Map<Integer, Spread>> metric, List<Double> layers,
      ToDoubleFunction<Spread> value, List<Double> end) {
    List<double[]> rows = new ArrayList<>();
    for (Frame frame : history.frames()) {
      rows.add(layers.stream().mapToDouble(layer -> {
        Spread spread = metric.apply(frame).get(layer.intValue());
        return spread == null ? Double.NaN : value.applyAsDouble(spread);
      }).toArray());
    }
    rows.add(end.stream().mapToDouble(Double::doubleValue).toArray());
    return rows.toArray(double[][]::new);
  }

  private static List<Double> values(List<Series> series, List<Band> bands, Frames frames) {
    List<Double> values = new ArrayList<>(frames.values());
    series.forEach(each -> each.points().forEach(point -> values.add(point.y())));
    bands.forEach(band -> band.ranges().forEach(range -> values.addAll(List.of(range.low(), range.high()))));
    return values;
  }
}
