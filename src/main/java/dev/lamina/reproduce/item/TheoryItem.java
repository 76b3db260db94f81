package dev.lamina.reproduce.item;

import static dev.lamina.reproduce.item.Curves.byLayer;
import static dev.lamina.reproduce.item.Curves.law;
import static dev.lamina.reproduce.item.Curves.paper;
import static dev.lamina.result.Measure.COMPRESSION;
import static dev.lamina.result.Measure.DISCRIMINATION;

import dev.lamina.report.chart.Plot;
import dev.lamina.report.chart.Plot.Curve;
import dev.lamina.report.chart.Plot.Dot;
import dev.lamina.report.chart.Plot.Layout;
import dev.lamina.report.chart.Plot.Side;
import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Findings;
import dev.lamina.reproduce.Item;
import dev.lamina.reproduce.Lab;
import dev.lamina.reproduce.Spread;
import dev.lamina.reproduce.Verdict;
import dev.lamina.result.TheoryCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The theorem on synthetic data: deep linear networks at output scale 1 and 100. */
final class TheoryItem implements Item {

  private static final Side LAYER = new Side("layer (0 is the input)", Layout.WHOLE);

  @Override
  public String name() {
    return "theory";
  }

  @Override
  public String title() {
    return "The theorem: deep linear networks on nearly orthonormal data";
  }

  @Override
  public List<String> about() {
    return List.of(
        "The figure's slope is that of output scale 1; the authors' notebook has 100. Both are run over 40 seeds,"
            + " which draw data and weights anew, where the paper shows one draw. What is called derived follows from"
            + " the paper's assumptions by algebra.",
        "The printed values are about a tenth low: the authors' code lets the first sample of each class stand for"
            + " its mean (a view in place of a copy), which takes a factor (n-1)/n off C. Here they are multiplied by"
            + " n/(n-1) = 10/9.",
        "The sweeps over epsilon, depth, samples and width are ours. They start at epsilon = 0.5 (the first at L ="
            + " 4), where training is short; the law is the same.");
  }

  @Override
  public List<String> experiments() {
    return List.of("theory", "theory-scale-1");
  }

  @Override
  public Findings run(Lab lab) {
    String[] seeds = {"seed=1", "members=40", "metrics.theory=all"};
    Ensemble scale100 = lab.run("scale-100", "theory", seeds);
    Ensemble scale1 = lab.run("scale-1", "theory-scale-1", seeds);
    LinearLaws laws = LinearLaws.run(lab);
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.addAll(LinearClosedForms.verdicts(scale1));
    verdicts.addAll(LinearClosedForms.verdicts(scale100));
    verdicts.addAll(laws.verdicts());
    verdicts.addAll(LinearIdentities.verdicts(scale1));
    verdicts.addAll(LinearIdentities.verdicts(scale100));
    verdicts.addAll(OneStep.verdicts(lab));
    verdicts.addAll(FromFirstMatrix.of(lab).verdicts());
    verdicts.addAll(LinearIdentities.ofFullInput(scale1, lab.run("input-of-30", "theory-scale-1", "seed=1", "members=5",
        "data.dimension=30", "precision=fp64")));
    verdicts.addAll(LinearDraws.verdicts(scale1, scale100));
    verdicts.addAll(LinearRanges.ofScale1(scale1));
    verdicts.addAll(LinearRanges.ofScale100(scale100));
    List<Plot> plots = new ArrayList<>(List.of(
        compression(scale1, 1, LinearDraws.FIGURE_C), discrimination(scale1, 1, LinearDraws.FIGURE_D),
        compression(scale100, 100, LinearDraws.PRINTED_C), discrimination(scale100, 100, LinearDraws.PRINTED_D)));
    plots.addAll(laws.plots());
    return new Findings(verdicts, plots);
  }

  private static Plot compression(Ensemble e, int scale, double[] published) {
    double[] whole = LinearDraws.unaliased(published);
    return new Plot("C against the layer, output scale " + scale,
        "Median and range of " + e.seeds() + " seeds, the closed form of exactly orthonormal data, and the paper's"
            + " values times 10/9.",
        LAYER, new Side("C (log scale)", Layout.LOG), List.of(
            law("closed form", 0, 0, e.depth() - 1, l -> Linear.compression(e, l)),
            byLayer("median of the seeds", 0, e, COMPRESSION, 0), paper("paper", 0, 0, whole)));
  }

  private static Plot discrimination(Ensemble e, int scale, double[] published) {
    return new Plot("D against the layer, output scale " + scale,
        "Median and range of the seeds, the median of each seed's own closed form, and the paper's values, which are"
            + " of one draw.",
        LAYER, new Side("D", Layout.LINEAR), List.of(
            new Curve("closed form", Plot.Role.LAW, 0, predicted(e)),
            byLayer("median of the seeds", 0, e, DISCRIMINATION, 1), paper("paper", 0, 1, published)));
  }

  private static List<Dot> predicted(Ensemble e) {
    List<Dot> dots = new ArrayList<>();
    for (int l = 1; l < e.depth(); l++) {
      int layer = l;
      ToDoubleFunction<List<TheoryCheck>> ofSeed = checks -> checks.stream()
          .filter(check -> check.name().equals(DISCRIMINATION.key()) && check.layer() == layer)
          .mapToDouble(TheoryCheck::predicted).findFirst().orElse(Double.NaN);
      dots.add(Dot.of(l, Spread.median(e.theory().stream().mapToDouble(ofSeed).toArray())));
    }
    return dots;
  }
}
