package dev.lamina.report;

/**
 * One side of a chart.
 *
 * @param title what it shows, and in which unit
 * @param scale of its values
 */
record Axis(String title, Scale scale) {}
