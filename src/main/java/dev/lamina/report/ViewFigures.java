package dev.lamina.report;

import dev.lamina.report.Plot.Curve;
import dev.lamina.report.Plot.Dot;
import dev.lamina.report.Plot.Layout;
import dev.lamina.report.Plot.Role;
import dev.lamina.report.Plot.Side;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Samples in two dimensions, a colour and a marker for each class. */
public final class ViewFigures {

  /** Where the coordinates of UMAP begin in a sample: behind its class and its principal components. */
  private static final int UMAP = 3;

  private ViewFigures() {}

  /**
   * The views of views.csv: principal components of every layer, then UMAP of those that have it.
   *
   * @param classNames as in summary.json
   * @throws IllegalArgumentException if it has other columns, or what is no number
   */
  static List<Plot> read(BufferedReader reader, List<String> classNames) throws IOException {
    CsvRows rows = new CsvRows(reader, "layer", "class", "pca1", "pca2", "umap1", "umap2");
    Map<Integer, List<double[]>> layers = new TreeMap<>();
    while (rows.next()) {
      layers.computeIfAbsent((int) rows.whole("layer"), layer -> new ArrayList<>()).add(new double[] {rows.whole("class"),
          rows.number("pca1"), rows.number("pca2"), rows.number("umap1"), rows.number("umap2")});
    }
    List<Plot> plots = new ArrayList<>();
    layers.forEach((layer, samples) ->
        plots.add(plot("Principal components of " + name(layer), "", List.of("first component", "second component"), samples, 1,
            classNames)));
    layers.forEach((layer, samples) -> {
      if (samples.stream().anyMatch(row -> Double.isFinite(row[UMAP]))) {
        plots.add(plot("UMAP of " + name(layer), "", List.of("first coordinate", "second coordinate"), samples, UMAP,
            classNames));
      }
    });
    return plots;
  }

  private static String name(int layer) {
    return layer == 0 ? "the input" : "layer " + layer;
  }

  private static Plot plot(String heading, String caption, List<String> axes, List<double[]> rows, int column,
      List<String> classNames) {
    return plot(heading, caption, axes,
        rows.stream().map(row -> new double[] {row[column], row[column + 1]}).toArray(double[][]::new),
        rows.stream().mapToInt(row -> (int) row[0]).toArray(), classNames);
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
        curves.add(new Curve(Summary.className(classNames, k), Role.SCATTER, k, dots));
      }
    }
    return new Plot(heading, caption, new Side(axes.get(0), Layout.LINEAR), new Side(axes.get(1), Layout.LINEAR), curves);
  }
}
