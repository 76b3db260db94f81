package dev.lamina.report.chart;

import java.util.List;
import java.util.stream.Collectors;

/** Says in a sentence what a series shows. */
public final class Sentence {
  private static final int ALL = 24;

  private Sentence() {}

  /** Every point of a short series, the ends and the extremes of a long one. */
  public static String of(String name, List<Series.Point> points) {
    List<Series.Point> known = points.stream().filter(point -> Double.isFinite(point.y())).toList();
    if (known.isEmpty()) {
      return name + ": not measured.";
    }
    if (known.size() <= ALL) {
      return name + ": " + known.stream().map(Sentence::point).collect(Collectors.joining(", ")) + ".";
    }
    double least = known.stream().mapToDouble(Series.Point::y).min().orElseThrow();
    double most = known.stream().mapToDouble(Series.Point::y).max().orElseThrow();
    return name + ": from " + point(known.get(0)) + " to " + point(known.get(known.size() - 1)) + ", between "
        + Numbers.format(least) + " and " + Numbers.format(most) + ".";
  }

  private static String point(Series.Point point) {
    return Numbers.format(point.y()) + " at " + Numbers.format(point.x());
  }
}
