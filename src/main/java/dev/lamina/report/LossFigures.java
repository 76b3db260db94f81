package dev.lamina.report;

import dev.lamina.report.chart.Axis;
import dev.lamina.report.chart.Band;
import dev.lamina.report.chart.Chart;
import dev.lamina.report.chart.Figure;
import dev.lamina.report.chart.LinearScale;
import dev.lamina.report.chart.LogScale;
import dev.lamina.report.chart.Marker;
import dev.lamina.report.chart.Numbers;
import dev.lamina.report.chart.Sentence;
import dev.lamina.report.chart.Series;
import dev.lamina.report.chart.Style;
import dev.lamina.result.LossCurve;
import dev.lamina.result.LossCurve.Quantity;
import dev.lamina.result.LossCurve.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Loss and accuracy against the epoch, for training and test samples. */
final class LossFigures {
  private static final Style TRAIN = new Style("c0", Style.Line.SOLID, Marker.DISC);
  private static final Style TEST = new Style("c1", Style.Line.DASHED, Marker.BOX);

  /** Epochs drawn at most: a screen has no more columns for a chart. */
  private static final int DRAWN = 600;

  private final List<LossCurve.Point> points;
  private final int stride;

  LossFigures(LossCurve losses) {
    points = losses.points();
    stride = Math.max(1, (int) Math.ceil(points.size() / (double) DRAWN));
  }

  Figure loss() {
    return figure("Loss", "loss (log scale)", Quantity.TRAIN_LOSS, Quantity.TEST_LOSS, true);
  }

  Figure accuracy() {
    return figure("Accuracy", "classified right", Quantity.TRAIN_ACCURACY, Quantity.TEST_ACCURACY, false);
  }

  private Figure figure(String heading, String axis, Quantity train, Quantity test, boolean logarithmic) {
    Predicate<Double> drawable = logarithmic ? value -> value > 0 && Double.isFinite(value) : Double::isFinite;
    List<Series> series = new ArrayList<>();
    List<Band> bands = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    add(series, bands, values, "training", TRAIN, train, drawable);
    add(series, bands, values, "test", TEST, test, drawable);
    if (values.isEmpty()) {
      return Figure.missing(heading,
          "left out, because losses.csv holds no " + heading.toLowerCase(Locale.ROOT) + " to draw.");
    }
    StringBuilder words = new StringBuilder();
    for (Series each : series) {
      words.append(words.isEmpty() ? "" : " ")
          .append(Sentence.of(heading + " by epoch, " + each.name(), each.points()));
    }
    double first = points.get(0).epoch();
    double last = points.get(points.size() - 1).epoch();
    Chart chart = new Chart(words.toString(), new Axis("epoch", LinearScale.whole(first, last)),
        new Axis(axis, logarithmic ? LogScale.around(values) : LinearScale.shares(values)), List.of(), bands, series);
    return new Figure(heading, caption(heading, bands), chart);
  }

  private String caption(String heading, List<Band> bands) {
    return heading + " over all samples, of the weights before each measured epoch and of the final ones."
        + (bands.isEmpty() ? "" : " Lines are the first member, areas the range over all members.")
        + (stride == 1 ? "" : " One epoch in " + stride + " is drawn.");
  }

  private void add(List<Series> series, List<Band> bands, List<Double> values, String name, Style style,
      Quantity quantity, Predicate<Double> drawable) {
    List<Series.Point> line = new ArrayList<>();
    List<Band.Range> ranges = new ArrayList<>();
    boolean spread = false;
    for (int index = 0; index < points.size(); index++) {
      LossCurve.Point point = points.get(index);
      Spread value = point.value(quantity);
      if (!point.values().containsKey(quantity) || index % stride != 0 && index != points.size() - 1) {
        continue;
      }
      line.add(new Series.Point(point.epoch(), value.first(),
          "epoch " + point.epoch() + ", " + name + ": " + Numbers.format(value.first())));
      ranges.add(new Band.Range(point.epoch(), value.low(), value.high()));
      spread |= value.high() > value.low();
      for (double each : new double[] {value.first(), value.low(), value.high()}) {
        if (drawable.test(each)) {
          values.add(each);
        }
      }
    }
    if (line.stream().anyMatch(point -> drawable.test(point.y()))) {
      series.add(new Series(name, style, line));
    }
    if (spread) {
      bands.add(new Band("", style.colour(), ranges));
    }
  }
}
