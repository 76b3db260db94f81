package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code metrics.views}: in a table and in the report, the same each time, and nowhere if it is off. */
class ViewRunTest {

  @TempDir
  private Path directory;

  private Path run(String name, String views) {
    Path out = directory.resolve(name);
    Lamina.run("run", "theory", "--set", "metrics.views=" + views, "--set", "members=2", "--out", out).done();
    return out;
  }

  @Test
  void principalComponentsAndUmap() {
    Path out = run("umap", "umap");
    List<String> lines = Lamina.read(out.resolve("views.csv")).lines().toList();
    assertEquals(1 + 6 * 30, lines.size());
    for (String line : lines.subList(1, lines.size())) {
      assertTrue(Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble).allMatch(Double::isFinite), line);
    }
    String report = Lamina.read(out.resolve("report.html"));
    assertTrue(report.contains("Principal components of layer 5") && report.contains("UMAP of the input"));
    assertEquals(Lamina.read(out.resolve("views.csv")), Lamina.read(run("again", "umap").resolve("views.csv")));
  }

  /** The classes of the theory network's last layer are points, and two components hold all that lies between three. */
  @Test
  void principalComponentsAlone() {
    Path out = run("pca", "pca");
    List<String> lines = Lamina.read(out.resolve("views.csv")).lines().toList();
    assertTrue(lines.get(1).endsWith(",,"), lines.get(1));
    double[][] last = lines.subList(lines.size() - 30, lines.size()).stream()
        .map(line -> Arrays.stream(line.split(",", 5)).limit(4).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
    double within = 0;
    double between = Double.POSITIVE_INFINITY;
    for (double[] a : last) {
      for (double[] b : last) {
        double distance = Math.hypot(a[2] - b[2], a[3] - b[3]);
        within = a[1] == b[1] ? Math.max(within, distance) : within;
        between = a[1] == b[1] ? between : Math.min(between, distance);
      }
    }
    assertTrue(within < between / 4, within + " within classes, " + between + " between them");
    assertFalse(Lamina.read(out.resolve("report.html")).contains("UMAP"));
    assertFalse(Files.exists(run("none", "none").resolve("views.csv")));
  }
}
