package dev.lamina.cli;

import dev.lamina.experiment.Outcome;
import dev.lamina.training.TrainingResult;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The results of a run for a terminal: of one network, or medians and ranges of an ensemble. */
final class RunTable {

  private RunTable() {}

  static String of(Outcome outcome) {
    boolean ensemble = outcome.results().size() > 1;
    String law = LawText.of(outcome);
    return (ensemble ? ensemble(outcome) : single(outcome))
        + (law.isEmpty() ? "" : System.lineSeparator() + law + System.lineSeparator())
        + ClassLine.of(outcome.classNames(), outcome.layers().get(0).get(0).classCounts());
  }

  private static String single(Outcome outcome) {
    TrainingResult result = outcome.results().get(0);
    String test = Double.isNaN(result.testAccuracy()) ? ""
        : String.format(Locale.ROOT, ", test accuracy %.2f %%", 100 * result.testAccuracy());
    return String.format(Locale.ROOT, "epochs %d, steps %d, loss %.6g, training accuracy %.2f %%%s%n%n",
        result.epochs(), result.steps(), result.loss(), 100 * result.accuracy(), test)
        + LayerTable.numbered(outcome.measuredLayers(0));
  }

  private static String ensemble(Outcome outcome) {
    long[] seeds = outcome.config().seeds();
    Range test = range(outcome, TrainingResult::testAccuracy);
    return String.format(Locale.ROOT, "%d members, seeds %d to %d: medians, and from the least to the greatest%n"
            + "epochs %s, loss %s, training accuracy %s %%%s%n%n", seeds.length, seeds[0], seeds[seeds.length - 1],
        range(outcome, TrainingResult::epochs).text("%.0f"), range(outcome, TrainingResult::loss).text("%.4g"),
        range(outcome, result -> 100 * result.accuracy()).text("%.2f"),
        test.finite() == 0 ? ""
            : ", test accuracy " + range(outcome, result -> 100 * result.testAccuracy()).text("%.2f") + " %")
        + EnsembleTable.of(outcome);
  }

  private static Range range(Outcome outcome, ToDoubleFunction<TrainingResult> value) {
    return Range.of(outcome.results().stream().mapToDouble(value).toArray());
  }
}
