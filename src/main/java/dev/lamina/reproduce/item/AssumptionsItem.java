package dev.lamina.reproduce.item;

import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Findings;
import dev.lamina.reproduce.Item;
import dev.lamina.reproduce.Lab;
import dev.lamina.reproduce.Verdict;
import java.util.ArrayList;
import java.util.List;

/** The assumptions on trained weights: minimum norm, balance, and the plateau of the singular values. */
final class AssumptionsItem implements Item {

  @Override
  public String name() {
    return "assumptions";
  }

  @Override
  public String title() {
    return "The assumptions on trained weights, and the conservation law behind them";
  }

  @Override
  public List<String> about() {
    return List.of(
        "(i) is the distance of the product of all matrices from the minimum-norm solution; (ii) the mean over"
            + " neighbouring layers of |B_l| / |W_l| with B_l the balance (the figure's legend leaves out the"
            + " division); (iii) the pooled variance of the singular values on the plateau.",
        "Gradient flow conserves the balance, so that (ii) follows from the initial weights and the final norms; the"
            + " lines are this prediction.",
        "Shapes and epochs are the authors'; the figure's depth counts matrices, L = 2 to 5. Their job script also"
            + " lists six and seven matrices, which they do not show: 100,000 epochs may not leave the plateau there."
            + " A quick reproduction has fewer seeds and shapes, and varies the width at L = 3, where training is"
            + " short. The measurements during training are ours.");
  }

  @Override
  public List<String> experiments() {
    return List.of("assumptions");
  }

  @Override
  public Findings run(Lab lab) {
    List<Ensemble> shapes = new ArrayList<>();
    for (Shape shape : lab.pick(Shape.QUICK, Shape.ALL)) {
      shapes.add(lab.run("L" + shape.matrices() + "-width" + shape.width(), "assumptions",
          "network.hidden=" + (shape.matrices() - 1), "network.width=" + shape.width(), "members=" + shape.seeds(),
          "metrics.every=0"));
    }
    Ensemble way = lab.run("during-training", "assumptions", "members=" + lab.pick(2, 10));
    List<Verdict> verdicts = new ArrayList<>();
    shapes.forEach(shape -> verdicts.addAll(Residuals.verdicts(shape)));
    verdicts.addAll(Residuals.ofAll(shapes));
    verdicts.addAll(Conservation.verdicts(way));
    return new Findings(verdicts, List.of(
        Residuals.againstDepth(shapes), Residuals.againstWidth(shapes), Residuals.plateaus(shapes),
        Conservation.plot(way)));
  }

  /** A network of this item: its width, its number of matrices L, and how many seeds. */
  record Shape(int width, int matrices, int seeds) {

    static final List<Shape> QUICK = List.of(new Shape(400, 2, 3), new Shape(400, 3, 3), new Shape(400, 4, 3),
        new Shape(200, 3, 2), new Shape(700, 3, 2), new Shape(200, 5, 2));

    static final List<Shape> ALL = List.of(new Shape(400, 2, 10), new Shape(400, 3, 10), new Shape(400, 4, 10),
        new Shape(200, 5, 10), new Shape(300, 5, 10), new Shape(400, 5, 10), new Shape(500, 5, 10),
        new Shape(600, 5, 10), new Shape(700, 5, 10), new Shape(400, 6, 10), new Shape(400, 7, 10));
  }
}
