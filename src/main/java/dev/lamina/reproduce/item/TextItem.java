package dev.lamina.reproduce.item;

import static dev.lamina.result.Measure.COMPRESSION;
import static dev.lamina.result.Measure.DISCRIMINATION;
import static dev.lamina.result.Measure.TRAIN_ACCURACY;

import dev.lamina.report.chart.Plot;
import dev.lamina.report.chart.Plot.Layout;
import dev.lamina.report.chart.Plot.Side;
import dev.lamina.reproduce.Claim;
import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Findings;
import dev.lamina.reproduce.Item;
import dev.lamina.reproduce.Lab;
import dev.lamina.reproduce.UserData;
import dev.lamina.reproduce.Verdict;
import java.util.List;

/** Texts as bags of words through a hybrid network. */
final class TextItem implements Item {

  private static final String TEXT = "text: a text classification benchmark";

  @Override
  public String name() {
    return "text";
  }

  @Override
  public String title() {
    return "Text: the same in bags of words";
  }

  @Override
  public List<String> about() {
    return List.of("The paper names a text classification benchmark, whose figure and settings could not be had, so the"
        + " claims are what it says of all its data. These documents are made up: words by Zipf's law, TF-IDF weighted;"
        + " each class uses some of them more often. A real set takes their place with --set data.kind=libsvm --set"
        + " data.file=FILE.");
  }

  @Override
  public List<String> experiments() {
    return List.of("text");
  }

  @Override
  public UserData takes() {
    return UserData.TEXTS;
  }

  @Override
  public Findings run(Lab lab) {
    Ensemble e = lab.run("hybrid", "text", "members=" + lab.pick(3, 10));
    return new Findings(verdicts(e), plots(e));
  }

  static List<Verdict> verdicts(Ensemble e) {
    int linear = e.config().nonlinear();
    int last = e.depth() - 1;
    return List.of(
        new Claim("Training samples are classified right", "ours", "nearly all: the claims are of the end of training")
            .medianBetween(e.members(TRAIN_ACCURACY), 0.98, 1),
        new Claim("C falls at every layer", TEXT, "each quotient of neighbours below 1")
            .atMost(e.steps(COMPRESSION, 0), 1),
        new Claim("C falls geometrically in the linear layers", TEXT, "log C on a line: 1 - R\u00b2 near 0")
            .straight(e.straightness(COMPRESSION, linear, last), 0.03),
        new Claim("No linear layer does much more than its share", TEXT,
            "largest fall of log C over the mean fall near 1").atMost(e.unevenness(COMPRESSION, linear, last), 1.5),
        new Claim("D rises through the linear layers", TEXT, "D of the last layer above that of the last nonlinear one")
            .between(e.difference(DISCRIMINATION, last, linear), 0.01, 2));
  }

  private static List<Plot> plots(Ensemble e) {
    Side layer = new Side("layer (0 is the input)", Layout.WHOLE);
    String caption = "Median and range of " + e.seeds() + " seeds.";
    return List.of(
        new Plot("C against the layer, text", caption, layer, new Side("C (log scale)", Layout.LOG),
            List.of(Curves.byLayer("", 0, e, COMPRESSION, 0))),
        new Plot("D against the layer, text", caption, layer, new Side("D", Layout.LINEAR),
            List.of(Curves.byLayer("", 0, e, DISCRIMINATION, 1))));
  }
}
