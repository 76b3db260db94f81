package dev.lamina.report.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Draws a {@link Chart} as inline SVG with its legend; the style sheet gives colours and sizes of text. */
final class ChartPainter {
  private static final double WIDTH = 480;
  private static final double HEIGHT = 316;
  private static final double LEFT = 64;
  private static final double RIGHT = WIDTH - 14;
  private static final double TOP = 38;
  private static final double BOTTOM = HEIGHT - 50;

  /** Significant digits of a frame's values. */
  private static final int DIGITS = 4;

  /** The markers of more points are small. */
  private static final int CROWDED = 24;

  /** Markers along a line keep this distance. */
  private static final double MARKER_GAP = 15;

  /** Regions narrower than a label are named in the legend instead. */
  private static final double LABEL_WIDTH = 84;

  private final Chart chart;
  private final Markup out = new Markup();

  private ChartPainter(Chart chart) {
    this.chart = chart;
  }

  /** The legend, if there is anything to tell apart, and the drawing. */
  static String paint(Chart chart) {
    ChartPainter painter = new ChartPainter(chart);
    painter.legend();
    painter.drawing();
    return painter.out.toString();
  }

  private void legend() {
    out.open("ul", "class", "legend");
    for (Series series : chart.series()) {
      if (!series.name().isEmpty()) {
        entry(series.name(), () -> {
          series.style().drawLine(out, "M1 7H29");
          series.style().drawMarker(out, 15, 7, 4, "", 0);
        });
      }
    }
    for (Band band : chart.bands()) {
      if (!band.name().isEmpty()) {
        entry(band.name(), () -> out.empty("path", "class", band.colour() + " band", "d", "M1 2H29V12H1Z"));
      }
    }
    if (!chart.regions().isEmpty() && !regionsHoldLabels()) {
      entry(chart.regions().get(0).label(), () -> out.empty("path", "class", "region", "d", "M1 1H29V13H1Z"));
    }
    out.close();
  }

  private void entry(String name, Runnable swatch) {
    out.open("li").open("svg", "viewBox", "0 0 30 14", "aria-hidden", "true");
    swatch.run();
    out.close().leaf("span", name).close();
  }

  private void drawing() {
    out.open("svg", "viewBox", String.format(Locale.ROOT, "0 0 %.0f %.0f", WIDTH, HEIGHT), "role", "img", "aria-label",
        chart.words());
    regions();
    horizontalTicks();
    verticalTicks();
    if (regionsHoldLabels()) {
      regionLabels();
    }
    chart.bands().forEach(this::band);
    chart.series().forEach(this::series);
    out.close();
  }

  /** The frames of a chart for the page's script: JSON, in the drawing's coordinates from left to right. */
  static String frames(Chart chart, Frames frames) {
    ChartPainter painter = new ChartPainter(chart);
    Scale scale = chart.y().scale();
    StringBuilder json = new StringBuilder(String.format(Locale.ROOT,
        "{\"log\":%b,\"low\":%s,\"high\":%s,\"top\":%s,\"bottom\":%s,\"series\":[", scale.isLogarithmic(),
        scale.low(), scale.high(), number(TOP), number(BOTTOM)));
    frames.series().forEach((number, values) -> json.append(json.charAt(json.length() - 1) == '[' ? "" : ",")
        .append("{\"number\":").append(number).append(",\"x\":")
        .append(painter.places(chart.series().get(number).points().stream().map(Series.Point::x).toList()))
        .append(",\"values\":").append(rows(values)).append('}'));
    json.append(']');
    if (frames.low().length > 0) {
      json.append(",\"band\":{\"x\":")
          .append(painter.places(chart.bands().get(0).ranges().stream().map(Band.Range::x).toList()))
          .append(",\"low\":").append(rows(frames.low())).append(",\"high\":").append(rows(frames.high())).append('}');
    }
    return json.append('}').toString();
  }

  private String places(List<Double> xs) {
    return xs.stream().map(value -> number(x(value))).collect(Collectors.joining(",", "[", "]"));
  }

  private static String rows(double[][] values) {
    return Arrays.stream(values).map(row -> Arrays.stream(row).mapToObj(ChartPainter::json)
        .collect(Collectors.joining(",", "[", "]"))).collect(Collectors.joining(",", "[", "]"));
  }

