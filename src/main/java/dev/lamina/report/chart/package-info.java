/**
 * Charts, tables and markup of a page, drawn from plain numbers: nothing here knows a run, a layer or a measure. A
 * {@link dev.lamina.report.chart.Chart} is axes, curves and areas, painted as SVG that needs nothing else; what comes
 * from outside passes {@link dev.lamina.report.chart.Markup#escape}.
 */
package dev.lamina.report.chart;
