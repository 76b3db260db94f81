package dev.lamina.report;

import dev.lamina.report.chart.Plot;
import dev.lamina.report.chart.Plot.Curve;
import dev.lamina.report.chart.Plot.Dot;
import dev.lamina.report.chart.Plot.Layout;
import dev.lamina.report.chart.Plot.Role;
import dev.lamina.report.chart.Plot.Side;
import dev.lamina.result.RunSummary;
import dev.lamina.result.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Samples in two dimensions, a colour and a marker for each class. */
public final class ViewFigures {

  private ViewFigures() {}

  /**
   * The views of a run: principal components of every layer, then UMAP of those that have it.
   *
   * @param classNames as in summary.json
   */
  static List<Plot> of(List<View> views, List<String> classNames) {
    List<Plot> plots = new ArrayList<>();
    views.forEach(view -> plots.add(plot("Principal components of " + name(view.layer()), "",
        List.of("first component", "second component"), view.pca(), view.labels(), classNames)));
    views.forEach(view -> view.umap().ifPresent(umap -> plots.add(plot("UMAP of " + name(view.layer()), "",
        List.of("first coordinate", "second coordinate"), umap, view.labels(), classNames))));
    return plots;
  }

  private static String name(int layer) {
    return layer == 0 ? "the input" : "layer " + layer;
  }

  /**
   * One view as a plot.
   *
   * @param heading what it shows
   * @param caption how to read it
   * @param axes their names
   * @param points {@code [sample][axis]}
   * @param labels class of each sample
   */
  public static Plot plot(String heading, String caption, List<String> axes, double[][] points, int[] labels) {
    return plot(heading, caption, axes, points, labels, List.of());
  }

  private static Plot plot(String heading, String caption, List<String> axes, double[][] points, int[] labels,
      List<String> classNames) {
    int classes = Arrays.stream(labels).max().orElse(0) + 1;
    List<Curve> curves = new ArrayList<>();
    for (int k = 0; k < classes; k++) {
      List<Dot> dots = new ArrayList<>();
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] == k) {
          dots.add(Dot.of(points[i][0], points[i][1]));
        }
      }
      if (!dots.isEmpty()) {
        curves.add(new Curve(RunSummary.className(classNames, k), Role.SCATTER, k, dots));
      }
    }
    return new Plot(heading, caption, new Side(axes.get(0), Layout.LINEAR), new Side(axes.get(1), Layout.LINEAR),
        curves);
  }
}
