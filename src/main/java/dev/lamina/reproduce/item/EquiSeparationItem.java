package dev.lamina.reproduce.item;

import static dev.lamina.result.Measure.TRAIN_ACCURACY;

import dev.lamina.metric.Fit;
import dev.lamina.report.chart.Plot;
import dev.lamina.report.chart.Plot.Curve;
import dev.lamina.report.chart.Plot.Layout;
import dev.lamina.report.chart.Plot.Side;
import dev.lamina.reproduce.Claim;
import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Findings;
import dev.lamina.reproduce.Item;
import dev.lamina.reproduce.Lab;
import dev.lamina.reproduce.Seeds;
import dev.lamina.reproduce.UserData;
import dev.lamina.reproduce.Verdict;
import dev.lamina.result.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The law of equi-separation of He and Su (2023) on nonlinear networks, and where it is not seen. */
final class EquiSeparationItem implements Item {

  private static final Measure FUZZINESS = Measure.SEPARATION_FUZZINESS;
  private static final String LAW = "He and Su 2023";

  @Override
  public String name() {
    return "equi-separation";
  }

  @Override
  public String title() {
    return "Equi-separation: the fuzziness of nonlinear networks falls by one factor a layer";
  }

  @Override
  public List<String> about() {
    return List.of("The fuzziness Tr(S_W S_B\u207a) weighs directions by how well they part the classes; C does not."
        + " In nonlinear networks trained to the end it is the fuzziness that falls geometrically, in deep linear"
        + " ones C: both are measured here. Data and sizes are ours; He and Su say that the law is not seen without"
        + " batch norm nor in networks made linear. So it is from PyTorch's default weights; from Kaiming's it is"
        + " seen without batch norm too.");
  }

  @Override
  public List<String> experiments() {
    return List.of("equi-separation");
  }

  @Override
  public UserData takes() {
    return UserData.IMAGES;
  }

  @Override
  public Findings run(Lab lab) {
    String members = "members=" + lab.pick(3, 10);
    Ensemble four = lab.run("4-layers", "equi-separation", members);
    Ensemble eight = lab.run("8-layers", "equi-separation", members, "network.hidden=8", "network.nonlinear=8");
    Ensemble linear = lab.run("8-linear-layers", "equi-separation", members, "network.hidden=8", "network.nonlinear=0");
    Ensemble bare = lab.run("8-layers-without-batch-norm", "equi-separation", members, "network.hidden=8",
        "network.nonlinear=8", "network.batch-norm=false", "training.epochs=300");
    Ensemble kaiming = lab.run("8-layers-without-batch-norm-kaiming", "equi-separation", members, "network.hidden=8",
        "network.nonlinear=8", "network.batch-norm=false", "init.kind=kaiming", "training.learning-rate=0.01");
    return new Findings(verdicts(List.of(four, eight), List.of(linear, bare), kaiming),
        plots(four, eight, linear, bare, kaiming));
  }

  /**
   * The claims.
   *
   * @param lawful networks of 4 and of 8 layers that should obey the law
   * @param unlawful networks that should not: linear, and without batch norm
   * @param kaiming without batch norm but from another start
   */
  static List<Verdict> verdicts(List<Ensemble> lawful, List<Ensemble> unlawful, Ensemble kaiming) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Ensemble e : lawful) {
      verdicts.add(trained(e));
      verdicts.add(new Claim("Fuzziness falls geometrically, " + kind(e), LAW,
          "log fuzziness on a line: 1 - R\u00b2 = 0").straight(r2(e), 0.03));
    }
    verdicts.add(new Claim("More layers share the work: each takes a smaller part", LAW,
        "factor of 4 layers below that of 8")
        .atMost(Seeds.quotients(factors(lawful.get(0)), factors(lawful.get(1))), 1));
    for (Ensemble e : unlawful) {
      verdicts.add(trained(e));
      verdicts.add(new Claim("The law is not seen, " + kind(e), LAW + ", README of their code",
          "R\u00b2 of a falling line at most 0.7; 0 where it rises").medianBetween(falling(e), 0, 0.7));
    }
    verdicts.add(trained(kaiming));
    verdicts.add(new Claim("From Kaiming's weights it is seen without batch norm too", "ours",
        "log fuzziness almost on a line: 1 - R\u00b2 near 0").straight(r2(kaiming), 0.05));
    return verdicts;
  }

  private static Verdict trained(Ensemble e) {
    return new Claim("Training samples are classified right, " + kind(e), LAW,
        "nearly all: the law is of the end of training").medianBetween(e.members(TRAIN_ACCURACY), 0.98, 1);
  }

  private static String kind(Ensemble e) {
    return e.config().hidden() + (e.config().nonlinear() == 0 ? " linear" : "") + " layers"
        + (e.config().batchNorm() ? "" : " without batch norm, " + e.config().initKind().word() + " start");
  }

  /** {@code R^2} of the line through log fuzziness against the layer, the input included, for each member. */
  static double[] r2(Ensemble e) {
    return e.straightness(FUZZINESS, 0, e.depth() - 1);
  }

  /** The same, but 0 where the line rises. */
  private static double[] falling(Ensemble e) {
    return fits(e).mapToDouble(fit -> fit.slope() < 0 ? fit.r2() : 0).toArray();
  }

  private static double[] factors(Ensemble e) {
    return fits(e).mapToDouble(fit -> Math.exp(fit.slope())).toArray();
  }

  private static Stream<Fit> fits(Ensemble e) {
    return e.linesOfLog(FUZZINESS, 0, e.depth() - 1).stream();
  }

  private static List<Plot> plots(Ensemble four, Ensemble eight, Ensemble linear, Ensemble bare,
      Ensemble kaiming) {
    Side layer = new Side("layer (0 is the input)", Layout.WHOLE);
    Side fuzziness = new Side("fuzziness (log scale)", Layout.LOG);
    return List.of(
        new Plot("Fuzziness against the layer", "Median and range of the seeds, and the fitted law.", layer, fuzziness,
            List.of(law("fit", 0, four), Curves.byLayer("4 nonlinear layers", 0, four, FUZZINESS, 0), law("", 1, eight),
                Curves.byLayer("8 nonlinear layers", 1, eight, FUZZINESS, 0))),
        new Plot("Fuzziness in networks without batch norm",
            "Median and range of the seeds. All are trained to the end; only one start follows the law.",
            layer, fuzziness, List.of(Curves.byLayer("8 linear layers", 0, linear, FUZZINESS, 0),
                Curves.byLayer("8 nonlinear layers, default start", 1, bare, FUZZINESS, 0),
                Curves.byLayer("8 nonlinear layers, Kaiming's start", 2, kaiming, FUZZINESS, 0))));
  }

  private static Curve law(String name, int group, Ensemble e) {
    double[] medians = IntStream.range(0, e.depth()).mapToDouble(l -> Math.log(e.median(FUZZINESS, l))).toArray();
    Fit fit = Fit.line(IntStream.range(0, medians.length).asDoubleStream().toArray(), medians);
    return Curves.law(name, group, 0, e.depth() - 1, l -> Math.exp(fit.intercept() + fit.slope() * l));
  }
}
