package dev.lamina.reproduce.item;

import dev.lamina.metric.Fit;
import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Lab;
import dev.lamina.result.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Runs that differ in one setting, over the same seeds.
 *
 * @param points in ascending order of the setting
 */
record Sweep(List<Point> points) {

  /** One run and the value of the setting. */
  record Point(double x, Ensemble ensemble) {}

  Sweep {
    points = List.copyOf(points);
  }

  /**
   * Runs an experiment for each value of a setting.
   *
   * @param label what the runs are called, before the value
   * @param key the setting
   * @param values as they are written in a configuration
   * @param settings of all runs
   */
  static Sweep over(Lab lab, String label, String experiment, String key, List<String> values, String... settings) {
    List<Point> points = new ArrayList<>();
    for (String value : values) {
      List<String> all = new ArrayList<>(List.of(settings));
      all.add(key + "=" + value);
      Ensemble run = lab.run(label + "-" + value, experiment, all.toArray(String[]::new));
      points.add(new Point(Double.parseDouble(value), run));
    }
    return new Sweep(points);
  }

  /**
   * The slope, for each seed, of {@code log y} against an abscissa.
   *
   * @param x of a run, from the run itself
   * @param measure y, a measure of members
   */
  double[] slopesOfLog(ToDoubleFunction<Ensemble> x, Measure measure) {
    double[] xs = points.stream().mapToDouble(point -> x.applyAsDouble(point.ensemble())).toArray();
    int seeds = points.get(0).ensemble().seeds();
    return IntStream.range(0, seeds).mapToDouble(e -> {
      double[] ys = points.stream().mapToDouble(point -> Math.log(point.ensemble().members(measure)[e])).toArray();
      return Fit.line(xs, ys).slope();
    }).toArray();
  }
}
