package dev.lamina.report.chart;

import dev.lamina.report.chart.Plot.Curve;
import dev.lamina.report.chart.Plot.Dot;
import dev.lamina.report.chart.Plot.Layout;
import dev.lamina.report.chart.Plot.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Draws a {@link Plot}: colours tell the groups apart, and marks tell measurements, laws and published values apart.
 */
public final class PlotFigure {
  private final Plot plot;
  private final int groups;

  private PlotFigure(Plot plot) {
    this.plot = plot;
    groups = plot.groups();
  }

  /** The chart, with a sentence for each curve; missing where nothing can be drawn. */
  public static Figure of(Plot plot) {
    return new PlotFigure(plot).figure();
  }

  private Figure figure() {
    List<Double> xs = new ArrayList<>();
    List<Double> ys = new ArrayList<>();
    for (Curve curve : plot.curves()) {
      for (Dot dot : curve.dots()) {
        xs.add(dot.x());
        ys.addAll(List.of(dot.value(), dot.low(), dot.high()));
      }
    }
    if (ys.stream().noneMatch(y -> scale(plot.y().layout(), ys).places(y))) {
      return Figure.missing(plot.heading(), "left out, because nothing could be measured.");
    }
    String words = plot.curves().stream().filter(curve -> !curve.dots().isEmpty())
        .map(curve -> Sentence.of(name(curve), points(curve))).collect(Collectors.joining(" "));
    Chart chart = new Chart(words, new Axis(plot.x().title(), scale(plot.x().layout(), xs)),
        new Axis(plot.y().title(), scale(plot.y().layout(), ys)), List.of(), bands(), series());
    return new Figure(plot.heading(), plot.caption(), chart);
  }

  private static Scale scale(Layout layout, List<Double> values) {
    return switch (layout) {
      case WHOLE -> LinearScale.whole(values.stream().mapToDouble(x -> x).min().orElse(0),
          values.stream().mapToDouble(x -> x).max().orElse(1));
      case LINEAR -> LinearScale.around(values);
      case LOG -> LogScale.around(values);
    };
  }

  private List<Series> series() {
    List<Series> series = new ArrayList<>();
    for (Curve curve : plot.curves()) {
      series.add(new Series(curve.name(), style(curve), points(curve)));
    }
    return series;
  }

  private Style style(Curve curve) {
    return switch (curve.role()) {
      case MEASURED -> new Style(colour(curve), Style.Line.FAINT, groups == 1 ? Marker.DISC : Marker.of(curve.group()));
      case LAW -> new Style(colour(curve), Style.Line.DASHED, Marker.NONE);
      case PAPER -> new Style(colour(curve), Style.Line.NONE, Marker.CROSS);
      case SCATTER -> new Style(colour(curve), Style.Line.NONE, Marker.of(curve.group()));
    };
  }

  /** A lone group has a colour for each role; several groups have a colour each, in their order. */
  private String colour(Curve curve) {
    int role = curve.role() == Role.SCATTER ? 0 : curve.role().ordinal();
    return groups > 1 ? Style.sequential(curve.group(), groups) : "c" + role;
  }

  private List<Band> bands() {
    List<Band> bands = new ArrayList<>();
    for (Curve curve : plot.curves()) {
      if (curve.role() == Role.MEASURED && curve.dots().stream().anyMatch(dot -> dot.high() > dot.low())) {
        bands.add(new Band("", colour(curve),
            curve.dots().stream().map(dot -> new Band.Range(dot.x(), dot.low(), dot.high())).toList()));
      }
    }
    return bands;
  }

  private static List<Series.Point> points(Curve curve) {
    return curve.dots().stream().map(dot -> new Series.Point(dot.x(), dot.value(), title(curve, dot))).toList();
  }

  private static String title(Curve curve, Dot dot) {
    String range = dot.high() > dot.low()
        ? " (" + Numbers.format(dot.low()) + " to " + Numbers.format(dot.high()) + ")" : "";
    return name(curve) + " at " + Numbers.format(dot.x()) + ": " + Numbers.format(dot.value()) + range;
  }

  private static String name(Curve curve) {
    return !curve.name().isEmpty() ? curve.name() : switch (curve.role()) {
      case MEASURED -> "measured";
      case LAW -> "law";
      case PAPER -> "paper";
      case SCATTER -> "sample";
    };
  }
}
