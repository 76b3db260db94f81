package dev.lamina.reproduce.item;

import static dev.lamina.result.Measure.COMPRESSION;

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
import dev.lamina.reproduce.Spread;
import dev.lamina.reproduce.UserData;
import dev.lamina.reproduce.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Depth on real images from PyTorch's default initialisation: L = 5, 7, 9. */
final class DepthItem implements Item {

  /** C_1 .. C_{L-1} on Fashion-MNIST, read off the figure (docs/theory.md, P6), by L. */
  static final Map<Integer, double[]> FIGURE = Map.of(
      5, new double[] {2.45, 1.06, 0.92, 0.43},
      7, new double[] {2.4, 1.05, 0.82, 0.24, 0.080, 0.038},
      9, new double[] {2.34, 1.04, 0.78, 0.205, 0.061, 0.030, 0.022, 0.0197});

  private static final String WHERE = "figure of depth, Fashion-MNIST";
  private static final int NONLINEAR = 3;

  /** The last layer before the figure's curve of L = 9 flattens; of L = 7, the last one. */
  private static final int BEFORE_FLAT = 6;

  @Override
  public String name() {
    return "depth";
  }

  @Override
  public String title() {
    return "Depth on real images, from PyTorch's default initialisation";
  }

  @Override
  public List<String> about() {
    return List.of(
        "The paper shows C against the layer for L = 5, 7 and 9 and does not say which layers are nonlinear, nor"
            + " sizes, rates or epochs: all of these are ours. Three readings are run: the first three layers"
            + " nonlinear (hybrid), all, and none.",
        "The data are the 5,000 packaged images, of which a quick reproduction takes 200 of each class. For all"
            + " 60,000 give --set data.kind=idx, data.features, data.labels and data.per-class=0.");
  }

  @Override
  public List<String> experiments() {
    return List.of("depth");
  }

  @Override
  public UserData takes() {
    return UserData.IMAGES;
  }

  @Override
  public Findings run(Lab lab) {
    String[] settings = {"members=" + lab.pick(2, 5), "data.per-class=" + lab.pick(200, 500)};
    Variant hybrid = variant(lab, "hybrid", NONLINEAR, settings);
    Variant nonlinear = variant(lab, "nonlinear", Integer.MAX_VALUE, settings);
    Variant linear = variant(lab, "linear", 0, settings);
    return new Findings(verdicts(hybrid, nonlinear, linear), List.of(hybrid.plot(), nonlinear.plot(), linear.plot()));
  }

  private static Variant variant(Lab lab, String name, int nonlinear, String[] settings) {
    TreeMap<Integer, Ensemble> runs = new TreeMap<>();
    for (int matrices : List.of(5, 7, 9)) {
      List<String> all = new ArrayList<>(List.of(settings));
      all.add("network.hidden=" + (matrices - 1));
      all.add("network.nonlinear=" + Math.min(nonlinear, matrices - 1));
      runs.put(matrices, lab.run(name + "-L" + matrices, "depth", all.toArray(String[]::new)));
    }
    return new Variant(name, runs);
  }

  /** One reading of the figure: its networks by L. */
  record Variant(String name, TreeMap<Integer, Ensemble> runs) {

    /** The logarithms of ours (medians) over the figure's, from layer {@code from} on, L = 7 and 9. */
    double[] logarithms(int from) {
      return IntStream.of(7, 9).boxed().flatMapToDouble(matrices -> IntStream.range(from, matrices).mapToDouble(
          l -> Math.log(runs.get(matrices).median(COMPRESSION, l) / FIGURE.get(matrices)[l - 1]))).toArray();
    }

    /** Their root mean square from layer 1 on. */
    double distance() {
      return Math.sqrt(Arrays.stream(logarithms(1)).map(x -> x * x).average().orElse(Double.NaN));
    }

    /** The largest quotient of a layer's median C and the one before, of all networks. */
    double[] steps() {
      return runs.values().stream().flatMapToDouble(e -> IntStream.range(1, e.depth())
          .mapToDouble(l -> e.median(COMPRESSION, l) / e.median(COMPRESSION, l - 1))).toArray();
    }

    /** C of the last layer. */
    double[] last(int matrices) {
      return runs.get(matrices).layer(COMPRESSION, matrices - 1);
    }

