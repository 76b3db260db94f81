package dev.lamina.report;

import dev.lamina.report.chart.Figure;
import dev.lamina.report.chart.Markup;
import dev.lamina.report.chart.Plot;
import dev.lamina.report.chart.PlotFigure;
import dev.lamina.report.chart.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A page of several sections, each with charts, tables and texts; it needs nothing but itself.
 *
 * @param title of the page
 * @param kicker a line above it
 * @param lead what came of it, in a sentence
 * @param warning what is wrong, in a sentence; empty if nothing is
 * @param key the few numbers that one looks for first, by their names
 * @param sections in their order
 */
public record SectionedReport(String title, String kicker, String lead, String warning, Map<String, String> key,
    List<Section> sections) {
  /**
   * One section.
   *
   * @param id its anchor, a word
   * @param heading what it is about
   * @param about a paragraph each
   * @param plots its charts
   * @param tables its tables; those without rows are left out
   * @param listings texts that are folded away at first
   */
  public record Section(String id, String heading, List<String> about, List<Plot> plots, List<Table> tables,
      List<Listing> listings) {
    /** Copies what it is given. */
    public Section {
      about = List.copyOf(about);
      plots = List.copyOf(plots);
      tables = List.copyOf(tables);
      listings = List.copyOf(listings);
    }
  }

  /** A text of several lines under its title, such as a configuration. */
  public record Listing(String title, String text) {}

  /** Copies what it is given. */
  public SectionedReport {
    key = new LinkedHashMap<>(key);
    sections = List.copyOf(sections);
  }

  /** The page as text, well-formed as HTML and as XML. */
  public String html() {
    Markup page = new Markup();
    page.markup("<!DOCTYPE html>\n").open("html", "lang", "en");
    Head.write(page, title + " \u2013 Lamina report");
    page.open("body");
    header(page);
    page.open("main");
    sections.forEach(section -> write(page, section));
    page.close();
    Script.write(page);
    return page.close().close().toString();
  }

  private void header(Markup page) {
    page.open("header").leaf("p", kicker, "class", "kicker").leaf("h1", title).leaf("p", lead, "class", "lead");
    if (!warning.isEmpty()) {
      page.leaf("p", warning, "class", "banner bad");
    }
    page.open("dl", "class", "key");
    key.forEach((name, value) ->
        page.open("div", "class", KeyFigures.width(value)).leaf("dt", name).leaf("dd", value).close());
    page.close().open("nav", "aria-label", "sections").open("ul");
    sections.forEach(section ->
        page.open("li").leaf("a", section.heading(), "href", "#" + section.id()).close());
    page.close().close().close();
  }

  private static void write(Markup page, Section section) {
    page.open("section", "aria-labelledby", section.id()).leaf("h2", section.heading(), "id", section.id());
    section.about().forEach(paragraph -> page.leaf("p", paragraph, "class", "about"));
    List<Figure> figures = section.plots().stream().map(PlotFigure::of).toList();
    if (figures.stream().anyMatch(figure -> figure.chart() != null)) {
      page.open("div", "class", "figures");
      figures.stream().filter(figure -> figure.chart() != null).forEach(figure -> figure.write(page));
      page.close();
    }
    figures.stream().filter(figure -> figure.chart() == null).forEach(figure -> figure.write(page));
    section.tables().stream().filter(table -> !table.rows().isEmpty()).forEach(table -> table.write(page));
    for (Listing listing : section.listings()) {
      page.open("details").leaf("summary", listing.title());
      page.leaf("pre", listing.text(), "tabindex", "0", "aria-label", listing.title()).close();
    }
    page.close();
  }
}
