package dev.lamina.report.chart;

/**
 * A shaded stretch of the horizontal axis.
 *
 * @param from where it starts
 * @param to where it ends
 * @param label written into it
 */
public record Region(double from, double to, String label) {}
