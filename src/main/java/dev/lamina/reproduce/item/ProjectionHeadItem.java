package dev.lamina.reproduce.item;

import static dev.lamina.result.Measure.COMPRESSION;
import static dev.lamina.result.Measure.TRANSFER_TEST_ACCURACY;

import dev.lamina.report.chart.Plot;
import dev.lamina.report.chart.Plot.Curve;
import dev.lamina.report.chart.Plot.Dot;
import dev.lamina.report.chart.Plot.Layout;
import dev.lamina.report.chart.Plot.Side;
import dev.lamina.reproduce.Claim;
import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Findings;
import dev.lamina.reproduce.Item;
import dev.lamina.reproduce.Lab;
import dev.lamina.reproduce.Seeds;
import dev.lamina.reproduce.Spread;
import dev.lamina.reproduce.UserData;
import dev.lamina.reproduce.Verdict;
import dev.lamina.result.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Projection heads of 1 to 5 layers: how compressed they leave the extractor, and how well it transfers. */
final class ProjectionHeadItem implements Item {

  /** Transfer accuracy and C at the extractor's output, off the figure (docs/theory.md, P7), by layers of the head. */
  static final double[] FIGURE_TRANSFER = {0.6005, 0.6465, 0.656, 0.663, 0.6715};
  static final double[] FIGURE_C = {0.0086, 0.029, 0.047, 0.082, 0.126};

  private static final String FIGURE = "figure of projection heads";
  private static final int EXTRACTOR = 3;
  private static final double SEEDS_APART = 0.03;
  private static final String ALIKE = "On these small images a probe of the other classes is right about as often"
      + " under every head: the heads differ by a point or two, as much as the seeds do. The paper's data and backbone"
      + " are not known.";

  @Override
  public String name() {
    return "projection-head";
  }

  @Override
  public String title() {
    return "Projection heads: the more layers, the less compressed the extractor and the better it transfers";
  }

  @Override
  public List<String> about() {
    return List.of("A network learns five classes of the images. Its first three layers are the extractor; a head of"
        + " one to five layers like them lies between them and the classifier and is dropped after training. A linear"
        + " probe then learns the other five classes from the extractor's frozen features: its test accuracy is the"
        + " transfer accuracy.",
        "The paper does not give backbone, data, sizes nor rates, so it is the direction of its curves that is held"
            + " against ours. Heads of linear layers were tried too: they leave the extractor's C as it is.");
  }

  @Override
  public List<String> experiments() {
    return List.of("projection-head");
  }

  @Override
  public UserData takes() {
    return UserData.IMAGES;
  }

  @Override
  public Findings run(Lab lab) {
    TreeMap<Integer, Ensemble> heads = new TreeMap<>();
    for (int layers : lab.pick(List.of(1, 3, 5), List.of(1, 2, 3, 4, 5))) {
      int all = EXTRACTOR + layers;
      heads.put(layers, lab.run("head-" + layers, "projection-head", "members=" + lab.pick(2, 10),
          "data.per-class=" + lab.pick(200, 500), "network.hidden=" + all, "network.nonlinear=" + all));
    }
    return new Findings(verdicts(heads), plots(heads));
  }

  /** @param heads trained networks by the layers of their heads */
  static List<Verdict> verdicts(TreeMap<Integer, Ensemble> heads) {
    Ensemble shortest = heads.firstEntry().getValue();
    Ensemble longest = heads.lastEntry().getValue();
    return List.of(
        new Claim("Each longer head leaves the extractor less compressed", FIGURE,
            "C at its output: 0.0086, 0.029, 0.047, 0.082, 0.126").atMost(steps(heads), 1),
        new Claim("Five layers leave it less compressed than one, in every seed", FIGURE, "0.0086 / 0.126").atMost(
            Seeds.quotients(output(shortest, COMPRESSION), output(longest, COMPRESSION)), 1),
        new Claim("The extractor transfers better under five layers than under one", FIGURE,
            "test accuracy on other classes: 60.1 to 67.2 %").between(
                new double[] {Spread.median(transfer(longest)) - Spread.median(transfer(shortest))}, 0.002, 1)
            .explained(ALIKE, excused(heads)),
        new Claim("Transfer goes with C: less compressed extractors transfer better", FIGURE,
            "rank correlation 1").between(new double[] {rankCorrelation(
                medians(heads, e -> Spread.median(output(e, COMPRESSION))),
                medians(heads, e -> Spread.median(transfer(e))))}, 0.6, 1).explained(ALIKE, excused(heads)),
        new Claim("Features before the head transfer better than those behind it", "text on projection heads",
            "the head is dropped").between(new double[] {Spread.median(transfer(longest))
                - longest.median(TRANSFER_TEST_ACCURACY, longest.depth() - 1)}, 0.005, 1));
  }

