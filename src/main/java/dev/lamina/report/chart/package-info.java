/**
 * Charts, tables and markup of a page, drawn from plain numbers: nothing here knows a run, a layer or a measure. A
 * chart is {@link dev.lamina.report.chart.Chart axes and curves}, painted as SVG that is text and needs nothing else; what
 * comes from outside passes {@link dev.lamina.report.chart.Markup#escape}.
 */
package dev.lamina.report.chart;
