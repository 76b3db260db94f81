package dev.lamina.reproduce.item;

import static dev.lamina.result.Measure.BALANCE_RESIDUAL;
import static dev.lamina.result.Measure.EPOCHS;
import static dev.lamina.result.Measure.FROBENIUS_NORM;
import static dev.lamina.result.Measure.MIN_NORM_RESIDUAL;

import dev.lamina.metric.ClosedForms;
import dev.lamina.report.chart.Plot;
import dev.lamina.report.chart.Plot.Curve;
import dev.lamina.report.chart.Plot.Dot;
import dev.lamina.report.chart.Plot.Layout;
import dev.lamina.report.chart.Plot.Role;
import dev.lamina.report.chart.Plot.Side;
import dev.lamina.reproduce.Claim;
import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Verdict;
import dev.lamina.training.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The three curves of the assumption figure at the end of training (docs/theory.md, P5). */
final class Residuals {

  private static final int FIGURE_WIDTH = 400;
  private static final String FIGURE = "figure of the assumptions";

  /**
   * With two matrices the balance depends on the draw, of which the law has the mean; else it is fixed up to the step
   * size.
   */
  private static final double DRAWN = 0.02;
  private static final double FIXED = 6e-3;

  private Residuals() {}

  /** What is claimed of one shape: more if the figure has it, nothing if it was not trained and the figure lacks it. */
  static List<Verdict> verdicts(Ensemble e) {
    String at = String.format(Locale.ROOT, ", L = %d, width %d", e.depth(), e.config().width());
    List<Verdict> verdicts = new ArrayList<>();
    Optional<Published> published = Published.of(e);
    published.ifPresent(figure -> ofFigure(verdicts, e, figure, at));
    if (trained(e) || published.isPresent()) {
      double predicted = predictedBalance(e);
      verdicts.add(new Claim("(ii) relative balance as the conservation law has it" + at, "derived: conservation law",
          String.format(Locale.ROOT, "%.4f", predicted))
          .eachNear(balance(e), predicted, e.depth() == 2 ? DRAWN : FIXED));
    }
    return verdicts;
  }

  private static void ofFigure(List<Verdict> verdicts, Ensemble e, Published figure, String at) {
    verdicts.add(new Claim("(i) distance from minimum norm" + at, FIGURE, String.valueOf(figure.minNorm()))
        .near(e.members(MIN_NORM_RESIDUAL), figure.minNorm(), 0.15));
    verdicts.add(new Claim("(ii) relative balance as in the figure" + at, FIGURE, String.valueOf(figure.balance()))
        .near(balance(e), figure.balance(), 0.02));
    if (!Double.isNaN(figure.epochs())) {
      verdicts.add(new Claim("Epochs of training" + at, "independent computation",
          String.format(Locale.ROOT, "about %.0f", figure.epochs())).near(e.members(EPOCHS), figure.epochs(), 0.15));
    }
  }

  /** What holds for all shapes at once. */
  static List<Verdict> ofAll(List<Ensemble> shapes) {
    double[] variances =
        shapes.stream().filter(Residuals::trained).flatMapToDouble(e -> DoubleStream.of(plateau(e))).toArray();
    double[] last = shapes.stream().filter(e -> e.depth() > 2).flatMapToDouble(e -> DoubleStream.of(Linear.scaled(
        e.weight(BALANCE_RESIDUAL, e.depth() - 1), ClosedForms.lastBalanceResidual(
            e.config().width(), e.config().classes(), e.config().initScale())))).toArray();
    double[] first = shapes.stream().filter(e -> e.depth() > 2).flatMapToDouble(e -> DoubleStream.of(Linear.scaled(
        e.weight(BALANCE_RESIDUAL, 1), ClosedForms.firstBalanceResidual(
            e.config().dimension(), e.config().width(), e.config().initScale())))).toArray();
    return List.of(
        new Claim("(iii) variance of the plateau, all shapes", FIGURE, "0 to plotting accuracy")
            .atMost(variances, 1e-10),
        new Claim("The last balance, all shapes with L > 2", "derived: conservation law",
            "|B_(L-1)| / (\u03b5\u00b2\u221a(d-K)) = 1").eachNear(last, 1, 1e-3),
        new Claim("The first balance, all shapes with L > 2", "derived: conservation law",
            "|B_1| / (\u03b5\u00b2\u221a(d-d\u2080)) = 1").eachNear(first, 1, 1.5e-3));
  }

