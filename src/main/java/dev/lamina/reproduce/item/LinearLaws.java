package dev.lamina.reproduce.item;

import dev.lamina.report.chart.Plot;
import dev.lamina.report.chart.Plot.Dot;
import dev.lamina.report.chart.Plot.Layout;
import dev.lamina.report.chart.Plot.Side;
import dev.lamina.reproduce.Claim;
import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Lab;
import dev.lamina.reproduce.Spread;
import dev.lamina.reproduce.Verdict;
import dev.lamina.result.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How the factor of C depends on epsilon, depth, samples per class and width: {@code epsilon^2 / n^{1/L}} at output
 * scale 1, whatever the width.
 */
record LinearLaws(Sweep epsilon, Sweep depth, Sweep samples, Sweep width) {

  private static final Measure RATIO = Measure.COMPRESSION_RATIO;
  private static final Side FACTOR = new Side("factor of C per layer (log scale)", Layout.LOG);

  static LinearLaws run(Lab lab) {
    String seeds = "members=" + lab.pick(5, 40);
    String[] all = {"seed=1", seeds, "precision=fp32", "training.stop-loss=1e-9"};
    return new LinearLaws(
        sweep(lab, "epsilon", "init.scale", lab.pick(List.of("0.15", "0.2", "0.3", "0.5"),
            List.of("0.1", "0.15", "0.2", "0.3", "0.4", "0.5")), all, "network.hidden=3"),
        sweep(lab, "hidden-layers", "network.hidden", lab.pick(List.of("2", "3", "5", "7"),
            List.of("2", "3", "4", "5", "7", "9", "11")), all, "init.scale=0.5"),
        sweep(lab, "samples", "data.samples", lab.pick(List.of("15", "30", "60"), List.of("15", "30", "60", "120")),
            all, "init.scale=0.5", "network.hidden=3", "data.dimension=120", "network.width=120"),
        sweep(lab, "width", "network.width",
            lab.pick(List.of("50", "75", "100"), List.of("50", "75", "100", "200", "400")), all, "init.scale=0.5"));
  }

  private static Sweep sweep(Lab lab, String label, String key, List<String> values, String[] all, String... more) {
    List<String> settings = new ArrayList<>(List.of(all));
    settings.addAll(List.of(more));
    return Sweep.over(lab, label, "theory-scale-1", key, values, settings.toArray(String[]::new));
  }

  List<Verdict> verdicts() {
    Ensemble anyDepth = depth.points().get(0).ensemble();
    Ensemble anySamples = samples.points().get(0).ensemble();
    double perDepth = -Math.log(anyDepth.perClass());
    double perSamples = -1.0 / anySamples.depth();
    return List.of(
        new Claim("Smaller \u03b5 compresses faster", "theorem",
            "factor of C \u221d \u03b5\u00b2: slope 2 of the logarithms")
            .near(epsilon.slopesOfLog(e -> Math.log(e.config().initScale()), RATIO), 2, 0.01),
        new Claim("The factor of C against the depth", "theorem", String.format(Locale.ROOT,
            "log factor \u221d -(1/L) log n: slope %.3f against 1/L", perDepth))
            .near(depth.slopesOfLog(e -> 1.0 / e.depth(), RATIO), perDepth, 0.03),
        new Claim("More samples per class compress faster", "theorem", String.format(Locale.ROOT,
            "factor of C \u221d n^(-1/L): slope %.3f of the logarithms", perSamples))
            .near(samples.slopesOfLog(e -> Math.log(e.perClass()), RATIO), perSamples, 0.05),
        new Claim("The factor of C does not depend on the width", "derived: closed form",
            "one value for all widths").atMost(unevenness(width), 0.015));
  }

  /** Largest over smallest of the factors of all widths, less 1, for each seed. */
  static double[] unevenness(Sweep sweep) {
    int seeds = sweep.points().get(0).ensemble().seeds();
    return IntStream.range(0, seeds).mapToDouble(e -> {
      Spread spread = Spread.of(
          sweep.points().stream().mapToDouble(point -> point.ensemble().members(RATIO)[e]).toArray());
      return spread.max() / spread.min() - 1;
    }).toArray();
  }

  List<Plot> plots() {
    return List.of(
        plot("against \u03b5 (L = 4)", new Side("\u03b5, the initial scale (log scale)", Layout.LOG), epsilon, 1, 0),
        plot("against the depth (\u03b5 = 0.5)", new Side("L, matrices of the network", Layout.WHOLE), depth, 1, 1),
        plot("against the samples (\u03b5 = 0.5, L = 4)", new Side("n, samples of each class (log scale)", Layout.LOG),
            samples, 1.0 / samples.points().get(0).ensemble().config().classes(), 0),
        plot("against the width (\u03b5 = 0.5, L = 6)", new Side("width of the hidden layers", Layout.LINEAR),
            width, 1, 0));
  }

  /** @param scale and {@code shift} turn the setting that varied into what is drawn */
  private static Plot plot(String heading, Side x, Sweep sweep, double scale, double shift) {
    List<Dot> measured = new ArrayList<>();
    List<Dot> law = new ArrayList<>();
    for (Sweep.Point point : sweep.points()) {
      double at = point.x() * scale + shift;
      measured.add(Curves.dot(at, point.ensemble().members(RATIO)));
      law.add(Dot.of(at, Linear.rate(point.ensemble())));
    }
    return new Plot("The factor of C " + heading, "Median and range of the seeds, and \u03b5\u00b2/n^(1/L).", x, FACTOR,
        List.of(Curves.law("closed form", 0, law), Curves.measured("median of the seeds", 0, measured)));
  }
}
