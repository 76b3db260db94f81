package dev.lamina.reproduce.item;

import dev.lamina.experiment.LayerView;
import dev.lamina.report.ViewFigures;
import dev.lamina.report.chart.Plot;
import dev.lamina.reproduce.Claim;
import dev.lamina.reproduce.Findings;
import dev.lamina.reproduce.Item;
import dev.lamina.reproduce.Lab;
import dev.lamina.reproduce.UserData;
import dev.lamina.reproduce.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Two-dimensional views of the features of the hybrid network, layer by layer. */
final class ViewsItem implements Item {

  private static final String FIGURE = "figure of UMAP";
  private static final String PCA = "ours";

  /** The layers of the paper's figure. */
  private static final List<Integer> LAYERS = List.of(1, 2, 4, 6);

  @Override
  public String name() {
    return "views";
  }

  @Override
  public String title() {
    return "What the features look like: two-dimensional views of layers 1, 2, 4 and 6";
  }

  @Override
  public List<String> about() {
    return List.of("The paper shows layers 1, 2, 4 and 6 of its hybrid network by UMAP: one mixed cloud at 1 and 2, ten"
        + " islands at 4 and 6. These are of the packaged images, 500 of them, with 15 neighbours; the paper's"
        + " settings are"
        + " not known. The principal components are of all samples. What is held against the figure is the share of a"
        + " view's"
        + " variance that lies between the classes: 0 for a mixed cloud, 1 for points.");
  }

  @Override
  public List<String> experiments() {
    return List.of("hybrid");
  }

  @Override
  public UserData takes() {
    return UserData.IMAGES;
  }

  @Override
  public Findings run(Lab lab) {
    List<LayerView> views = lab.outcome("hybrid", "hybrid", "metrics.views=umap", "metrics.probe=false",
        "training.epochs=" + lab.pick(60, 200)).views();
    return new Findings(verdicts(views), plots(views));
  }

  /** @param views of all layers */
  static List<Verdict> verdicts(List<LayerView> views) {
    return List.of(
        new Claim("UMAP: the classes are mixed at layer 1", FIGURE, "one cloud: a share below that of islands")
            .atMost(new double[] {umap(views, 1)}, 0.9)
            .explained("The classes of Fashion-MNIST lie apart after one layer"
                + " already, and most of them in the images themselves; the paper's CIFAR-10 is much harder.", 0.98),
        new Claim("UMAP: they are islands at layer 6", FIGURE, "ten compact islands: a share near 1")
            .between(new double[] {umap(views, 6)}, 0.9, 1),
        new Claim("UMAP: what lies within the classes vanishes", FIGURE,
            "layer 6 over layer 1: from a cloud to islands")
            .atMost(new double[] {(1 - umap(views, 6)) / (1 - umap(views, 1))}, 0.2),
        new Claim("UMAP: they part more and more", FIGURE, "share of layer 6 above layer 4 above layer 1")
            .atMost(new double[] {umap(views, 4) / umap(views, 6), umap(views, 1) / umap(views, 4)}, 1),
        new Claim("Principal components: the classes part from layer 1 to layer 6", PCA, "the share rises")
            .atMost(new double[] {pca(views, 1) / pca(views, 6)}, 1));
  }

  private static double umap(List<LayerView> views, int layer) {
    LayerView view = views.get(layer);
    return view.betweenClasses(view.umap().orElseThrow());
  }

  private static double pca(List<LayerView> views, int layer) {
    return views.get(layer).betweenClasses(views.get(layer).pca());
  }

  private static List<Plot> plots(List<LayerView> views) {
    List<Plot> plots = new ArrayList<>();
    for (int layer : LAYERS) {
      LayerView view = views.get(layer);
      plots.add(ViewFigures.plot("UMAP of layer " + layer, String.format(Locale.ROOT,
          "%.0f %% of the variance lies between the classes.", 100 * umap(views, layer)),
          List.of("first coordinate", "second coordinate"), view.umap().orElseThrow(), view.labels()));
    }
    for (int layer : LAYERS) {
      LayerView view = views.get(layer);
      plots.add(ViewFigures.plot("Principal components of layer " + layer, String.format(Locale.ROOT,
          "The axes hold %.0f %% and %.0f %% of the variance; %.0f %% of what is seen lies between the classes.",
          100 * view.shares()[0], 100 * view.shares()[1], 100 * pca(views, layer)),
          List.of("first component", "second component"), view.pca(), view.labels()));
    }
    return plots;
  }
}
