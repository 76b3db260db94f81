package dev.lamina.report.chart;

import java.util.List;

/**
 * A chart of measurements over seeds, beside the laws and published values that they are held against.
 *
 * @param heading what it shows
 * @param caption how to read it
 * @param x horizontal axis
 * @param y vertical axis
 * @param curves from back to front
 * @param groups how many colours are shared out; charts of one page that agree in it give a group the same colour
 */
public record Plot(String heading, String caption, Side x, Side y, List<Curve> curves, int groups) {
  /** How values are laid out along an axis. */
  public enum Layout {
    /** Evenly, with ticks at whole numbers only. */
    WHOLE,
    /** Evenly. */
    LINEAR,
    /** By their logarithm. */
    LOG
  }

  /**
   * One axis.
   *
   * @param title what it shows, and in which unit
   * @param layout of its values
   */
  public record Side(String title, Layout layout) {}

  /** What a curve stands for, which decides how it is drawn. */
  public enum Role {
    /** Points with the range over the seeds as an area. */
    MEASURED,
    /** A dashed line. */
    LAW,
    /** Crosses. */
    PAPER,
    /** Points that nothing joins. */
    SCATTER
  }

  /**
   * Values of one kind.
   *
   * @param name for the legend; empty to leave it out there
   * @param role what they are
   * @param group curves of one group share a colour; counts from 0
   * @param dots from left to right
   */
  public record Curve(String name, Role role, int group, List<Dot> dots) {
    /** Copies what it is given. */
    public Curve {
      dots = List.copyOf(dots);
    }
  }

  /**
   * One value.
   *
   * @param x where
   * @param value what
   * @param low least of the seeds; {@code value} where there is one only
   * @param high greatest of the seeds
   */
  public record Dot(double x, double value, double low, double high) {
    /** A value without a range. */
    public static Dot of(double x, double value) {
      return new Dot(x, value, value, value);
    }
  }

  /** Copies what it is given. */
  public Plot {
    curves = List.copyOf(curves);
  }

  /** A chart by itself: as many colours as its own curves have groups. */
  public Plot(String heading, String caption, Side x, Side y, List<Curve> curves) {
    this(heading, caption, x, y, curves, curves.stream().mapToInt(Curve::group).max().orElse(0) + 1);
  }
}
