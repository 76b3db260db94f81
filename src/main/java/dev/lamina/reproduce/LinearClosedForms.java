package dev.lamina.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The two laws and their closed forms, of {@code theory} and {@code theory-scale-1}. */
final class LinearClosedForms {

  /** D is nearly 1 at every layer of a draw whose class means happen to be orthogonal; there is no rise to see then. */
  private static final double ACUTE = 0.97;

  private LinearClosedForms() {}

  static List<Verdict> verdicts(Ensemble scale1, Ensemble scale100) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Ensemble e : List.of(scale1, scale100)) {
      String at = String.format(Locale.ROOT, ", output scale %.0f", e.config().outputScale());
      double rate = Linear.rate(e);
      verdicts.add(new Claim("C falls geometrically" + at, "theorem; figure of synthetic data",
          "log C on a line: 1 - R\u00b2 = 0").straight(e.members("compression_r2"), 1e-4));
      verdicts.add(new Claim("The factor of C from layer to layer" + at, "theorem; derived: closed form",
          String.format(Locale.ROOT, "\u03b5\u00b2/(n/\u03b1\u00b2)^(1/L) = %.4f", rate))
          .near(e.members("compression_ratio"), rate, 0.03));
      verdicts.add(new Claim("C of every layer against its draw's closed form" + at, "derived: closed form",
          "measured / predicted a little below 1").between(Linear.quotients(e, "compression"), 0.9, 1.01));
      verdicts.add(new Claim("D of every layer against its draw's closed form" + at, "derived: closed form",
          "equal up to the idealisation").atMost(Linear.worst(e, "discrimination"), 0.02));
      verdicts.add(new Claim("D rises linearly" + at, "theorem; figure of synthetic data",
          "D on a line where D_1 < 0.97: 1 - R\u00b2 = 0").straight(acute(e), 0.01));
      verdicts.add(new Claim("C falls a little less from the input to layer 1 than later" + at,
          "independent computation, 40 seeds", "(C_1/C_0) / (C_5/C_4) = 1.03").near(firstAgainstLast(e), 1.03, 0.02));
    }
    return verdicts;
  }

  /** R^2 of the line through D of the draws on which there is something to rise; NaN if there is none. */
  static double[] acute(Ensemble e) {
    double[] r2 = e.members("discrimination_r2");
    double[] found = IntStream.range(0, e.seeds()).filter(i -> e.layer("discrimination", 1)[i] < ACUTE)
        .mapToDouble(i -> r2[i]).toArray();
    return found.length == 0 ? new double[] {Double.NaN} : found;
  }

  private static double[] firstAgainstLast(Ensemble e) {
    double[] first = e.quotient("compression", 1, 0);
    double[] last = e.quotient("compression", e.depth() - 1, e.depth() - 2);
    return IntStream.range(0, first.length).mapToDouble(i -> first[i] / last[i]).toArray();
  }
}