    Plot plot() {
      List<Curve> curves = new ArrayList<>();
      List<Integer> order = List.copyOf(runs.keySet());
      for (int group = 0; group < order.size(); group++) {
        int matrices = order.get(group);
        curves.add(Curves.byLayer("L = " + matrices, group, runs.get(matrices), COMPRESSION, 0));
      }
      for (int group = 0; group < order.size(); group++) {
        curves.add(Curves.paper(group == 0 ? "paper" : "", group, 1, FIGURE.get(order.get(group))));
      }
      return new Plot("C against the layer, " + name, "Median and range of the seeds; crosses are the paper's figure.",
          new Side("layer (0 is the input)", Layout.WHOLE), new Side("C (log scale)", Layout.LOG), curves);
    }
  }

  static List<Verdict> verdicts(Variant hybrid, Variant nonlinear, Variant linear) {
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(new Claim("Hybrid: C falls at every layer", WHERE, "each quotient of neighbours below 1")
        .atMost(hybrid.steps(), 1));
    for (int matrices : List.of(7, 9)) {
      Ensemble e = hybrid.runs().get(matrices);
      String at = " from the last nonlinear layer on, L = " + matrices + (matrices == 9 ? ", up to layer 6" : "");
      verdicts.add(new Claim("Hybrid: C falls geometrically" + at, WHERE,
          "log C on a line: 1 - R\u00b2 = 0.011, 0.017")
          .straight(e.straightness(COMPRESSION, NONLINEAR, BEFORE_FLAT), 0.022));
      verdicts.add(new Claim("Hybrid: no layer does much more than its share" + at, WHERE,
          "largest fall of log C over the mean fall: 1.20, 1.23")
          .atMost(e.unevenness(COMPRESSION, NONLINEAR, BEFORE_FLAT), 1.5));
    }
    verdicts.add(new Claim("Hybrid: seven matrices compress more than five", WHERE, "C of the last layer: 0.038 / 0.43")
        .atMost(Seeds.quotients(hybrid.last(7), hybrid.last(5)), 1));
    verdicts.add(new Claim("Hybrid: nine compress more than seven", WHERE, "C of the last layer: 0.0197 / 0.038")
        .atMost(Seeds.quotients(hybrid.last(9), hybrid.last(7)), 1));
    verdicts.add(new Claim("Hybrid: the last layers of L = 9 flatten", WHERE,
        "the last quotient, 0.90, is above that of layers 5 and 4, 0.30").atMost(flattening(hybrid.runs().get(9)), 1));
    verdicts.add(new Claim("Hybrid: the first layers do not depend on the depth", WHERE, "C_2 = 1.06, 1.05, 1.04")
        .atMost(unevenness(hybrid, 2), 0.25));
    verdicts.add(new Claim("Hybrid: the last layers as in the figure, L = 7 and 9", WHERE,
        "median within a factor 2, layer 5 on").within(hybrid.logarithms(5), 0, Math.log(2),
            "Logarithm of the median over the figure's value.")
        .explained("The settings are not known, and the last layers are the more compressed the longer one trains: on"
            + " 5,000 images from 0.042 after 40 epochs to 0.014 after 100, L = 7.", Math.log(4)));
    verdicts.add(new Claim("Of the three readings the hybrid one is nearest to the figure", WHERE,
        "least distance of log C, L = 7 and 9").atMost(new double[] {
            hybrid.distance() / Math.min(nonlinear.distance(), linear.distance())}, 1));
    verdicts.add(new Claim("C_1 as in the figure", WHERE, "2.34 to 2.45").medianBetween(
        hybrid.runs().get(7).layer(COMPRESSION, 1), 2.2, 2.6)
        .explained("The settings are not known, and the figure's first layer is less compressed than the images"
            + " themselves (C_0 = 1.5): a first layer that does this came out of none of the settings tried.", 1.6));
    verdicts.add(new Claim("A linear network does not fit the images and stops compressing", "ours",
        "C of the last layer above the hybrid's").atMost(Seeds.quotients(hybrid.last(9), linear.last(9)), 1));
    return verdicts;
  }

  private static double[] flattening(Ensemble e) {
    double[] early = e.quotient(COMPRESSION, 5, 4);
    double[] late = e.quotient(COMPRESSION, 8, 7);
    return Seeds.quotients(early, late);
  }

  private static double[] unevenness(Variant variant, int layer) {
    Spread spread = Spread.of(
        variant.runs().values().stream().mapToDouble(e -> e.median(COMPRESSION, layer)).toArray());
    return new double[] {spread.max() / spread.min() - 1};
  }
}