  /** The mean over l of {@code |B_l| / |W_l|}, for each member. */
  static double[] balance(Ensemble e) {
    return IntStream.range(0, e.seeds()).mapToDouble(i -> IntStream.range(1, e.depth())
        .mapToDouble(l -> e.weight(BALANCE_RESIDUAL, l)[i] / e.weight(FROBENIUS_NORM, l)[i])
        .average().orElse(Double.NaN)).toArray();
  }

  private static double predictedBalance(Ensemble e) {
    return ClosedForms.meanRelativeBalance(
        e.depth(), e.config().dimension(), e.config().width(), e.config().classes(), e.perClass(),
        e.config().initScale());
  }

  /**
   * The unbiased variance of singular values number K+1 to d_0-K of all matrices but the last, pooled, for each
   * member.
   */
  static double[] plateau(Ensemble e) {
    int from = e.config().classes();
    int to = e.config().dimension() - from;
    return IntStream.range(0, e.seeds()).mapToDouble(i -> {
      double[] pooled = IntStream.range(0, e.depth() - 1).boxed()
          .flatMapToDouble(l -> Arrays.stream(e.end().spectra()[l][i], from, to)).toArray();
      double mean = Arrays.stream(pooled).average().orElse(Double.NaN);
      return Arrays.stream(pooled).map(value -> (value - mean) * (value - mean)).sum() / (pooled.length - 1);
    }).toArray();
  }

  /** Whether all members reached their end. */
  private static boolean trained(Ensemble e) {
    return e.statuses().stream().allMatch(status -> status == Status.STOPPED);
  }

  static Plot againstDepth(List<Ensemble> shapes) {
    return residuals("the depth (width 400)", new Side("L, matrices of the network", Layout.WHOLE), Ensemble::depth,
        sorted(shapes, e -> e.config().width() == FIGURE_WIDTH && trained(e), Ensemble::depth));
  }

  /** At the depth of which there are most widths. */
  static Plot againstWidth(List<Ensemble> shapes) {
    Map<Integer, Long> widths = shapes.stream().collect(Collectors.groupingBy(Ensemble::depth, Collectors.counting()));
    int depth = Collections.max(widths.entrySet(), Map.Entry.comparingByValue()).getKey();
    ToDoubleFunction<Ensemble> width = e -> e.config().width();
    return residuals("the width (L = " + depth + ")", new Side("width of the hidden layers", Layout.LINEAR), width,
        sorted(shapes, e -> e.depth() == depth, width));
  }

  static Plot plateaus(List<Ensemble> shapes) {
    List<Ensemble> row = sorted(shapes, e -> e.config().width() == FIGURE_WIDTH && trained(e), Ensemble::depth);
    return new Plot("(iii) variance on the plateau (width 400)",
        "Of the singular values that should stay at \u03b5 = 0.1. The paper's curve lies on 0.",
        new Side("L, matrices of the network", Layout.WHOLE), new Side("variance (log scale)", Layout.LOG),
        List.of(Curves.measured("median of the seeds", 0,
            row.stream().map(e -> Curves.dot(e.depth(), plateau(e))).toList())));
  }

  private static List<Ensemble> sorted(List<Ensemble> shapes, Predicate<Ensemble> some,
      ToDoubleFunction<Ensemble> by) {
    return shapes.stream().filter(some).sorted(Comparator.comparingDouble(by)).toList();
  }

  private static Plot residuals(String against, Side x, ToDoubleFunction<Ensemble> at, List<Ensemble> row) {
    List<Dot> minNorm = new ArrayList<>();
    List<Dot> balance = new ArrayList<>();
    List<Dot> law = new ArrayList<>();
    List<Dot> paperMinNorm = new ArrayList<>();
    List<Dot> paperBalance = new ArrayList<>();
    for (Ensemble e : row) {
      double place = at.applyAsDouble(e);
      minNorm.add(Curves.dot(place, e.members(MIN_NORM_RESIDUAL)));
      balance.add(Curves.dot(place, balance(e)));
      law.add(Dot.of(place, predictedBalance(e)));
      Published.of(e).ifPresent(published -> {
        paperMinNorm.add(Dot.of(place, published.minNorm()));
        paperBalance.add(Dot.of(place, published.balance()));
      });
    }
    return new Plot("Residuals against " + against, "Median and range of the seeds; crosses are the paper's figure.", x,
        new Side("residual", Layout.LINEAR), List.of(
            new Curve("(i) minimum norm", Role.MEASURED, 0, minNorm),
            new Curve("(ii) balance", Role.MEASURED, 1, balance),
            new Curve("(ii) conservation law", Role.LAW, 1, law), new Curve("paper (i)", Role.PAPER, 0, paperMinNorm),
            new Curve("paper (ii)", Role.PAPER, 1, paperBalance)));
  }
}
