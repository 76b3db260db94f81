package dev.lamina.reproduce.item;

import static dev.lamina.result.Measure.COMPRESSION;
import static dev.lamina.result.Measure.COMPRESSION_R2;
import static dev.lamina.result.Measure.COMPRESSION_RATIO;

import dev.lamina.experiment.InitKind;
import dev.lamina.report.chart.Plot;
import dev.lamina.report.chart.Plot.Curve;
import dev.lamina.report.chart.Plot.Dot;
import dev.lamina.report.chart.Plot.Layout;
import dev.lamina.report.chart.Plot.Role;
import dev.lamina.report.chart.Plot.Side;
import dev.lamina.reproduce.Claim;
import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Findings;
import dev.lamina.reproduce.Item;
import dev.lamina.reproduce.Lab;
import dev.lamina.reproduce.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** Where the law of C holds and where it bends, by the initial weights. */
final class InitialisationItem implements Item {

  private static final String PARSIMONY = "law-of-parsimony's figure";
  private static final String OURS = "ours";

  /** Up to this scale the law of orthogonal weights is exact to a few per cent. */
  private static final double SMALL = 0.6;

  /** Starts whose layers a chart can tell apart. */
  private static final List<String> DRAWN =
      List.of("orthogonal-0.3", "orthogonal-0.5", "gaussian-0.5", "default", "kaiming", "orthogonal-1.0");

  @Override
  public String name() {
    return "initialisation";
  }

  @Override
  public String title() {
    return "Initial weights: where the law holds and where it bends";
  }

  @Override
  public List<String> about() {
    return List.of(
        "The paper proves its law for orthogonal weights of a small scale and shows it for PyTorch's default on"
            + " images. Here the network of the theorem starts in other ways; kinds and scales are ours. Scales are"
            + " compared by the root mean square of the initial singular values.",
        "Others have measured the same quantity in a linear network of eight layers (law-of-parsimony); its two"
            + " numbers are here too.");
  }

  @Override
  public List<String> experiments() {
    return List.of("initialisation", "parsimony");
  }

  @Override
  public Findings run(Lab lab) {
    Map<Start, Ensemble> runs = new LinkedHashMap<>();
    String members = "members=" + lab.pick(5, 20);
    for (Start start : lab.pick(Start.QUICK, Start.ALL)) {
      runs.put(start, lab.run(start.label(), "initialisation", members, "init.kind=" + start.kind().word(),
          "init.scale=" + start.scale()));
    }
    Ensemble parsimony = lab.run("parsimony", "parsimony", members);
    List<Verdict> verdicts = new ArrayList<>();
    runs.forEach((start, run) -> verdicts.addAll(verdicts(start, run)));
    verdicts.addAll(ofParsimony(parsimony));
    return new Findings(verdicts, List.of(layers(runs), factors(runs), straightness(runs)));
  }

  /** What is claimed depends on the start. */
  static List<Verdict> verdicts(Start start, Ensemble run) {
    String of = start.kind().word() + (start.isOfPytorch() ? "" : " " + start.scale());
    if (start.isBalanced()) {
      return List.of(new Claim(of + ": the first layer compresses all the way", "derived: no plateau, no C",
          "C_1 = 0 up to the loss that is left").atMost(run.layer(COMPRESSION, 1), 1e-6));
    }
    double rate = start.rate(run);
    String law = String.format(Locale.ROOT, "\u03b5\u00b2/n^(1/L) = %.4f", rate);
    double[] factor = run.members(COMPRESSION_RATIO);
    double[] r2 = run.members(COMPRESSION_R2);
    if (start.isOrthogonal() && start.epsilon() <= SMALL) {
      return List.of(
          new Claim(of + ": C falls geometrically", "theorem", "log C on a line: 1 - R\u00b2 = 0").straight(r2, 6e-5),
          new Claim(of + ": at the factor of the closed form", "derived: closed form", law).near(factor, rate, 0.015));
    }
    if (start.isOrthogonal()) {
      return List.of(new Claim(of + ": a large scale bends the factor down, by a few per cent", OURS,
          law + ", less 0.5 % to 10 %").medianBetween(Linear.scaled(factor, rate), 0.9, 0.995));
    }
    return List.of(
        new Claim(of + ": C falls almost geometrically", "law-of-parsimony's figure",
            "log C on a line: 1 - R\u00b2 near 0")
            .straight(r2, start.epsilon() < 0.6 ? 2e-3 : 2e-2),
        new Claim(of + ": at a lower factor than orthogonal weights", OURS, law + ", less 2 % to 25 %")
            .between(Linear.scaled(factor, rate), 0.75, 0.98));
  }

