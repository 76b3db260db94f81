package dev.lamina.reproduce;

import dev.lamina.report.chart.Numbers;
import dev.lamina.reproduce.Verdict.Judgement;
import java.util.Locale;

/** The verdicts of a reproduction for a terminal. */
public final class VerdictText {

  private static final String ROW = "  %-9s %-74s %11s %11s %11s %10s %10s  %s%n";

  private VerdictText() {}

  /** A table for each item, and a line of totals; a claim that does not hold has its note below it. */
  public static String of(Reproduced reproduced) {
    StringBuilder text = new StringBuilder();
    for (Reproduced.Part part : reproduced.parts()) {
      text.append(String.format(Locale.ROOT, "%s: %s (%s)%n", part.item().name(), part.item().title(),
          Numbers.seconds(part.seconds())));
      text.append(String.format(Locale.ROOT, ROW, "", "claim", "median", "min", "max", "deviation",
          "allowed", "the paper's value or law"));
      for (Verdict verdict : part.findings().verdicts()) {
        row(text, verdict);
      }
      text.append(System.lineSeparator());
    }
    text.append(String.format(Locale.ROOT, "%d of %d claims hold, %d deviate as expected, %d fail; %s%n",
        reproduced.count(Judgement.HOLDS), reproduced.verdicts().size(), reproduced.count(Judgement.EXPECTED_DEVIATION),
        reproduced.count(Judgement.FAILS), Numbers.seconds(reproduced.seconds())));
    return text.toString();
  }

  private static void row(StringBuilder text, Verdict verdict) {
    text.append(String.format(Locale.ROOT, ROW,
        word(verdict.judgement()), verdict.claim(), Numbers.format(verdict.ours().median()),
        Numbers.format(verdict.ours().min()), Numbers.format(verdict.ours().max()), Numbers.format(verdict.deviation()),
        Numbers.format(verdict.tolerance()), verdict.expected()));
    if (verdict.judgement() != Judgement.HOLDS) {
      text.append(String.format(Locale.ROOT, "            %s%n", verdict.note()));
    }
  }

  private static String word(Judgement judgement) {
    return switch (judgement) {
      case HOLDS -> "holds";
      case EXPECTED_DEVIATION -> "expected";
      case FAILS -> "FAILS";
    };
  }
}
