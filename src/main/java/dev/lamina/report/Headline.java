package dev.lamina.report;

import java.util.ArrayList;
import java.util.List;

/** Says in one sentence what came of the run. */
final class Headline {
  private Headline() {}

  static String of(Summary summary) {
    double[] ratios = summary.memberResults().stream()
        .mapToDouble(member -> member.fit().compressionRatio()).filter(Double::isFinite).sorted().toArray();
    boolean ensemble = summary.memberResults().size() > 1;
    List<String> clauses = new ArrayList<>();
    if (ensemble && ratios.length > 1) {
      double median = (ratios[(ratios.length - 1) / 2] + ratios[ratios.length / 2]) / 2;
      clauses.add(law(median) + " (median of " + ratios.length + " members; " + Numbers.format(ratios[0]) + " to "
          + Numbers.format(ratios[ratios.length - 1]) + ")");
    } else if (Double.isFinite(summary.fit().compressionRatio())) {
      double r2 = summary.fit().compressionR2();
      clauses.add(law(summary.fit().compressionRatio())
          + (Double.isFinite(r2) ? " (R\u00b2 " + Numbers.quality(r2) + ")" : ""));
    } else {
      clauses.add("No law could be fitted to the layers");
    }
    clauses.add((ensemble ? "the first member " : "") + end(summary));
    return String.join("; ", clauses) + ".";
  }

  private static String law(double ratio) {
    return "C " + (ratio > 1 ? "grows" : "falls") + " by a factor " + Numbers.format(ratio) + " per layer";
  }

  private static String end(Summary summary) {
    StringBuilder text = new StringBuilder(summary.status().isEmpty() ? "ended" : summary.status());
    if (Double.isFinite(summary.epochs())) {
      text.append(" at epoch ").append(Numbers.format(summary.epochs()));
    }
    if (Double.isFinite(summary.finalLoss())) {
      text.append(" with loss ").append(Numbers.format(summary.finalLoss()));
    }
    return text.toString();
  }
}
