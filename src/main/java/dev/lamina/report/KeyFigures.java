package dev.lamina.report;

import dev.lamina.report.chart.Markup;
import dev.lamina.report.chart.Numbers;
import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import dev.lamina.result.MemberSummary;
import dev.lamina.result.RunSummary;
import dev.lamina.result.TheoryCheck;
import dev.lamina.result.TheoryCheck.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/** The handful of numbers that one looks for first; those that are not known are left out. */
final class KeyFigures {
  /** A longer value takes the room of two. */
  private static final int LONG = 16;

  private static final int MOST_CLASSES = 20;

  private final Map<String, String> figures = new LinkedHashMap<>();

  private KeyFigures() {}

  static void write(Markup page, RunSummary summary) {
    MemberSummary first = summary.first();
    KeyFigures key = new KeyFigures();
    key.add(first.fit(), Measure.COMPRESSION_RATIO, Numbers::format);
    key.add(first.fit(), Measure.DISCRIMINATION_SLOPE, Numbers::format);
    key.add(first.measured(), Measure.FINAL_LOSS, Numbers::format);
    key.add(first.measured(), Measure.TRAIN_ACCURACY, Numbers::percent);
    key.add(first.measured(), Measure.TEST_LOSS, Numbers::format);
    key.add(first.measured(), Measure.TEST_ACCURACY, Numbers::percent);
    key.add("Theory checks that hold", checks(first.theory()));
    key.add(first.network(), Measure.MIN_NORM_RESIDUAL, Numbers::format);
    key.add(first.network(), Measure.END_TO_END_RANK, Numbers::format);
    key.add(first.measured(), Measure.EPOCHS, Numbers::format);
    key.add(first.measured(), Measure.STEPS, Numbers::format);
    key.add(summary.measured(), Measure.SECONDS, Numbers::seconds);
    key.add(summary.measured(), Measure.MEMBERS, members -> members > 1 ? Numbers.format(members) : "");
    key.add("Classes", classes(summary.classNames()));
    key.add("Seed", seed(first));
    key.add("Precision", summary.precision());
    key.add("Device", summary.device());
    page.open("dl", "class", "key");
    key.figures.forEach((name, value) ->
        page.open("div", "class", width(value)).leaf("dt", name).leaf("dd", value).close());
    page.close();
  }

  /** The class of a figure's box. */
  static String width(String value) {
    return value.length() > LONG ? "wide" : "narrow";
  }

  /** Nothing where a file does not say. */
  static String seed(MemberSummary member) {
    return member.seed().isPresent() ? Long.toString(member.seed().getAsLong()) : "";
  }

  private void add(Measured measured, Measure measure, DoubleFunction<String> format) {
    add(measure.label(), format.apply(measured.get(measure)));
  }

  private void add(String name, String value) {
    if (!value.isBlank() && !value.equals(Numbers.MISSING)) {
      figures.put(name, value);
    }
  }

  /** The names of the first classes; nothing where they are their numbers. */
  private static String classes(List<String> names) {
    boolean numbers = IntStream.range(0, names.size())
        .allMatch(k -> RunSummary.className(names, k).equals("class " + k));
    return numbers ? "" : String.join(", ", names.subList(0, Math.min(MOST_CLASSES, names.size())))
        + (names.size() > MOST_CLASSES ? ", ... " + names.size() + " in all" : "");
  }

  private static String checks(List<TheoryCheck> theory) {
    long holding = theory.stream().filter(check -> check.verdict() == Verdict.HOLDS).count();
    long failing = theory.stream().filter(check -> check.verdict() == Verdict.FAILS).count();
    return holding + failing == 0 ? "" : holding + " of " + (holding + failing);
  }
}
