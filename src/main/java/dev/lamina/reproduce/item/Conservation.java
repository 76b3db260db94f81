package dev.lamina.reproduce.item;

import static dev.lamina.result.Measure.BALANCE_RESIDUAL;
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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The balance during training, which gradient flow conserves from the first step on (docs/theory.md, L3 and L4). */
final class Conservation {

  private Conservation() {}

  static List<Verdict> verdicts(Ensemble way) {
    List<Verdict> verdicts = new ArrayList<>();
    for (int l = 1; l < way.depth(); l++) {
      verdicts.add(new Claim("|B_" + l + "| during training, L = " + way.depth(), "derived: conservation law",
          "what it was at the start, at every epoch").atMost(drift(way, l), 1e-3));
    }
    verdicts.add(new Claim("The distance from minimum norm falls during training, to what the start leaves",
        "derived: null space", "last over first a small share").atMost(share(way), 0.02));
    return verdicts;
  }

  /** The largest {@code | |B_l| / |B_l at the start| - 1 |} on the way and at the end, for each member. */
  static double[] drift(Ensemble way, int l) {
    double[] start = way.way().firstEntry().getValue().weights(BALANCE_RESIDUAL)[l - 1];
    return IntStream.range(0, way.seeds()).mapToDouble(e -> Math.max(
        Math.abs(way.weight(BALANCE_RESIDUAL, l)[e] / start[e] - 1),
        way.way().values().stream().mapToDouble(at -> Math.abs(at.weights(BALANCE_RESIDUAL)[l - 1][e] / start[e] - 1))
            .max().orElse(Double.NaN))).toArray();
  }

  private static double[] share(Ensemble way) {
    double[] start = way.way().firstEntry().getValue().members(MIN_NORM_RESIDUAL);
    return IntStream.range(0, way.seeds()).mapToDouble(e -> way.members(MIN_NORM_RESIDUAL)[e] / start[e]).toArray();
  }

  static Plot plot(Ensemble way) {
    List<Curve> curves = new ArrayList<>();
    int width = way.config().width();
    double epsilon = way.config().initScale();
    List<Dot> norm = new ArrayList<>();
    way.way().forEach((epoch, at) -> norm.add(Curves.dot(epoch, at.members(MIN_NORM_RESIDUAL))));
    curves.add(new Curve("distance from minimum norm", Role.MEASURED, 0, norm));
    for (int l = 1; l < way.depth(); l++) {
      List<Dot> balance = new ArrayList<>();
      List<Dot> law = new ArrayList<>();
      double predicted = l == way.depth() - 1 ? ClosedForms.lastBalanceResidual(width, way.config().classes(), epsilon)
          : ClosedForms.firstBalanceResidual(way.config().dimension(), width, epsilon);
      int index = l - 1;
      way.way().forEach((epoch, at) -> {
        balance.add(Curves.dot(epoch, at.weights(BALANCE_RESIDUAL)[index]));
        law.add(Dot.of(epoch, predicted));
      });
      curves.add(new Curve(l == 1 ? "conservation law" : "", Role.LAW, l, law));
      curves.add(new Curve("|B_" + l + "|", Role.MEASURED, l, balance));
    }
    return new Plot("Residuals during training (L = " + way.depth() + ", width " + width + ")",
        "Median and range of the seeds. The balance does not move, while the distance from minimum norm falls.",
        new Side("epoch", Layout.LINEAR), new Side("residual (log scale)", Layout.LOG), curves);
  }
}