  static List<Verdict> ofParsimony(Ensemble run) {
    return List.of(
        new Claim("law-of-parsimony: factor of C, L = 8, \u03b5 = 0.5", PARSIMONY, "0.18747 by formula")
            .near(run.members(COMPRESSION_RATIO), 0.18747, 0.01),
        new Claim("law-of-parsimony: C_0", PARSIMONY, "11.25").eachNear(run.layer(COMPRESSION, 0), 11.25, 1e-9),
        new Claim("law-of-parsimony: C_7", PARSIMONY, "8.5e-5 in the figure, 9.2e-5 by formula")
            .medianBetween(run.layer(COMPRESSION, 7), 8.1e-5, 9.3e-5));
  }

  private static Plot layers(Map<Start, Ensemble> runs) {
    List<Curve> curves = new ArrayList<>();
    for (String label : DRAWN) {
      runs.forEach((start, run) -> {
        if (start.label().equals(label)) {
          curves.add(Curves.byLayer(label.replace("-", " "), curves.size(), run, COMPRESSION, 0));
        }
      });
    }
    return new Plot("C against the layer, by the start",
        "Median and range of the seeds. From balanced weights C is below 1e-6 from layer 1 on, and left out.",
        new Side("layer (0 is the input)", Layout.WHOLE), new Side("C (log scale)", Layout.LOG), curves);
  }

  private static Plot factors(Map<Start, Ensemble> runs) {
    List<Dot> law = new ArrayList<>();
    sorted(runs, start -> !start.isBalanced()).forEach(run ->
        law.add(Dot.of(run.getKey().epsilon(), run.getKey().rate(run.getValue()))));
    List<Curve> curves = families(runs, run -> run.members(COMPRESSION_RATIO));
    curves.add(0, Curves.law("\u03b5\u00b2/n^(1/L)", 0, law));
    return new Plot("The factor of C against the initial scale",
        "Median and range of the seeds. Entries drawn one by one have unequal singular values, and a lower factor.",
        new Side("root mean square singular value (log scale)", Layout.LOG),
        new Side("factor of C per layer (log scale)", Layout.LOG), curves);
  }

  private static Plot straightness(Map<Start, Ensemble> runs) {
    return new Plot("How far log C is from a line", "1 - R\u00b2 of the fit; median and range of the seeds.",
        new Side("root mean square singular value (log scale)", Layout.LOG),
        new Side("1 - R\u00b2 (log scale)", Layout.LOG),
        families(runs, run -> Arrays.stream(run.members(COMPRESSION_R2)).map(r2 -> 1 - r2).toArray()));
  }

  private static List<Curve> families(Map<Start, Ensemble> runs, Function<Ensemble, double[]> measure) {
    List<Curve> curves = new ArrayList<>();
    for (InitKind kind : List.of(InitKind.ORTHOGONAL, InitKind.IDENTITY, InitKind.GAUSSIAN, InitKind.UNIFORM)) {
      add(curves, runs, measure, kind.word(), start -> start.kind() == kind);
    }
    add(curves, runs, measure, "default, kaiming, xavier", Start::isOfPytorch);
    return curves;
  }

  private static void add(List<Curve> curves, Map<Start, Ensemble> runs, Function<Ensemble, double[]> measure,
      String name, Predicate<Start> some) {
    curves.add(new Curve(name, Role.MEASURED, curves.size(), sorted(runs, some).stream()
        .map(run -> Curves.dot(run.getKey().epsilon(), measure.apply(run.getValue()))).toList()));
  }

  private static List<Map.Entry<Start, Ensemble>> sorted(Map<Start, Ensemble> runs, Predicate<Start> some) {
    return runs.entrySet().stream().filter(run -> some.test(run.getKey()))
        .sorted(Comparator.comparingDouble(run -> run.getKey().epsilon())).toList();
  }
}
