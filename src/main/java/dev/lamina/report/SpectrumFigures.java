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
import dev.lamina.report.chart.Sentence;
import dev.lamina.report.chart.Series;
import dev.lamina.report.chart.Style;
import dev.lamina.result.History;
import dev.lamina.result.History.Frame;
import dev.lamina.result.LayerSummary;
import dev.lamina.result.Measure;
import dev.lamina.result.WeightSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Singular values of the features and of the weights, a line for each layer. */
final class SpectrumFigures {
  private static final String FEATURES = Measure.SINGULAR_VALUES.label();
  private static final String WEIGHTS = Measure.WEIGHT_SINGULAR_VALUES.label();

  /** More lines than these cannot be told apart. */
  private static final int LINES = 9;

  /** The head of a spectrum is drawn whole, its long tail thinned to about as many points again. */
  private static final int HEAD = 64;

  /** Below this share of the largest, a singular value of float64 arithmetic is rounding. */
  private static final double ROUNDING = 1e-17;

  private SpectrumFigures() {}

  /**
   * Relative to the largest of each layer, because what counts is how fast they fall, not the scale of the features.
   */
  static Figure features(List<LayerSummary> layers, History history) {
    List<LayerSummary> known = layers.stream().filter(layer -> largest(values(layer)) > 0).toList();
    if (known.isEmpty()) {
      return Figure.missing(FEATURES, "left out, because the run holds no singular values of features.");
    }
    List<LayerSummary> drawn = selection(known);
    List<Series> series = new ArrayList<>();
    for (LayerSummary layer : drawn) {
      int index = series.size();
      Style style = new Style(Style.sequential(index, drawn.size()), Style.Line.SOLID, Marker.of(index));
      double largest = largest(values(layer));
      series.add(series(layer.layer() == 0 ? "input" : "layer " + layer.layer(), style, values(layer),
          largest));
    }
    String caption = "Each divided by the layer's largest. "
        + "A flat head and a steep step after it mean few directions left." + omitted(drawn.size(), known.size());
    Frames frames = frames(history, Frame::features, drawn.stream().map(LayerSummary::layer).toList(), series, true);
    return new Figure(
        FEATURES, caption, chart("share of the largest (log scale)", series, List.of(), frames), frames);
  }

  /** Absolute, because the height of the plateau is the scale of the initial weights. */
  static Figure weights(List<WeightSummary> weights, History history) {
    List<WeightSummary> known = weights.stream().filter(weight -> largest(values(weight)) > 0).toList();
    if (known.isEmpty()) {
      return Figure.missing(WEIGHTS, "left out, because the run holds no singular values of weights.");
    }
    List<WeightSummary> drawn = selection(known);
    List<Series> series = new ArrayList<>();
    for (WeightSummary weight : drawn) {
      int index = series.size();
      Style style = new Style(Style.sequential(index, drawn.size()), Style.Line.SOLID, Marker.of(index));
      series.add(series("W" + weight.layer(), style, values(weight), 1));
    }
    double low = weights.stream().mapToDouble(weight -> weight.measured().get(Measure.PLATEAU_MIN))
        .filter(Double::isFinite).min().orElse(Double.NaN);
    double high = weights.stream().mapToDouble(weight -> weight.measured().get(Measure.PLATEAU_MAX))
        .filter(Double::isFinite).max().orElse(Double.NaN);
    List<Band> bands = new ArrayList<>();
    if (low > 0 && high >= low) {
      double last = series.stream().mapToDouble(each -> each.points().get(each.points().size() - 1).x()).max()
          .orElseThrow();
      String name = "plateau " + Numbers.format(low) + " to " + Numbers.format(high);
      bands.add(new Band(name, "c2 halo", List.of(new Band.Range(1, low, high), new Band.Range(last, low, high))));
    }
    Frames frames = frames(history, Frame::weights, drawn.stream().map(WeightSummary::layer).toList(), series, false);
    return new Figure(WEIGHTS, "One line for each weight matrix; equal spectra lie on each other."
        + omitted(drawn.size(), known.size()),
        chart("singular value (log scale)", series, bands, frames), frames);
  }

  /** The drawn singular values at each epoch; nothing if none were kept. */
  private static Frames frames(History history, Function<Frame, Map<Integer, List<Double>>> spectra,
      List<Integer> layers, List<Series> series, boolean shares) {
    if (history.frames().stream().allMatch(frame -> spectra.apply(frame).isEmpty())) {
      return Frames.NONE;
    }
    Map<Integer, double[][]> frames = new TreeMap<>();
    for (int number = 0; number < series.size(); number++) {
      int layer = layers.get(number);
      List<Series.Point> points = series.get(number).points();
      List<double[]> rows = new ArrayList<>();
      for (Frame frame : history.frames()) {
        List<Double> values = spectra.apply(frame).getOrDefault(layer, List.of());
        double unit = shares ? largest(values) : 1;
        double floor = ROUNDING * largest(values);
        rows.add(points.stream().mapToDouble(point -> {
          int index = (int) point.x() - 1;
          return index < values.size() && values.get(index) > floor ? values.get(index) / unit : Double.NaN;
        }).toArray());
      }
      rows.add(points.stream().mapToDouble(Series.Point::y).toArray());
      frames.put(number, rows.toArray(double[][]::new));
    }
    return new Frames(frames, new double[0][], new double[0][]);
  }

  private static Chart chart(String title, List<Series> series, List<Band> bands, Frames frames) {
    List<Double> values = new ArrayList<>(frames.values());
    double last = 1;
    StringBuilder words = new StringBuilder();
    for (Series each : series) {
      each.points().forEach(point -> values.add(point.y()));
      last = Math.max(last, each.points().get(each.points().size() - 1).x());
      words.append(words.isEmpty() ? "" : " ").append(Sentence.of(each.name(), each.points()));
    }
    return new Chart(words.toString(), new Axis("number of the singular value", LinearScale.whole(1, last)),
        new Axis(title, LogScale.around(values)), List.of(), bands, series);
  }

  private static Series series(String name, Style style, List<Double> values, double unit) {
    List<Series.Point> points = new ArrayList<>();
    double floor = ROUNDING * largest(values);
    int stride = Math.max(1, (values.size() - HEAD) / HEAD);
    for (int index = 0; index < values.size(); index++) {
      boolean drawn = index < HEAD || (index - HEAD) % stride == 0 || index == values.size() - 1;
      if (drawn && values.get(index) > floor) {
        double value = values.get(index) / unit;
        points.add(new Series.Point(index + 1, value, name + ", number " + (index + 1) + ": " + Numbers.format(value)));
      }
    }
    return new Series(name, style, points);
  }

  private static List<Double> values(LayerSummary layer) {
    return layer.measured().list(Measure.SINGULAR_VALUES);
  }

  private static List<Double> values(WeightSummary weight) {
    return weight.measured().list(Measure.WEIGHT_SINGULAR_VALUES);
  }

  private static double largest(List<Double> values) {
    return values.stream().filter(Double::isFinite).mapToDouble(value -> value).max().orElse(Double.NaN);
  }

  private static <T> List<T> selection(List<T> all) {
    if (all.size() <= LINES) {
      return all;
    }
    List<T> chosen = new ArrayList<>();
    for (int index = 0; index < LINES; index++) {
      chosen.add(all.get(Math.round(index * (all.size() - 1f) / (LINES - 1))));
    }
    return chosen;
  }

  private static String omitted(int drawn, int all) {
    return drawn == all ? "" : " " + drawn + " of " + all + " layers are drawn.";
  }
}
