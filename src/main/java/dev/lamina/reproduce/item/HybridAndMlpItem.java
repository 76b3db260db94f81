package dev.lamina.reproduce.item;

import static dev.lamina.reproduce.item.Curves.byLayer;
import static dev.lamina.reproduce.item.Curves.paper;
import static dev.lamina.result.Measure.COMPRESSION;
import static dev.lamina.result.Measure.DISCRIMINATION;
import static dev.lamina.result.Measure.NUMERICAL_RANK;
import static dev.lamina.result.Measure.PROBE_ACCURACY;
import static dev.lamina.result.Measure.PROBE_TEST_ACCURACY;

import dev.lamina.experiment.DataKind;
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
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Rank, probe accuracy, C and D across the layers of the hybrid network and of the perceptron. */
final class HybridAndMlpItem implements Item {

  /**
   * What the paper shows of layers 1 to 7 (docs/theory.md, P1 and P2): CIFAR-10, width 1024.
   *
   * @param probe training accuracy
   */
  record Figure(double[] rank, double[] probe, double[] compression, double[] discrimination) {}

  static final Figure HYBRID = new Figure(
      new double[] {908, 922, 919, 912, 893, 841, 709},
      new double[] {0.886, 1, 1, 1, 1, 1, 1},
      new double[] {17.3, 9.34, 2.32, 0.842, 0.141, 0.0253, 0.0102},
      new double[] {0.014, 0.019, 0.092, 0.240, 0.451, 0.664, 0.852});

  static final Figure MLP = new Figure(
      new double[] {859, 896, 870, 815, 749, 636, 441},
      new double[] {0.784, 0.942, 0.977, 0.988, 0.997, 0.998, 0.999},
      new double[] {23.4, 12.7, 3.94, 1.27, 0.653, 0.955, 0.170},
      new double[] {0.015, 0.035, 0.117, 0.338, 0.496, 0.551, 0.496});

  private static final String RANK = "figure of rank and accuracy";
  private static final String METRICS = "figure of C and D, hybrid network and perceptron";

  /** The authors' settings beyond those that the packaged configurations have (docs/theory.md, P1). */
  static final List<String> OF_THE_PAPER = List.of("data.normalize=paper", "network.width=1024",
      "init.kind=orthogonal-padded", "init.scale=0.1", "training.learning-rate=1e-4", "training.eta-min=1e-6",
      "training.epochs=400", "metrics.probe-standardize=false", "metrics.probe-rate=1e-3", "metrics.probe-epochs=100");

  @Override
  public String name() {
    return "hybrid-and-mlp";
  }

  @Override
  public String title() {
    return "Rank, probes, C and D across the layers of a hybrid network and of a perceptron";
  }

  @Override
  public List<String> about() {
    return List.of(
        "Both networks have seven hidden layers: in the perceptron all are nonlinear, in the hybrid network the first"
            + " three. A linear probe is trained on the features of each layer. The paper's networks learnt CIFAR-10 at"
            + " width 1024 for 400 epochs; ours learn the packaged 5,000 images at width 256 for 100 or, in full, 200,"
            + " so it is the shape of the curves that is held against the figures, and the crosses lie elsewhere.",
        "The paper's own settings run when its images are given and nothing is left out: lamina data fetch cifar-10,"
            + " then lamina reproduce hybrid-and-mlp --set data.kind=cifar-10, without --quick, on a GPU. Then the"
            + " values are held against the figures, too.");
  }

  @Override
  public List<String> experiments() {
    return List.of("hybrid", "mlp");
  }

  @Override
  public UserData takes() {
    return UserData.IMAGES;
  }

  @Override
  public Findings run(Lab lab) {
    boolean asPublished = !lab.quick() && lab.dataKind().filter(kind -> kind == DataKind.CIFAR_10).isPresent();
    List<String> settings = new ArrayList<>(List.of("metrics.spectrum=auto"));
    if (asPublished) {
      settings.addAll(OF_THE_PAPER);
    } else {
      settings.add("members=" + lab.pick(1, 3));
      settings.add("training.epochs=" + lab.pick(100, 200));
    }
    Ensemble mlp = lab.run("mlp", "mlp", settings.toArray(String[]::new));
    settings.add("network.output-scale=" + (asPublished ? 100 : 10));
    Ensemble hybrid = lab.run("hybrid", "hybrid", settings.toArray(String[]::new));
    List<Verdict> verdicts = shape(hybrid, mlp);
    if (asPublished) {
      verdicts.addAll(values("Hybrid", hybrid, HYBRID));
      verdicts.addAll(values("Perceptron", mlp, MLP));
    }
    return new Findings(verdicts, plots(hybrid, mlp, asPublished));
  }