  /**
   * The largest deviation that heads which transfer about alike explain: any, but for heads of which one transfers
   * better than another by more than the seeds and a thousand test images account for.
   */
  private static double excused(TreeMap<Integer, Ensemble> heads) {
    Spread medians = Spread.of(medians(heads, e -> Spread.median(transfer(e))));
    return medians.max() - medians.min() <= SEEDS_APART ? 2 : 0;
  }

  private static double[] output(Ensemble e, Measure measure) {
    return e.layer(measure, EXTRACTOR);
  }

  private static double[] transfer(Ensemble e) {
    return output(e, TRANSFER_TEST_ACCURACY);
  }

  /** The median C under each head over that under the next longer one. */
  private static double[] steps(TreeMap<Integer, Ensemble> heads) {
    double[] medians = medians(heads, e -> Spread.median(output(e, COMPRESSION)));
    return IntStream.range(1, medians.length).mapToDouble(i -> medians[i - 1] / medians[i]).toArray();
  }

  private static double[] medians(TreeMap<Integer, Ensemble> heads, ToDoubleFunction<Ensemble> measure) {
    return heads.values().stream().mapToDouble(measure).toArray();
  }

  /** Spearman's, of values without ties: {@code 1 - 6 sum d^2 / (n (n^2 - 1))}. */
  static double rankCorrelation(double[] x, double[] y) {
    double[] first = ranks(x);
    double[] second = ranks(y);
    double squares = IntStream.range(0, x.length).mapToDouble(i -> Math.pow(first[i] - second[i], 2)).sum();
    return 1 - 6 * squares / (x.length * (Math.pow(x.length, 2) - 1));
  }

  private static double[] ranks(double[] values) {
    return Arrays.stream(values).map(value -> Arrays.stream(values).filter(other -> other < value).count()).toArray();
  }

  private static List<Plot> plots(TreeMap<Integer, Ensemble> heads) {
    String caption =
        "Median and range of the seeds; the cross of each head is the paper's, of other data and networks.";
    Side layers = new Side("layers of the projection head", Layout.WHOLE);
    List<Curve> byLayer = new ArrayList<>();
    heads.forEach((head, e) ->
        byLayer.add(Curves.byLayer("head of " + head, head - 1, e, TRANSFER_TEST_ACCURACY, 0)));
    return List.of(
        new Plot("C at the extractor's output", caption, layers, new Side("C (log scale)", Layout.LOG),
            List.of(Curves.measured("ours", 0, dots(heads, COMPRESSION)), Curves.paper("paper", 0, 1, FIGURE_C))),
        new Plot("Transfer accuracy at the extractor's output", caption, layers,
            new Side("test accuracy on other classes", Layout.LINEAR),
            List.of(Curves.measured("ours", 0, dots(heads, TRANSFER_TEST_ACCURACY)),
                Curves.paper("paper", 0, 1, FIGURE_TRANSFER))),
        new Plot("Transfer accuracy against the layer",
            "Median and range of the seeds. Layer 3 is the extractor's output; what lies behind it is the head.",
            new Side("layer (0 is the input)", Layout.WHOLE), new Side("test accuracy on other classes", Layout.LINEAR),
            byLayer));
  }

  private static List<Dot> dots(Map<Integer, Ensemble> heads, Measure measure) {
    return heads.entrySet().stream().map(head -> Curves.dot(head.getKey(), output(head.getValue(), measure))).toList();
  }
}
