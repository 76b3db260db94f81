package dev.lamina.report.chart;

import java.util.List;

/**
 * Points of one kind.
 *
 * @param name for the legend; empty to leave it out there
 * @param style of its line and markers
 * @param points in the order in which they are joined
 */
public record Series(String name, Style style, List<Point> points) {
  /**
   * One point.
   *
   * @param x on the horizontal axis
   * @param y on the vertical axis; a line is broken where the axis cannot place it
   * @param title shown while the pointer rests on the marker
   */
  public record Point(double x, double y, String title) {}

  /** Copies what it is given. */
  public Series {
    points = List.copyOf(points);
  }
}
