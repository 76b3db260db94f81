package dev.lamina.report;

import dev.lamina.report.chart.Numbers;
import dev.lamina.result.LayerSummary;
import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import dev.lamina.result.MemberSummary;
import dev.lamina.result.RunSummary;
import java.util.ArrayList;
import java.util.List;

/** Says in one sentence what came of the run. */
final class Headline {
  private Headline() {}

  static String of(RunSummary summary) {
    double[] ratios = summary.memberResults().stream()
        .mapToDouble(member -> member.fit().get(Measure.COMPRESSION_RATIO)).filter(Double::isFinite).sorted().toArray();
    Measured fit = summary.first().fit();
    double ratio = fit.get(Measure.COMPRESSION_RATIO);
    boolean ensemble = summary.memberResults().size() > 1;
    List<String> clauses = new ArrayList<>();
    if (ensemble && ratios.length > 1) {
      double median = (ratios[(ratios.length - 1) / 2] + ratios[ratios.length / 2]) / 2;
      clauses.add(law(median) + " (median of " + ratios.length + " members; " + Numbers.format(ratios[0]) + " to "
          + Numbers.format(ratios[ratios.length - 1]) + ")");
    } else if (Double.isFinite(ratio)) {
      double r2 = fit.get(Measure.COMPRESSION_R2);
      clauses.add(law(ratio)
          + (Double.isFinite(r2) ? " (R\u00b2 " + Numbers.quality(r2) + ")" : ""));
    } else {
      clauses.add("No law could be fitted to the layers");
    }
    if (summary.first().trainedElsewhere()) {
      return (Double.isFinite(ratio) ? clauses.get(0) + "; measured " : "Measured ") + size(summary) + ".";
    }
    clauses.add((ensemble ? "the first member " : "") + end(summary.first()));
    return String.join("; ", clauses) + ".";
  }

  private static String size(RunSummary summary) {
    List<LayerSummary> layers = summary.first().layers();
    double classes = layers.isEmpty() ? Double.NaN : layers.get(0).get(Measure.CLASSES);
    double samples = layers.isEmpty() ? Double.NaN : layers.get(0).get(Measure.SAMPLES);
    return Numbers.format(samples) + " samples"
        + (Double.isFinite(classes) ? " of " + Numbers.format(classes) + " classes" : " without labels") + " in "
        + layers.size() + (layers.size() == 1 ? " layer" : " layers");
  }

  private static String law(double ratio) {
    return "C " + (ratio > 1 ? "grows" : "falls") + " by a factor " + Numbers.format(ratio) + " per layer";
  }

  private static String end(MemberSummary member) {
    StringBuilder text = new StringBuilder(member.status().isEmpty() ? "ended" : member.status());
    if (Double.isFinite(member.measured().get(Measure.EPOCHS))) {
      text.append(" at epoch ").append(Numbers.format(member.measured().get(Measure.EPOCHS)));
    }
    if (Double.isFinite(member.measured().get(Measure.FINAL_LOSS))) {
      text.append(" with loss ").append(Numbers.format(member.measured().get(Measure.FINAL_LOSS)));
    }
    return text.toString();
  }
}
