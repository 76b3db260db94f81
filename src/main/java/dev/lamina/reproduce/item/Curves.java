package dev.lamina.reproduce.item;

import dev.lamina.report.chart.Plot.Curve;
import dev.lamina.report.chart.Plot.Dot;
import dev.lamina.report.chart.Plot.Role;
import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Spread;
import dev.lamina.result.Measure;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Curves of charts from ensembles, laws and published values. */
final class Curves {

  private Curves() {}

  /** A measure of the features against the layer, with its range over the seeds. */
  static Curve byLayer(String name, int group, Ensemble ensemble, Measure measure, int firstLayer) {
    return new Curve(name, Role.MEASURED, group, IntStream.range(firstLayer, ensemble.depth())
        .mapToObj(l -> dot(l, ensemble.layer(measure, l))).toList());
  }

  /** Numbers over the seeds at some places. */
  static Curve measured(String name, int group, List<Dot> dots) {
    return new Curve(name, Role.MEASURED, group, dots);
  }

  /** The median and the range of numbers over the seeds. */
  static Dot dot(double x, double[] seeds) {
    Spread spread = Spread.of(seeds);
    return new Dot(x, spread.median(), spread.min(), spread.max());
  }

  /** A law for whole numbers from {@code first} to {@code last}. */
  static Curve law(String name, int group, int first, int last, IntToDoubleFunction value) {
    return new Curve(name, Role.LAW, group,
        IntStream.rangeClosed(first, last).mapToObj(x -> Dot.of(x, value.applyAsDouble(x))).toList());
  }

  /** A law at some places. */
  static Curve law(String name, int group, List<Dot> dots) {
    return new Curve(name, Role.LAW, group, dots);
  }

  /** Published values for whole numbers from {@code first} on. */
  static Curve paper(String name, int group, int first, double... values) {
    return new Curve(name, Role.PAPER, group,
        IntStream.range(0, values.length).mapToObj(i -> Dot.of(first + i, values[i])).toList());
  }
}
