package dev.lamina.reproduce;

import dev.lamina.experiment.ConfigReader;
import dev.lamina.report.SectionedReport;
import dev.lamina.report.SectionedReport.Listing;
import dev.lamina.report.SectionedReport.Section;
import dev.lamina.report.chart.Numbers;
import dev.lamina.report.chart.Table;
import dev.lamina.reproduce.Verdict.Judgement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report of a reproduction: a section for each item, with its charts, verdicts and settings. */
final class ReproductionPage {

  private ReproductionPage() {}

  static SectionedReport of(Reproduced reproduced, Map<String, Object> environment) {
    List<Section> sections = new ArrayList<>();
    reproduced.parts().forEach(part -> sections.add(section(part)));
    sections.add(
        new Section("how", "How it was made", List.of(), List.of(), List.of(environment(environment)), List.of()));
    Map<String, String> key = new LinkedHashMap<>();
    key.put("Claims that hold", Long.toString(reproduced.count(Judgement.HOLDS)));
    key.put("Expected deviations", Long.toString(reproduced.count(Judgement.EXPECTED_DEVIATION)));
    key.put("Claims that fail", Long.toString(reproduced.count(Judgement.FAILS)));
    key.put("Runs", Integer.toString(reproduced.parts().stream().mapToInt(part -> part.runs().size()).sum()));
    key.put("Time", Numbers.seconds(reproduced.seconds()));
    key.put("Extent", reproduced.quick() ? "quick" : "full");
    return new SectionedReport("The paper, reproduced", "Lamina \u00b7 reproduce", lead(reproduced),
        warning(reproduced), key, sections);
  }

  private static String lead(Reproduced reproduced) {
    return String.format(Locale.ROOT, "%d of %d claims hold; %d deviate for a reason given in advance, %d fail.",
        reproduced.count(Judgement.HOLDS), reproduced.verdicts().size(), reproduced.count(Judgement.EXPECTED_DEVIATION),
        reproduced.count(Judgement.FAILS));
  }

  private static String warning(Reproduced reproduced) {
    if (reproduced.interrupted()) {
      return "! The reproduction was interrupted; these are the items that were finished.";
    }
    return reproduced.succeeded() ? "" : "\u2717 A claim fails that was not expected to; its row says how.";
  }

  private static Section section(Reproduced.Part part) {
    List<Listing> listings = new ArrayList<>(List.of(runs(part)));
    part.item().experiments().forEach(name ->
        listings.add(new Listing("Configuration " + name + ".yaml", ConfigReader.packaged(name))));
    return new Section(part.item().name(), part.item().title(), part.item().about(), part.findings().plots(),
        List.of(verdicts(part), ownSettings(part)), listings);
  }

  private static Table verdicts(Reproduced.Part part) {
    List<List<String>> rows = new ArrayList<>();
    for (Verdict verdict : part.findings().verdicts()) {
      rows.add(List.of(verdict.claim(), mark(verdict.judgement()), verdict.expected(),
          Numbers.format(verdict.ours().median()), Numbers.format(verdict.ours().min()),
          Numbers.format(verdict.ours().max()), Numbers.format(verdict.deviation()),
          Numbers.format(verdict.tolerance()), verdict.where(), verdict.note()));
    }
    return new Table("Verdicts", List.of("claim", "verdict", "the paper's value or law", "ours: median", "min", "max",
        "deviation", "allowed", "where", "note"), rows,
        List.of("claim", "verdict", "the paper's value or law", "where", "note"));
  }

  static String mark(Judgement judgement) {
    return switch (judgement) {
      case HOLDS -> Table.HOLDS;
      case EXPECTED_DEVIATION -> Table.EXPECTED;
      case FAILS -> Table.FAILS;
    };
  }

  private static Table ownSettings(Reproduced.Part part) {
    List<List<String>> rows = new ArrayList<>();
    for (String experiment : part.item().experiments()) {
      for (OwnSettings.Setting setting : OwnSettings.of(ConfigReader.packaged(experiment))) {
        rows.add(List.of(setting.key(), setting.value(), experiment, setting.reason()));
      }
    }
    return new Table("Settings that are ours, since the paper does not give them",
        List.of("key", "value", "configuration", "why"), rows, List.of("key", "value", "configuration", "why"));
  }

  /** A line each: where its tables are, how long it took, and what it was. */
  private static Listing runs(Reproduced.Part part) {
    StringBuilder text = new StringBuilder();
    for (Run run : part.runs()) {
      text.append(String.format(Locale.ROOT, "runs/%s/%s (%.1f s): %s with %s%n", part.item().name(), run.label(),
          run.seconds(), run.experiment(), String.join(", ", run.settings())));
    }
    return new Listing(part.runs().size() + " runs", text.toString());
  }

  private static Table environment(Map<String, Object> environment) {
    List<List<String>> rows = new ArrayList<>();
    environment.forEach((name, value) -> rows.add(List.of(name.replace('_', ' '),
        value instanceof List<?> list ? String.join(", ", list.stream().map(String::valueOf).toList())
            : value == null ? Numbers.MISSING : String.valueOf(value))));
    return new Table("Environment", List.of("what", "value"), rows, List.of("what", "value"));
  }
}
