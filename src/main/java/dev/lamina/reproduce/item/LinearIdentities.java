package dev.lamina.reproduce.item;

import static dev.lamina.result.Measure.BALANCE_RESIDUAL;
import static dev.lamina.result.Measure.MIN_NORM_RESIDUAL;
import static dev.lamina.result.Measure.PLATEAU_MIN;

import dev.lamina.metric.ClosedForms;
import dev.lamina.reproduce.Claim;
import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What holds exactly along gradient flow, and up to the step size in gradient descent (docs/theory.md, L1 to L5). */
final class LinearIdentities {

  /**
   * Traces between classes grow by nearly one ratio throughout, so that steps of finite size show there: by 2.3e-5 at
   * most.
   */
  private static final double CONVEX = 5e-5;

  private LinearIdentities() {}

  /**
   * How far gradient descent may be from gradient flow, by output scale: the steps at 100 are longer for the same rate.
   * Of each, about half as much again as the worst of 400 independent draws, 200 at output scale 1.
   *
   * @param gram what each layer adds to the Gram identity
   * @param balance of the last two matrices, relative
   * @param plateau of the singular values, relative
   */
  private record StepSize(double gram, double balance, double plateau) {

    static StepSize of(Ensemble e) {
      return e.config().outputScale() == 1 ? new StepSize(1e-3, 3e-4, 6e-4) : new StepSize(7e-3, 1.5e-3, 2.5e-3);
    }
  }

  static List<Verdict> verdicts(Ensemble e) {
    String at = String.format(Locale.ROOT, ", output scale %.0f", e.config().outputScale());
    double epsilon = e.config().initScale();
    StepSize limit = StepSize.of(e);
    int last = e.depth() - 1;
    double residual = ClosedForms.lastBalanceResidual(e.config().width(), e.config().classes(), epsilon);
    return List.of(
        new Claim("Features follow from data and first layer" + at, "derived: Gram identity",
            "(Z\u02e1)\u1d40Z\u02e1 = X\u1d40(W\u2081\u1d40W\u2081)\u02e1X, up to the step size")
            .atMost(Linear.worstPerLayer(e, "gram-identity"), limit.gram()),
        new Claim("Traces within classes are log-convex in the layer" + at, "derived: log-convexity",
            "no ratio below the one before").atMost(Linear.worst(e, "log-convex-within"), CONVEX),
        new Claim("Traces between classes are log-convex in the layer" + at, "derived: log-convexity",
            "no ratio below the one before").atMost(Linear.worst(e, "log-convex-between"), CONVEX),
        new Claim("The balance of the last two matrices" + at, "derived: conservation law",
            String.format(Locale.ROOT, "\u03b5\u00b2\u221a(d-K) = %.4f", residual))
            .eachNear(e.weight(BALANCE_RESIDUAL, last), residual, limit.balance()),
        new Claim("The plateau of the singular values stays at \u03b5" + at, "third assumption; derived",
            String.format(Locale.ROOT, "%.1f", epsilon)).eachNear(plateau(e), epsilon, limit.plateau()));
  }

  /** The lowest singular value of any plateau, for each member. */
  private static double[] plateau(Ensemble e) {
    return IntStream.range(0, e.seeds()).mapToDouble(i -> IntStream.range(1, e.depth())
        .mapToDouble(l -> e.weight(PLATEAU_MIN, l)[i]).min().orElse(Double.NaN)).toArray();
  }

  /** What is left of the first matrix outside the span of the data keeps the network from the minimum norm. */
  static List<Verdict> ofFullInput(Ensemble wide, Ensemble square) {
    return List.of(
        new Claim("Away from minimum norm by what the start leaves outside the data", "derived: null space",
            "as in 200 independent draws").like(wide.members(MIN_NORM_RESIDUAL), LinearRanges.MINIMUM_NORM),
        new Claim("At minimum norm if the data fill the input (d\u2080 = N)", "derived: null space", "0")
            .atMost(square.members(MIN_NORM_RESIDUAL), 4e-5));
  }
}
