package dev.lamina.report;

import dev.lamina.report.chart.Markup;

/** The head of every page: its title, its style and what it may not do. */
final class Head {
  private static final String STYLE = "/report/report.css";

  /** The page loads nothing: even if a file's text slipped through as markup, the browser would run no script of it. */
  private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src " + Script.source();

  private Head() {}

  static void write(Markup page, String title) {
    page.open("head").empty("meta", "charset", "utf-8");
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    page.empty("meta", "name", "color-scheme", "content", "light dark");
    page.leaf("title", title);
    page.open("style").markup(PageResource.read(STYLE)).close().close();
  }
}
