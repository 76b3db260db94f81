package dev.lamina.report.chart;

import java.util.List;

/**
 * A drawing of series over two axes, from back to front: regions, bands, series.
 *
 * @param words the chart's numbers in words, for those who do not see it
 * @param x horizontal axis
 * @param y vertical axis
 * @param regions shaded stretches
 * @param bands filled areas
 * @param series lines and points
 */
public record Chart(String words, Axis x, Axis y, List<Region> regions, List<Band> bands, List<Series> series) {
  /** Copies what it is given. */
  public Chart {
    regions = List.copyOf(regions);
    bands = List.copyOf(bands);
    series = List.copyOf(series);
  }
}
