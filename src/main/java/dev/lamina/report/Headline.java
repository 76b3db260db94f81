package dev.lamina.report;

import java.util.ArrayList;
import java.util.List;

/** Says in one sentence what came of the run. */
final class Headline {
  private Headline() {}

  static String of(Summary summary) {
    List<String> clauses = new ArrayList<>();
    double ratio = summary.fit().compressionRatio();
    if (Double.isFinite(ratio)) {
      clauses.add("C " + (ratio > 1 ? "grows" : "falls") + " by a factor " + Numbers.format(ratio) + " per layer"
          + spread(summary));
    } else {
      clauses.add("No law could be fitted to the layers");
    }
    clauses.add(end(summary));
    return String.join("; ", clauses) + ".";
  }

  private static String spread(Summary summary) {
    double[] ratios = summary.memberResults().stream()
        .mapToDouble(member -> member.fit().compressionRatio()).filter(Double::isFinite).sorted().toArray();
    if (ratios.length > 1) {
      return " (" + Numbers.format(ratios[0]) + " to " + Numbers.format(ratios[ratios.length - 1]) + " over "
          + ratios.length + " members)";
    }
    double r2 = summary.fit().compressionR2();
    return Double.isFinite(r2) ? " (R\u00b2 " + Numbers.quality(r2) + ")" : "";
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
