package dev.lamina.report.chart;

/**
 * One side of a chart.
 *
 * @param title what it shows, and in which unit
 * @param scale of its values
 */
public record Axis(String title, Scale scale) {}
