package dev.lamina.report;

/**
 * A chart with its heading, or the reason why there is none.
 *
 * @param heading what the chart shows
 * @param caption how to read it; if there is no chart, the reason
 * @param chart null if the run holds nothing to draw
 */
record Figure(String heading, String caption, Chart chart) {
  static Figure missing(String heading, String reason) {
    return new Figure(heading, reason, null);
  }

  void write(Markup page) {
    if (chart == null) {
      page.open("p", "class", "missing").leaf("strong", heading + ":").text(caption).close();
      return;
    }
    page.open("figure").leaf("h3", heading).markup(ChartPainter.paint(chart)).leaf("figcaption", caption).close();
  }
}
