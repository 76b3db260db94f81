package dev.lamina.report.chart;

/**
 * A chart with its heading, or the reason why there is none.
 *
 * @param heading what the chart shows
 * @param caption how to read it; if there is no chart, the reason
 * @param chart null if the run holds nothing to draw
 * @param frames of the chart, by epoch
 */
public record Figure(String heading, String caption, Chart chart, Frames frames) {

  /** A figure that stands still. */
  public Figure(String heading, String caption, Chart chart) {
    this(heading, caption, chart, Frames.NONE);
  }

  /** No chart, and the reason why. */
  public static Figure missing(String heading, String reason) {
    return new Figure(heading, reason, null);
  }

  /** Writes the figure; without a chart, its heading and the reason. */
  public void write(Markup page) {
    if (chart == null) {
      page.open("p", "class", "missing").leaf("strong", heading + ":").text(caption).close();
      return;
    }
    if (frames.isEmpty()) {
      page.open("figure");
    } else {
      page.open("figure", "data-frames", ChartPainter.frames(chart, frames));
    }
    page.leaf("h3", heading).markup(ChartPainter.paint(chart)).leaf("figcaption", caption).close();
  }
}
