package dev.lamina.reproduce.item;

import static dev.lamina.result.Measure.COMPRESSION;
import static dev.lamina.result.Measure.COMPRESSION_R2;
import static dev.lamina.result.Measure.COMPRESSION_RATIO;
import static dev.lamina.result.Measure.DISCRIMINATION;
import static dev.lamina.result.Measure.DISCRIMINATION_R2;
import static dev.lamina.result.Measure.FINAL_LOSS;

import dev.lamina.reproduce.Claim;
import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The two laws and their closed forms, of {@code theory} and {@code theory-scale-1}. */
final class LinearClosedForms {

  /** D is nearly 1 at every layer of a draw whose class means happen to be orthogonal; there is no rise to see then. */
  private static final double ACUTE = 0.95;

  /** How often D_1 exceeds 1. */
  private static final double OBTUSE = 0.12;

  private LinearClosedForms() {}

  /**
   * How far gradient descent on nearly orthonormal data is from the closed form of exact balance and an exact plateau,
   * by output scale: a little more than the worst of 400 independent draws, 200 at output scale 1, shows.
   *
   * @param bend of the line through log C
   * @param lowest C over its closed form, at the last layer; the last K singular values fall below epsilon, never above
   *     it
   * @param angle between D and its closed form
   * @param curve of the line through D
   * @param start the first factor of C over the last, the median of the draws
   */
  private record Idealisation(double bend, double lowest, double angle, double curve, double start) {

    static Idealisation of(Ensemble e) {
      return e.config().outputScale() == 1 ? new Idealisation(1.2e-5, 0.94, 3.5e-3, 1e-3, 1.032)
          : new Idealisation(6e-5, 0.89, 0.02, 0.01, 1.035);
    }
  }

  static List<Verdict> verdicts(Ensemble e) {
    String at = String.format(Locale.ROOT, ", output scale %.0f", e.config().outputScale());
    double rate = Linear.rate(e);
    Idealisation limit = Idealisation.of(e);
    return List.of(
        new Claim("Every draw is trained to the end" + at, "authors' notebook theory.ipynb",
            "a final loss below that at which training stops")
            .atMost(Linear.scaled(e.members(FINAL_LOSS), e.config().stopLoss()), 1),
        new Claim("C falls geometrically" + at, "theorem; figure of synthetic data",
            "log C on a line: 1 - R\u00b2 = 0").straight(e.members(COMPRESSION_R2), limit.bend()),
        new Claim("The factor of C from layer to layer" + at, "theorem; derived: closed form",
            String.format(Locale.ROOT, "\u03b5\u00b2/(n/\u03b1\u00b2)^(1/L) = %.4f", rate))
            .near(e.members(COMPRESSION_RATIO), rate, 0.015),
        new Claim("C of every layer against its draw's closed form" + at, "derived: closed form",
            "measured / predicted a little below 1").between(Linear.quotients(e, COMPRESSION.key()), limit.lowest(), 1),
        new Claim("D of every layer against its draw's closed form" + at, "derived: closed form",
            "equal up to the idealisation").atMost(Linear.worst(e, DISCRIMINATION.key()), limit.angle()),
        new Claim("D rises linearly" + at, "theorem; figure of synthetic data",
            "D on a line where D_1 < 0.95: 1 - R\u00b2 = 0").straight(acute(e), limit.curve()),
        new Claim("D exceeds 1 on some draws, whose class means are all obtuse" + at, "independent computation",
            "on 12 % of 600 draws").between(new double[] {obtuse(e)}, 1.0 / e.seeds(), OBTUSE + 3 * Math.sqrt(
                OBTUSE * (1 - OBTUSE) / e.seeds())),
        new Claim("C falls a little less from the input to layer 1 than later" + at,
            "independent computation, 600 draws",
            String.format(Locale.ROOT, "(C_1/C_0) / (C_5/C_4) = %.3f", limit.start()))
            .near(firstAgainstLast(e), limit.start(), 0.005));
  }

  /** The share of draws with D_1 above 1. */
  private static double obtuse(Ensemble e) {
    return Arrays.stream(e.layer(DISCRIMINATION, 1)).filter(d -> d > 1).count() / (double) e.seeds();
  }

  /** R^2 of the line through D of the draws on which there is something to rise; NaN if there is none. */
  static double[] acute(Ensemble e) {
    double[] r2 = e.members(DISCRIMINATION_R2);
    double[] found = IntStream.range(0, e.seeds()).filter(i -> e.layer(DISCRIMINATION, 1)[i] < ACUTE)
        .mapToDouble(i -> r2[i]).toArray();
    return found.length == 0 ? new double[] {Double.NaN} : found;
  }

  private static double[] firstAgainstLast(Ensemble e) {
    double[] first = e.quotient(COMPRESSION, 1, 0);
    double[] last = e.quotient(COMPRESSION, e.depth() - 1, e.depth() - 2);
    return IntStream.range(0, first.length).mapToDouble(i -> first[i] / last[i]).toArray();
  }
}
