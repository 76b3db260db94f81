package dev.lamina.report.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a chart shows at each measured epoch. The last frame is the chart as it is drawn.
 *
 * @param series by their number in the chart: values {@code [frame][point]}, NaN where one was not measured
 * @param low {@code [frame][range]} of the chart's first band; empty if it has none
 * @param high as {@code low}
 */
public record Frames(Map<Integer, double[][]> series, double[][] low, double[][] high) {

  /** Of a chart that stands still. */
  public static final Frames NONE = new Frames(Map.of(), new double[0][], new double[0][]);

  /** Copies what it is given. */
  public Frames {
    series = new TreeMap<>(series);
  }

  boolean isEmpty() {
    return series.isEmpty();
  }

  /** All that an axis must hold. */
  public List<Double> values() {
    List<Double> values = new ArrayList<>();
    series.values().forEach(frames -> add(frames, values));
    add(low, values);
    add(high, values);
    return values;
  }

  private static void add(double[][] frames, List<Double> values) {
    Arrays.stream(frames).flatMapToDouble(Arrays::stream).filter(Double::isFinite).forEach(values::add);
  }
}