  private static String json(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN)).stripTrailingZeros().toString()
        : "null";
  }

  private double x(double value) {
    return LEFT + chart.x().scale().position(value) * (RIGHT - LEFT);
  }

  private double y(double value) {
    return BOTTOM - chart.y().scale().position(value) * (BOTTOM - TOP);
  }

  private void regions() {
    for (Region region : chart.regions()) {
      double from = Math.max(LEFT, x(region.from()));
      out.empty("rect", "class", "region", "x", number(from), "y", number(TOP),
          "width", number(Math.min(RIGHT, x(region.to())) - from), "height", number(BOTTOM - TOP));
    }
  }

  private boolean regionsHoldLabels() {
    return chart.regions().stream().allMatch(region -> x(region.to()) - x(region.from()) >= LABEL_WIDTH);
  }

  /** Labels stand where the points of their region leave more room: above or below them. */
  private void regionLabels() {
    for (Region region : chart.regions()) {
      double middle = chart.series().stream().flatMap(series -> series.points().stream())
          .filter(point -> point.x() > region.from() && point.x() < region.to() && chart.y().scale().places(point.y()))
          .mapToDouble(point -> chart.y().scale().position(point.y())).average().orElse(0);
      out.leaf("text", region.label(), "class", "note", "x", number(Math.max(LEFT, x(region.from())) + 6),
          "y", number(middle < 0.5 ? TOP + 18 : BOTTOM - 8));
    }
  }

  private void horizontalTicks() {
    out.leaf("text", chart.x().title(), "class", "title end", "x", number(RIGHT), "y", number(HEIGHT - 7));
    for (Tick tick : chart.x().scale().ticks()) {
      double x = LEFT + tick.position() * (RIGHT - LEFT);
      out.empty("path", "class", "axis", "d", path("M", x, BOTTOM) + "v5");
      label(tick, "tick middle", x, BOTTOM + 21);
    }
    out.empty("path", "class", "axis", "d", path("M", LEFT, BOTTOM) + path("L", RIGHT, BOTTOM));
  }

  private void verticalTicks() {
    out.leaf("text", chart.y().title(), "class", "title", "x", "4", "y", "16");
    for (Tick tick : chart.y().scale().ticks()) {
      double y = BOTTOM - tick.position() * (BOTTOM - TOP);
      out.empty("path", "class", tick.major() ? "grid" : "grid minor", "d", path("M", LEFT, y) + path("L", RIGHT, y));
      label(tick, "tick end", LEFT - 7, y + 4);
    }
  }

  private void label(Tick tick, String classes, double x, double y) {
    if (!tick.major()) {
      return;
    }
    out.open("text", "class", classes, "x", number(x), "y", number(y)).text(tick.base());
    if (!tick.exponent().isEmpty()) {
      out.leaf("tspan", tick.exponent(), "class", "exponent", "dy", "-0.45em");
    }
    out.close();
  }

  private void band(Band band) {
    List<Band.Range> ranges = band.ranges().stream()
        .filter(range -> chart.y().scale().places(range.low()) && chart.y().scale().places(range.high()))
        .toList();
    StringBuilder outline = new StringBuilder();
    for (Band.Range range : ranges) {
      outline.append(path(outline.isEmpty() ? "M" : "L", x(range.x()), y(range.high())));
    }
    for (int index = ranges.size() - 1; index >= 0; index--) {
      outline.append(path("L", x(ranges.get(index).x()), y(ranges.get(index).low())));
    }
    if (!outline.isEmpty()) {
      out.empty("path", "class", band.colour() + " band", "d", outline.append('Z'));
    }
  }

  private void series(Series series) {
    out.open("g", "class", "series");
    StringBuilder line = new StringBuilder();
    boolean pen = false;
    for (Series.Point point : series.points()) {
      boolean placed = placed(point);
      if (placed) {
        line.append(path(pen ? "L" : "M", x(point.x()), y(point.y())));
      }
      pen = placed;
    }
    if (!line.isEmpty()) {
      series.style().drawLine(out, line.toString());
    }
    markers(series);
    out.close();
  }

  /** Every point is marked, unless a line already leads the eye through points this close. */
  private void markers(Series series) {
    double radius = series.points().size() > CROWDED ? 3.2 : 4.2;
    double gap = series.style().line().leads() ? MARKER_GAP : 0;
    double free = 0;
    for (int index = 0; index < series.points().size(); index++) {
      Series.Point point = series.points().get(index);
      if (placed(point) && (gap == 0 || x(point.x()) >= free)) {
        series.style().drawMarker(out, x(point.x()), y(point.y()), radius, point.title(), index);
        free = x(point.x()) + gap;
      }
    }
  }

  private boolean placed(Series.Point point) {
    return chart.x().scale().places(point.x()) && chart.y().scale().places(point.y());
  }

  private static String path(String command, double x, double y) {
    return command + number(x) + " " + number(y);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
