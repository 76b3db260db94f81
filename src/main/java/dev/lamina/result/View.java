package dev.lamina.result;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Samples of one layer in two dimensions: a layer of {@code views.csv}.
 *
 * @param layer 0 is the input
 * @param labels class of each sample
 * @param pca their principal components, {@code [sample][axis]}
 * @param umap the same samples by UMAP, if it was asked for
 */
public record View(int layer, int[] labels, double[][] pca, Optional<double[][]> umap) {

  private static final String[] COLUMNS = {"layer", "class", "pca1", "pca2", "umap1", "umap2"};

  /** A row for each layer and sample. */
  public static String csv(Collection<View> views) {
    CsvText csv = new CsvText(COLUMNS);
    for (View view : views) {
      for (int i = 0; i < view.labels.length; i++) {
        double[] umap = view.umap.isPresent() ? view.umap.get()[i] : new double[] {Double.NaN, Double.NaN};
        csv.row(view.layer, view.labels[i], view.pca[i][0], view.pca[i][1], umap[0], umap[1]);
      }
    }
    return csv.toString();
  }

  /**
   * Reads the table, by ascending layer.
   *
   * @throws IllegalArgumentException if it has other columns, or what is no number
   */
  static List<View> read(BufferedReader reader) throws IOException {
    CsvRows rows = new CsvRows(reader, COLUMNS);
    Map<Integer, List<double[]>> layers = new TreeMap<>();
    while (rows.next()) {
      layers.computeIfAbsent((int) rows.whole("layer"), layer -> new ArrayList<>()).add(new double[] {
          rows.whole("class"), rows.number("pca1"), rows.number("pca2"), rows.number("umap1"), rows.number("umap2")});
    }
    List<View> views = new ArrayList<>();
    layers.forEach((layer, samples) -> {
      boolean umap = samples.stream().anyMatch(row -> Double.isFinite(row[3]));
      views.add(new View(layer, samples.stream().mapToInt(row -> (int) row[0]).toArray(), points(samples, 1),
          umap ? Optional.of(points(samples, 3)) : Optional.empty()));
    });
    return views;
  }

  private static double[][] points(List<double[]> rows, int column) {
    return rows.stream().map(row -> new double[] {row[column], row[column + 1]}).toArray(double[][]::new);
  }
}
