package dev.lamina.report;

import static dev.lamina.result.Measure.CLASSES;

import dev.lamina.report.chart.Figure;
import dev.lamina.report.chart.Markup;
import dev.lamina.report.chart.Numbers;
import dev.lamina.report.chart.PlotFigure;
import dev.lamina.report.chart.Table;
import dev.lamina.result.History;
import dev.lamina.result.Measure;
import dev.lamina.result.MemberSummary;
import dev.lamina.result.RunFiles;
import dev.lamina.result.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Puts the report together: what came of the run, its charts, its tables, and what it was made with. */
final class Page {
  private final RunFiles run;
  private final RunSummary summary;
  private final MemberSummary first;
  private final Markup page = new Markup();

  private Page(RunFiles run) {
    this.run = run;
    this.summary = run.summary();
    first = summary.first();
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
    String why = first.statusDetail().isEmpty() ? "" : ": " + first.statusDetail();
    if (first.diverged()) {
      page.leaf("p", "\u2717 This run diverged" + why + ". What follows is what was measured before.", "class",
          "banner bad");
    } else if (first.interrupted()) {
      page.leaf("p", "! This run was interrupted" + why + ". Its results are not final.", "class", "banner warn");
    } else if (!first.statusDetail().isEmpty()) {
      page.leaf("p", "Ended because " + first.statusDetail() + ".", "class", "note");
    }
    if (summary.memberResults().size() > 1) {
      page.leaf("p", "Numbers and charts below are of the first member, seed " + KeyFigures.seed(first)
          + ", where they do not speak of all.", "class", "note");
    }
    KeyFigures.write(page, summary);
    page.close();
  }

  private void charts() {
    LayerFigures layers = new LayerFigures(summary, run.history());
    LossFigures losses = new LossFigures(run.losses());
    List<Figure> figures = new ArrayList<>();
    if (!first.trainedElsewhere() || first.layers().stream().anyMatch(layer -> layer.measured().isMeasured(CLASSES))) {
      figures.addAll(List.of(layers.compression(), layers.discrimination()));
    }
    figures.add(SpectrumFigures.features(first.layers(), run.history()));
    if (!first.trainedElsewhere()) {
      figures.add(SpectrumFigures.weights(first.weights(), run.history()));
    }
    figures.add(RankFigure.of(first.layers()));
    if (!first.trainedElsewhere()) {
      figures.addAll(List.of(losses.loss(), losses.accuracy()));
    }
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
    ViewFigures.of(run.views(), summary.classNames()).forEach(view -> PlotFigure.of(view).write(page));
    page.close().close();
  }

  /** The slider over the epochs, which the script shows: without it there is nothing to slide. */
  private String player() {
    History history = run.history();
    if (history.isEmpty()) {
      return "";
    }
    String epochs = Numbers.format(first.measured().get(Measure.EPOCHS));
    String way = history.frames().stream().map(frame -> frame.epoch() + " ").collect(Collectors.joining());
    String last = Integer.toString(history.frames().size());
    Markup player = new Markup();
    player.open("div", "class", "player", "hidden", "hidden", "data-epochs", way + epochs);
    player.leaf("label", "Epoch", "for", "epoch")
        .empty("input", "id", "epoch", "type", "range", "min", "0", "max", last,
            "value", last, "aria-valuetext", "epoch " + epochs);
    return player.leaf("output", epochs, "for", "epoch").close().toString();
  }

  private void tables() {
    page.open("section", "aria-labelledby", "numbers").leaf("h2", "Numbers", "id", "numbers");
    for (Table table : List.of(Tables.theory(first.theory()), Tables.layers(first.layers()),
        Tables.similarity(Measure.CKA, first.layers()), Tables.similarity(Measure.MUTUAL_KNN, first.layers()),
        Tables.weights(first.weights()), Tables.members(summary.memberResults()))) {
      if (!table.rows().isEmpty()) {
        table.write(page);
      }
    }
    if (first.layers().isEmpty() && first.weights().isEmpty()) {
      page.leaf("p", "The run measured no layer.", "class", "note");
    }
    page.close();
  }

  private void origin() {
    page.open("section", "aria-labelledby", "origin").leaf("h2", "How it was made", "id", "origin")
        .open("div", "class", "origin");
    Tables.environment(run.environment()).write(page);
    page.open("div").leaf("h3", first.trainedElsewhere() ? "Sources" : "Config");
    page.leaf("pre", run.config(), "tabindex", "0", "aria-label", first.trainedElsewhere() ? "sources" : "config.yaml")
        .close();
    page.close().close();
  }
}
