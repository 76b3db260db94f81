package dev.lamina.reproduce.item;

import static dev.lamina.reproduce.item.Curves.byLayer;
import static dev.lamina.reproduce.item.Curves.paper;
import static dev.lamina.result.Measure.COMPRESSION;
import static dev.lamina.result.Measure.DISCRIMINATION;
import static dev.lamina.result.Measure.FINAL_LOSS;

import dev.lamina.report.chart.Plot;
import dev.lamina.report.chart.Plot.Layout;
import dev.lamina.report.chart.Plot.Side;
import dev.lamina.reproduce.Claim;
import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Findings;
import dev.lamina.reproduce.Item;
import dev.lamina.reproduce.Lab;
import dev.lamina.reproduce.Verdict;
import java.util.List;
import java.util.stream.IntStream;

/** The nonlinear network of the synthetic figure's second row. */
final class NonlinearItem implements Item {

  /** C_0 .. C_9 and D_1 .. D_9 read off the figure (docs/theory.md, P4). */
  static final double[] FIGURE_C = {11.9, 11.4, 12.5, 9.5, 8.6, 7.9, 6.4, 4.7, 3.0, 1.74};
  static final double[] FIGURE_D = {0.22, 0.22, 0.26, 0.26, 0.27, 0.34, 0.36, 0.525, 0.63};

  private static final String FIGURE = "figure of synthetic data, second row";
  private static final Side LAYER = new Side("layer (0 is the input)", Layout.WHOLE);

  @Override
  public String name() {
    return "theory-nonlinear";
  }

  @Override
  public String title() {
    return "The same data in a nonlinear network of ten layers";
  }

  @Override
  public List<String> about() {
    return List.of("The paper gives no settings of this network. Nine layers of (linear, batch norm, ReLU) from"
        + " orthogonal weights of scale 0.3 at output scale 1 give its picture; without batch norm nothing is learnt"
        + " from this start.",
        "The figure's C are multiplied by 10/9 for the authors' handling of the first samples (a view in place of a"
            + " copy).");
  }

  @Override
  public List<String> experiments() {
    return List.of("theory-nonlinear");
  }

  @Override
  public Findings run(Lab lab) {
    String members = "members=" + lab.pick(10, 40);
    Ensemble normalised = lab.run("batch-norm", "theory-nonlinear", members);
    Ensemble bare = lab.run("no-batch-norm", "theory-nonlinear", members, "network.batch-norm=false");
    return new Findings(verdicts(normalised, bare), plots(normalised, bare));
  }

  static List<Verdict> verdicts(Ensemble normalised, Ensemble bare) {
    int last = normalised.depth() - 1;
    return List.of(
        new Claim("C of every layer as in the figure", FIGURE, "median within a third of the value")
            .within(quotients(normalised), 1, 1.0 / 3, "Median of the seeds over the figure's value, layers 1 to 9."),
        new Claim("D of every layer as in the figure", FIGURE, "median within 0.1 of the value")
            .within(differences(normalised), 0, 0.1, "Median of the seeds less the figure's value, layers 1 to 9."),
        new Claim("The first two layers hardly compress", FIGURE, "C_2/C_0 = 1.05")
            .between(normalised.quotient(COMPRESSION, 2, 0), 0.7, 1.3),
        new Claim("From layer 2 on the median of C falls at every layer", FIGURE, "each quotient below 1")
            .atMost(steps(normalised, 2), 1),
        new Claim("The last layer is compressed", FIGURE, "C_9/C_0 = 0.146").near(
            normalised.quotient(COMPRESSION, last, 0), FIGURE_C[9] / FIGURE_C[0], 1.0 / 3),
        new Claim("D rises from the first layer to the last", FIGURE, "0.22 to 0.63")
            .between(normalised.difference(DISCRIMINATION, last, 1), 0.2, 0.6),
        new Claim("Without batch norm this start learns nothing", "independent computation",
            "the loss stays 1").eachNear(bare.members(FINAL_LOSS), 1, 1e-3));
  }

  private static double[] quotients(Ensemble e) {
    double[] published = LinearDraws.unaliased(FIGURE_C);
    return IntStream.range(1, e.depth()).mapToDouble(l -> e.median(COMPRESSION, l) / published[l]).toArray();
  }

  private static double[] differences(Ensemble e) {
    return IntStream.range(1, e.depth()).mapToDouble(l -> e.median(DISCRIMINATION, l) - FIGURE_D[l - 1]).toArray();
  }

  private static double[] steps(Ensemble e, int from) {
    return IntStream.range(from, e.depth() - 1)
        .mapToDouble(l -> e.median(COMPRESSION, l + 1) / e.median(COMPRESSION, l)).toArray();
  }

  private static List<Plot> plots(Ensemble normalised, Ensemble bare) {
    String range = "Median and range of " + normalised.seeds() + " seeds; the paper's values are of one draw.";
    return List.of(
        new Plot("C against the layer, nonlinear", range, LAYER, new Side("C (log scale)", Layout.LOG), List.of(
            byLayer("without batch norm", 1, bare, COMPRESSION, 0),
            byLayer("(linear, batch norm, ReLU)", 0, normalised, COMPRESSION, 0),
            paper("paper \u00d7 10/9", 0, 0, LinearDraws.unaliased(FIGURE_C)))),
        new Plot("D against the layer, nonlinear", range, LAYER, new Side("D", Layout.LINEAR), List.of(
            byLayer("without batch norm", 1, bare, DISCRIMINATION, 1),
            byLayer("(linear, batch norm, ReLU)", 0, normalised, DISCRIMINATION, 1),
            paper("paper", 0, 1, FIGURE_D))));
  }
}