  /** Claims about the shape of the curves, which do not depend on the images. */
  static List<Verdict> shape(Ensemble hybrid, Ensemble mlp) {
    int linear = hybrid.config().nonlinear();
    int last = hybrid.depth() - 1;
    List<Verdict> verdicts = new ArrayList<>(List.of(
        new Claim("Hybrid: the nonlinear layers tell the classes apart", RANK,
            "a probe's accuracy rises to 100 % within them: 88.6, 100, 100 %")
            .between(hybrid.layer(PROBE_ACCURACY, linear), 0.99, 1),
        new Claim("Hybrid: the linear layers add nothing to that", RANK, "100 % from layer 3 to layer 7")
            .within(added(hybrid, PROBE_ACCURACY), 0, 0.002, "Accuracy of each linear layer less that of layer 3."),
        new Claim("Hybrid: the linear layers lower the rank", RANK, "each below the one before; 709 / 919 in all")
            .atMost(hybrid.steps(NUMERICAL_RANK, linear), 1),
        new Claim("Perceptron: a probe finds more at the last layer than at the first", RANK, "78.4 to 99.9 %")
            .between(mlp.difference(PROBE_ACCURACY, last, 1), 0.02, 1),
        new Claim("Perceptron: the later layers take most of a probe's errors away", RANK,
            "errors of the last layer over those of the first: 0.1 / 21.6 %").atMost(errorsLeft(mlp), 0.2),
        new Claim("Perceptron: its first layer is the one where a probe finds least", RANK,
            "accuracy of layer 1 over the least of the later ones: 0.784 / 0.942")
            .atMost(firstOverLater(mlp, PROBE_ACCURACY), 1),
        new Claim("Perceptron: the later layers lower the rank", RANK, "layer 7 over layer 2: 441 / 896")
            .atMost(mlp.quotient(NUMERICAL_RANK, last, 2), 0.8),
        new Claim("Hybrid: C falls at every layer", METRICS, "each quotient of neighbours below 1")
            .atMost(hybrid.steps(COMPRESSION, 1), 1),
        new Claim("Hybrid: C falls geometrically in the linear layers", METRICS, "log C on a line: 1 - R\u00b2 = 0.012")
            .straight(hybrid.straightness(COMPRESSION, linear, last), 0.05),
        new Claim("Hybrid: no linear layer does much more than its share", METRICS,
            "largest fall of log C over the mean fall: 1.32").atMost(hybrid.unevenness(COMPRESSION, linear, last), 1.5),
        new Claim("Hybrid: D rises at every linear layer", METRICS, "0.092 to 0.852")
            .atMost(Arrays.stream(hybrid.steps(DISCRIMINATION, linear)).map(step -> 1 / step).toArray(), 1),
        new Claim("Perceptron: C falls from the first layer to the last", METRICS, "0.170 / 23.4")
            .atMost(mlp.quotient(COMPRESSION, last, 1), 0.1)
            .explained("Of our images C is 1.1 at the first layer already, and 23 in the figure: there is less to lose,"
                + " and one seed in three loses a little less than nine tenths of it.", 0.15),
        new Claim("Perceptron: D rises from the first layer to the last", METRICS, "0.015 to 0.496")
            .between(mlp.difference(DISCRIMINATION, last, 1), 0.2, 2),
        new Claim("The hybrid network compresses more than the perceptron", METRICS, "C_7: 0.0102 / 0.170")
            .atMost(Seeds.quotients(hybrid.layer(COMPRESSION, last), mlp.layer(COMPRESSION, last)), 1)));
    if (!Double.isNaN(hybrid.median(PROBE_TEST_ACCURACY, last))) {
      verdicts.add(new Claim("Hybrid: the linear layers add nothing on other images either", "ours",
          "the test accuracy of layer 3, neither more nor less")
          .within(added(hybrid, PROBE_TEST_ACCURACY), 0, 0.01, "Accuracy of each linear layer less that of layer 3."));
    }
    return verdicts;
  }

