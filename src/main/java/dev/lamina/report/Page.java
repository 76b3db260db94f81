package dev.lamina.report;

import java.util.ArrayList;
import java.util.List;

/** Puts the report together: what came of the run, its charts, its tables, and what it was made with. */
final class Page {
  private final RunFiles run;
  private final Summary summary;
  private final Markup page = new Markup();

  private Page(RunFiles run) {
    this.run = run;
    this.summary = run.summary();
  }

  static String of(RunFiles run) {
    Page page = new Page(run);
    page.page.markup("<!DOCTYPE html>\n").open("html", "lang", "en");
    Head.write(page.page, page.summary.heading() + " \u2013 Lamina report");
    page.page.open("body");
    page.header();
    page.page.open("main");
    page.charts();
    page.views();
    page.tables();
    page.origin();
    page.page.close();
    Script.write(page.page);
    return page.page.close().close().toString();
  }

  private void header() {
    page.open("header").leaf("p", summary.name().isEmpty() ? "Lamina" : "Lamina \u00b7 " + summary.name(), "class",
        "kicker");
    page.leaf("h1", summary.heading());
    page.leaf("p", Headline.of(summary), "class", "lead");
    String why = summary.statusDetail().isEmpty() ? "" : ": " + summary.statusDetail();
    if (summary.diverged()) {
      page.leaf("p", "\u2717 This run diverged" + why + ". What follows is what was measured before.", "class",
          "banner bad");
    } else if (summary.status().equals("interrupted")) {
      page.leaf("p", "! This run was interrupted" + why + ". Its results are not final.", "class", "banner warn");
    } else if (!summary.statusDetail().isEmpty()) {
      page.leaf("p", "Ended because " + summary.statusDetail() + ".", "class", "note");
    }
    if (summary.memberResults().size() > 1) {
      page.leaf("p", "Numbers and charts below are of the first member, seed " + summary.seed()
          + ", where they do not speak of all.", "class", "note");
    }
    KeyFigures.write(page, summary);
    page.close();
  }

  private void charts() {
    LayerFigures layers = new LayerFigures(summary, run.history());
    LossFigures losses = new LossFigures(run.losses());
    List<Figure> figures = new ArrayList<>(List.of(
        layers.compression(), layers.discrimination(), SpectrumFigures.features(summary.layers(), run.history()),
        SpectrumFigures.weights(summary.weights(), run.history()), RankFigure.of(summary.layers()), losses.loss(), losses.accuracy()));
    ProbeFigure.of(summary).ifPresent(figures::add);
    page.open("section", "aria-labelledby", "charts").leaf("h2", "Charts", "id", "charts")
        .markup(player()).open("div", "class", "figures");
    figures.stream().filter(figure -> figure.chart() != null).forEach(figure -> figure.write(page));
    page.close();
    figures.stream().filter(figure -> figure.chart() == null).forEach(figure -> figure.write(page));
    page.close();
  }

  private void views() {
    if (run.views().isEmpty()) {
      return;
    }
    page.open("section", "aria-labelledby", "views").leaf("h2", "Features in two dimensions", "id", "views")
        .leaf("p", "Samples of the first member, a colour and a marker for each class.", "class", "about")
        .open("div", "class", "figures");
    run.views().forEach(view -> PlotFigure.of(view).write(page));
    page.close().close();
  }

  /** The slider over the epochs, which the script shows: without it there is nothing to slide. */
  private String player() {
    History history = run.history();
    if (history.isEmpty()) {
      return "";
    }
    String last = Integer.toString(history.frames().size());
    Markup player = new Markup();
    player.open("div", "class", "player", "hidden", "hidden", "data-epochs", history.epochs(summary.epochs()));
    player.leaf("label", "Epoch", "for", "epoch").empty("input", "id", "epoch", "type", "range", "min", "0", "max", last,
        "value", last, "aria-valuetext", "epoch " + Numbers.format(summary.epochs()));
    return player.leaf("output", Numbers.format(summary.epochs()), "for", "epoch").close().toString();
  }

  private void tables() {
    page.open("section", "aria-labelledby", "numbers").leaf("h2", "Numbers", "id", "numbers");
    for (Table table : List.of(Tables.theory(summary.theory()), Tables.layers(summary.layers()),
        Tables.similarity(summary.layers()), Tables.weights(summary.weights()), Tables.members(summary.memberResults()))) {
      if (!table.rows().isEmpty()) {
        table.write(page);
      }
    }
    if (summary.layers().isEmpty() && summary.weights().isEmpty()) {
      page.leaf("p", "The run measured no layer.", "class", "note");
    }
    page.close();
  }

  private void origin() {
    page.open("section", "aria-labelledby", "origin").leaf("h2", "How it was made", "id", "origin")
        .open("div", "class", "origin");
    Tables.environment(run.environment()).write(page);
    page.open("div").leaf("h3", "Config");
    page.leaf("pre", run.config(), "tabindex", "0", "aria-label", "config.yaml").close();
    page.close().close();
  }
}
