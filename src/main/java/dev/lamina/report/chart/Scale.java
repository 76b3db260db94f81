package dev.lamina.report.chart;

import java.util.List;

/** Maps values onto an axis of length 1. */
public interface Scale {
  /** Whether the scale can place the value at all: no scale places NaN, a logarithmic one nothing at or below zero. */
  boolean places(double value);

  /** Where a placeable value lies; outside 0..1 if it is beyond the ends of the axis. */
  double position(double value);

  /** Where lines and labels stand, from low to high. */
  List<Tick> ticks();

  /** Whether positions go by logarithms. */
  boolean isLogarithmic();

  /** The value at its start, or the decimal logarithm of that. */
  double low();

  /** The value at its end, or the decimal logarithm of that. */
  double high();
}
