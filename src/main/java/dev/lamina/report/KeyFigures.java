package dev.lamina.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The handful of numbers that one looks for first; those that are not known are left out. */
final class KeyFigures {
  /** A longer value takes the room of two. */
  private static final int LONG = 16;

  private static final int MOST_CLASSES = 20;

  private final Map<String, String> figures = new LinkedHashMap<>();

  private KeyFigures() {}

  static void write(Markup page, Summary summary) {
    KeyFigures key = new KeyFigures();
    key.add("C ratio per layer", Numbers.format(summary.fit().compressionRatio()));
    key.add("D slope per layer", Numbers.format(summary.fit().discriminationSlope()));
    key.add("Final loss", Numbers.format(summary.finalLoss()));
    key.add("Training accuracy", Numbers.percent(summary.trainAccuracy()));
    key.add("Test loss", Numbers.format(summary.testLoss()));
    key.add("Test accuracy", Numbers.percent(summary.testAccuracy()));
    key.add("Theory checks that hold", checks(summary));
    key.add("Distance to minimum norm", Numbers.format(summary.minNormResidual()));
    key.add("End-to-end rank", Numbers.format(summary.endToEndRank()));
    key.add("Epochs", Numbers.format(summary.epochs()));
    key.add("Steps", Numbers.format(summary.steps()));
    key.add("Time", Numbers.seconds(summary.seconds()));
    key.add("Members", summary.members() > 1 ? Numbers.format(summary.members()) : "");
    key.add("Classes", classes(summary.classNames()));
    key.add("Seed", summary.seed());
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

  private void add(String name, String value) {
    if (!value.isBlank() && !value.equals(Numbers.MISSING)) {
      figures.put(name, value);
    }
  }

  /** The names of the first classes; nothing where they are their numbers. */
  private static String classes(List<String> names) {
    boolean numbers = IntStream.range(0, names.size()).allMatch(k -> Summary.className(names, k).equals("class " + k));
    return numbers ? "" : String.join(", ", names.subList(0, Math.min(MOST_CLASSES, names.size())))
        + (names.size() > MOST_CLASSES ? ", ... " + names.size() + " in all" : "");
  }

  private static String checks(Summary summary) {
    long holding = summary.theory().stream().filter(check -> check.verdict().equals("holds")).count();
    long failing = summary.theory().stream().filter(check -> check.verdict().equals("fails")).count();
    return holding + failing == 0 ? "" : holding + " of " + (holding + failing);
  }
}