  /** Claims about the values, which hold for the paper's images and settings. */
  static List<Verdict> values(String network, Ensemble e, Figure figure) {
    return List.of(
        near(network, "numerical rank", RANK, e, NUMERICAL_RANK, figure.rank(), 1.2),
        new Claim(network + ": probe accuracies as in the figure", RANK, "each within 5 points").within(
            IntStream.range(1, e.depth()).mapToDouble(l -> e.median(PROBE_ACCURACY, l) - figure.probe()[l - 1])
                .toArray(), 0, 0.05, "Median less the figure's value, layers 1 to 7."),
        near(network, "C", METRICS, e, COMPRESSION, figure.compression(), 2),
        new Claim(network + ": D of every layer as in the figure", METRICS, "each within 0.15").within(
            IntStream.range(1, e.depth())
                .mapToDouble(l -> e.median(DISCRIMINATION, l) - figure.discrimination()[l - 1]).toArray(), 0, 0.15,
            "Median less the figure's value, layers 1 to 7."));
  }

  private static Verdict near(
      String network, String what, String where, Ensemble e, Measure measure, double[] figure, double factor) {
    double[] logarithms =
        IntStream.range(1, e.depth()).mapToDouble(l -> Math.log(e.median(measure, l) / figure[l - 1])).toArray();
    return new Claim(network + ": " + what + " of every layer as in the figure", where,
        "each within a factor " + factor)
        .within(logarithms, 0, Math.log(factor), "Logarithm of the median over the figure's value, layers 1 to 7.");
  }

  /** What each linear layer adds to what a probe finds at the last nonlinear one, of all members. */
  private static double[] added(Ensemble e, Measure measure) {
    int linear = e.config().nonlinear();
    return IntStream.range(linear + 1, e.depth()).boxed()
        .flatMapToDouble(l -> Arrays.stream(e.difference(measure, l, linear))).toArray();
  }

  /** The share of a probe's errors at layer 1 that are left at the last layer. */
  private static double[] errorsLeft(Ensemble e) {
    double[] first = e.layer(PROBE_ACCURACY, 1);
    double[] last = e.layer(PROBE_ACCURACY, e.depth() - 1);
    return IntStream.range(0, e.seeds()).mapToDouble(i -> (1 - last[i]) / (1 - first[i])).toArray();
  }

  private static double[] firstOverLater(Ensemble e, Measure measure) {
    return IntStream.range(0, e.seeds()).mapToDouble(seed -> e.layer(measure, 1)[seed]
        / IntStream.range(2, e.depth()).mapToDouble(l -> e.layer(measure, l)[seed]).min().orElseThrow()).toArray();
  }

  private static List<Plot> plots(Ensemble hybrid, Ensemble mlp, boolean asPublished) {
    String seeds = "Median and range of the seeds";
    String crosses = seeds + (asPublished ? "; crosses are the paper's." : "; crosses are the paper's, of CIFAR-10.");
    Side layer = new Side("layer (0 is the input)", Layout.WHOLE);
    Side last = new Side("layer", Layout.WHOLE);
    return List.of(
        new Plot("Rank against the layer",
            asPublished ? crosses : seeds + ". The paper's networks are four times as wide.",
            last, new Side("numerical rank", Layout.LINEAR),
            curves(hybrid, mlp, NUMERICAL_RANK, 1, asPublished ? HYBRID.rank() : null, MLP.rank())),
        new Plot("Accuracy of linear probes against the layer", crosses, layer,
            new Side("training accuracy", Layout.LINEAR),
            curves(hybrid, mlp, PROBE_ACCURACY, 0, HYBRID.probe(), MLP.probe())),
        new Plot("C against the layer, hybrid network and perceptron", crosses, layer,
            new Side("C (log scale)", Layout.LOG),
            curves(hybrid, mlp, COMPRESSION, 0, HYBRID.compression(), MLP.compression())),
        new Plot("D against the layer, hybrid network and perceptron", crosses, layer, new Side("D", Layout.LINEAR),
            curves(hybrid, mlp, DISCRIMINATION, 0, HYBRID.discrimination(), MLP.discrimination())));
  }

  private static List<Curve> curves(
      Ensemble hybrid, Ensemble mlp, Measure measure, int first, double[] ofHybrid, double[] ofMlp) {
    List<Curve> curves = new ArrayList<>(
        List.of(byLayer("hybrid", 0, hybrid, measure, first), byLayer("perceptron", 1, mlp, measure, first)));
    if (ofHybrid != null) {
      curves.add(paper("paper", 0, 1, ofHybrid));
      curves.add(paper("", 1, 1, ofMlp));
    }
    return curves;
  }
}
