package dev.lamina.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.report.chart.Band;
import dev.lamina.report.chart.Figure;
import dev.lamina.report.chart.Series;
import dev.lamina.report.chart.Style;
import dev.lamina.result.History;
import dev.lamina.result.Measure;
import dev.lamina.result.MemberSummary;
import dev.lamina.result.RunFiles;
import dev.lamina.result.RunSummary;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerFiguresTest {
  private static Series series(Figure figure, String prefix) {
    return figure.chart().series().stream().filter(each -> each.name().startsWith(prefix)).findFirst().orElseThrow();
  }

  @Test
  void theLineIsTheLeastSquaresLineOfThePoints() throws Exception {
    // C = 8, 2, 1 has the least-squares slope log10(1/8)/2 through its mean exponent log10(16)/3.
    RunSummary summary = Samples.changed("theory", node -> {
      double[] values = {8, 2, 1};
      while (node.withArray("layers").size() > values.length) {
        node.withArray("layers").remove(values.length);
      }
      for (int layer = 0; layer < values.length; layer++) {
        ((ObjectNode) node.withArray("layers").get(layer)).put("compression", values[layer]);
      }
      ((ObjectNode) node.get("fit")).put("compression_ratio", Math.pow(8, -0.5)).put("last_layer", 2);
    }).summary();
    List<Series.Point> line = series(new LayerFigures(summary, History.NONE).compression(), "fit").points();
    double middle = Math.cbrt(16);
    assertEquals(middle * Math.sqrt(8), line.get(0).y(), 1e-12);
    assertEquals(middle / Math.sqrt(8), line.get(1).y(), 1e-12);
  }

  @Test
  void theLineSpansTheFittedLayersOnly() {
    RunSummary summary = Samples.run("hybrid").summary();
    List<Series.Point> line = series(new LayerFigures(summary, History.NONE).compression(), "fit").points();
    assertEquals(3, line.get(0).x());
    assertEquals(7, line.get(1).x());
  }

  @Test
  void discriminationLeavesTheInputOut() {
    RunSummary summary = Samples.run("theory").summary();
    List<Series.Point> points =
        series(new LayerFigures(summary, History.NONE).discrimination(), "D of").points();
    assertEquals(List.of(1.0, 2.0, 3.0, 4.0, 5.0), points.stream().map(Series.Point::x).toList());
  }

  @Test
  void theBandHoldsEveryMember() {
    RunSummary summary = Samples.run("hybrid").summary();
    Band band = new LayerFigures(summary, History.NONE).compression().chart().bands().get(0);
    assertEquals("range over 3 members", band.name());
    assertEquals(8, band.ranges().size());
    for (MemberSummary member : summary.memberResults()) {
      for (int layer = 0; layer < 8; layer++) {
        double value = member.layers().get(layer).get(Measure.COMPRESSION);
        Band.Range range = band.ranges().get(layer);
        assertTrue(range.low() <= value && value <= range.high());
        assertEquals(layer > 0, range.low() < range.high(), "the input is the same for all");
      }
    }
    assertTrue(new LayerFigures(Samples.run("theory").summary(), History.NONE).compression().chart().bands().isEmpty());
  }

  @Test
  void withoutAFitThePointsRemain() throws Exception {
    RunSummary summary = Samples.changed("theory", node -> node.putNull("fit")).summary();
    Figure figure = new LayerFigures(summary, History.NONE).compression();
    assertEquals(1, figure.chart().series().size());
    assertEquals(Style.Line.FAINT, figure.chart().series().get(0).style().line());
  }

  @Test
  void compressionAtOrBelowZeroIsNotDrawnOnTheLogarithmicAxis() throws Exception {
    RunSummary some = Samples.changed("theory",
        node -> ((ObjectNode) node.withArray("layers").get(5)).put("compression", 0)).summary();
    assertTrue(new LayerFigures(some, History.NONE).compression().chart().y().scale().ticks().size() > 2);
    RunSummary none = Samples.changed("theory",
        node -> node.withArray("layers").forEach(layer -> ((ObjectNode) layer).put("compression", -1))).summary();
    assertNull(new LayerFigures(none, History.NONE).compression().chart());
  }

  @Test
  void aSingleLayerIsDrawnWithoutALine() throws Exception {
    RunFiles run = Samples.changed("theory", node -> {
      while (node.withArray("layers").size() > 1) {
        node.withArray("layers").remove(1);
      }
    });
    assertEquals(1, new LayerFigures(run.summary(), History.NONE).compression().chart().series().size());
    Samples.document(ReportWriter.html(run));
  }
}
