package dev.lamina.reproduce;

import dev.lamina.metric.Balance;
import dev.lamina.metric.ClosedForms;
import dev.lamina.network.HostMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What holds exactly along gradient flow, and up to the step size along gradient descent (section 4.3). */
final class LinearIdentities {

  private static final double DECAY = 0.01;

  private LinearIdentities() {}

  static List<Verdict> verdicts(Ensemble scale1, Ensemble scale100) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Ensemble e : List.of(scale1, scale100)) {
      String at = String.format(Locale.ROOT, ", output scale %.0f", e.config().outputScale());
      double epsilon = e.config().initScale();
      int last = e.depth() - 1;
      double residual = ClosedForms.lastBalanceResidual(e.config().width(), e.config().classes(), epsilon);
      verdicts.add(new Claim("Features follow from data and first layer" + at, "derived: Gram identity",
          "(Z\u02e1)\u1d40Z\u02e1 = X\u1d40(W\u2081\u1d40W\u2081)\u02e1X, up to the step size")
          .atMost(Linear.worstPerLayer(e, "gram-identity"), 1e-2));
      verdicts.add(new Claim("Traces within classes are log-convex in the layer" + at, "derived: log-convexity",
          "no ratio below the one before").atMost(Linear.worst(e, "log-convex-within"), 1e-2));
      verdicts.add(new Claim("Traces between classes are log-convex in the layer" + at, "derived: log-convexity",
          "no ratio below the one before").atMost(Linear.worst(e, "log-convex-between"), 1e-2));
      verdicts.add(new Claim("The balance of the last two matrices" + at, "derived: conservation law",
          String.format(Locale.ROOT, "\u03b5\u00b2\u221a(d-K) = %.4f", residual))
          .eachNear(e.weight("balance_residual", last), residual, 3e-3));
      verdicts.add(new Claim("The plateau of the singular values stays at \u03b5" + at, "third assumption; derived",
          String.format(Locale.ROOT, "%.1f", epsilon)).eachNear(plateau(e), epsilon, 5e-3));
    }
    return verdicts;
  }

  /** The lowest singular value of any plateau, for each member. */
  private static double[] plateau(Ensemble e) {
    return IntStream.range(0, e.seeds()).mapToDouble(i -> IntStream.range(1, e.depth())
        .mapToDouble(l -> e.weight("plateau_min", l)[i]).min().orElse(Double.NaN)).toArray();
  }

  /** What is left of the first matrix outside the span of the data keeps the network from the minimum norm. */
  static List<Verdict> ofFullInput(Ensemble wide, Ensemble square) {
    return List.of(
        new Claim("Away from minimum norm by what the start leaves outside the data", "derived: null space",
            "0.30 to 0.36 over 40 seeds").like(wide.members("min_norm_residual"), 40, 0.295, 0.365),
        new Claim("At minimum norm if the data fill the input (d\u2080 = N)", "derived: null space", "0")
            .atMost(square.members("min_norm_residual"), 1e-4));
  }

  /** One step of gradient descent changes the balance by the squared step only, with and without weight decay. */
  static List<Verdict> ofOneStep(Lab lab) {
    List<Verdict> verdicts = new ArrayList<>();
    for (double decay : new double[] {0, DECAY}) {
      String label = decay == 0 ? "step" : "step-with-decay";
      String[] settings = {"seed=1", "training.stop-loss=", "training.weight-decay=" + decay, "training.epochs="};
      Lab.Weighted before = weighted(lab, label + "-before", settings, 20);
      Lab.Weighted after = weighted(lab, label + "-after", settings, 21);
      double rate = before.outcome().experiment().config().learningRate();
      verdicts.add(oneStep(decay, residual(before.weights(), after.weights(), rate, decay)));
    }
    return verdicts;
  }

  private static Lab.Weighted weighted(Lab lab, String label, String[] settings, int epochs) {
    String[] all = settings.clone();
    all[all.length - 1] += epochs;
    return lab.weighted(label, "theory-scale-1", all);
  }

  static Verdict oneStep(double decay, double[] residual) {
    return new Claim("One step changes the balance by the squared step only"
        + (decay == 0 ? "" : ", weight decay " + decay), "derived: conservation law",
        "B' = (1-\u03b7\u03bb)\u00b2B + \u03b7\u00b2(G\u1d40G - GG\u1d40), exactly").atMost(residual, 1e-13);
  }

  /**
   * {@code |B' - predicted|_F / |W_l W_l^T|_F} for each pair of neighbours. The gradient is what the step says it was:
   * {@code G = ((1 - eta lambda) W - W') / eta}.
   *
   * @param before {@code W_1 .. W_L}
   * @param after the same after one step
   */
  static double[] residual(List<HostMatrix> before, List<HostMatrix> after, double rate, double decay) {
    double[] residuals = new double[before.size() - 1];
    for (int l = 0; l < residuals.length; l++) {
      int width = before.get(l).rows();
      double[] predicted = Balance.afterStep(
          Balance.of(columns(before.get(l + 1)), columns(before.get(l)), width), rate, decay,
          gradient(before.get(l + 1), after.get(l + 1), rate, decay),
          gradient(before.get(l), after.get(l), rate, decay), width);
      double[] measured = Balance.of(columns(after.get(l + 1)), columns(after.get(l)), width);
      double[] square = Balance.of(new double[width], columns(after.get(l)), width);
      for (int i = 0; i < predicted.length; i++) {
        predicted[i] -= measured[i];
      }
      residuals[l] = norm(predicted) / norm(square);
    }
    return residuals;
  }

  private static double[] gradient(HostMatrix before, HostMatrix after, double rate, double decay) {
    double[] w = columns(before);
    double[] moved = columns(after);
    return IntStream.range(0, w.length).mapToDouble(i -> ((1 - rate * decay) * w[i] - moved[i]) / rate).toArray();
  }

  /** Column-major. */
  private static double[] columns(HostMatrix w) {
    double[] columns = new double[w.values().length];
    for (int i = 0; i < w.rows(); i++) {
      for (int j = 0; j < w.columns(); j++) {
        columns[i + j * w.rows()] = w.values()[i * w.columns() + j];
      }
    }
    return columns;
  }

  private static double norm(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
  }
}
