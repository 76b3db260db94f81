package dev.lamina.cli;

import dev.lamina.experiment.Outcome;
import dev.lamina.metric.LayerFits;
import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How C and D move through the layers, in a sentence: only what could be fitted, and in the direction that it has. */
final class LawText {

  private LawText() {}

  static String of(Outcome outcome) {
    return of(outcome.fits(), outcome.layers().get(0).size() - Math.max(1, outcome.firstFitted()));
  }

  /**
   * Of one network, or medians and ranges of several; empty if nothing could be fitted.
   *
   * @param layers through which the line of D would go
   */
  static String of(List<Measured> fits, int layers) {
    List<String> clauses = new ArrayList<>();
    Range ratio = range(fits, Measure.COMPRESSION_RATIO);
    if (ratio.finite() > 0) {
      clauses.add("C " + (ratio.median() > 1 ? "grows" : "falls") + " by a factor " + ratio.text("%.4g") + " a layer"
          + quality(fits, Measure.COMPRESSION_R2, "%.6f"));
    }
    Range slope = range(fits, Measure.DISCRIMINATION_SLOPE);
    if (slope.finite() > 0) {
      clauses.add("D " + rise(fits, slope) + quality(fits, Measure.DISCRIMINATION_R2, "%.4f"));
    } else if (layers < LayerFits.MIN_LAYERS) {
      clauses.add("a line through D needs " + LayerFits.MIN_LAYERS + " layers, of which there "
          + (layers == 1 ? "is " : "are ") + layers);
    }
    return String.join("; ", clauses);
  }

  private static String rise(List<Measured> fits, Range slope) {
    if (slope.least() == 0 && slope.greatest() == 0) {
      return "is the same at every layer";
    }
    Range falls = Range.of(fits.stream().mapToDouble(fit -> -fit.get(Measure.DISCRIMINATION_SLOPE)).toArray());
    return slope.median() < 0
        ? "falls by " + falls.text("%.4g") + " a layer"
        : "rises by " + slope.text("%.4g") + " a layer";
  }

  /** The worst R^2; nothing where values that do not vary leave it undefined. */
  private static String quality(List<Measured> fits, Measure r2, String format) {
    Range range = range(fits, r2);
    return range.finite() == 0 ? ""
        : String.format(Locale.ROOT, " (R^2 " + (fits.size() > 1 ? "at least " : "") + format + ")", range.least());
  }

  private static Range range(List<Measured> fits, Measure measure) {
    return Range.of(fits.stream().mapToDouble(fit -> fit.get(measure)).toArray());
  }
}
