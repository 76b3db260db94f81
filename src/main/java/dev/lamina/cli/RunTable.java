package dev.lamina.cli;

import dev.lamina.experiment.Experiment;
import dev.lamina.experiment.Outcome;
import dev.lamina.metric.LayerFits;
import dev.lamina.training.TrainingResult;
import java.util.Locale;

/** The results of a run for a terminal. */
final class RunTable {

  private RunTable() {}

  static String of(Outcome outcome) {
    StringBuilder text = new StringBuilder();
    for (int e = 0; e < outcome.results().size(); e++) {
      TrainingResult result = outcome.results().get(e);
      if (outcome.results().size() > 1) {
        text.append(String.format(Locale.ROOT, "member %d, seed %d%n", e, outcome.experiment().config().seeds()[e]));
      }
      text.append(String.format(Locale.ROOT, "epochs %d, steps %d, loss %.6g, training accuracy %.2f %%%s%n%n",
          result.epochs(), result.steps(), result.loss(), 100 * result.accuracy(), test(result)));
      text.append(LayerTable.numbered(outcome.layers().get(e), outcome.probes().get(e),
          outcome.transfers().get(e)));
      LayerFits fit = outcome.fits().get(e);
      if (Double.isNaN(fit.compressionRatio())) {
        continue;
      }
      text.append(String.format(Locale.ROOT, "%nC falls by a factor %.4g a layer (R^2 %.6f); D rises by %.4g a layer (R^2 %.4f)%n",
          fit.compressionRatio(), fit.compressionR2(), fit.discriminationSlope(), fit.discriminationR2()));
    }
    Experiment experiment = outcome.experiment();
    return text.append(ClassLine.of(experiment.classNames(), outcome.layers().get(0).get(0).classCounts())).toString();
  }

  private static String test(TrainingResult result) {
    return Double.isNaN(result.testAccuracy()) ? ""
        : String.format(Locale.ROOT, ", test accuracy %.2f %%", 100 * result.testAccuracy());
  }
}
