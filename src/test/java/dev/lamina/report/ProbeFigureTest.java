package dev.lamina.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.report.chart.Chart;
import dev.lamina.report.chart.Series;
import dev.lamina.result.RunFiles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ProbeFigureTest {

  @Test
  void isLeftOutWhereNoProbeWasTrained() {
    assertTrue(ProbeFigure.of(Samples.run("hybrid").summary()).isEmpty());
  }

  @Test
  void showsTrainingAndTestWithTheRangeOverMembers() throws Exception {
    RunFiles run = Samples.changed("hybrid", node -> {
      fill(node.get("layers"), 0.5);
      for (int e = 0; e < node.get("member_results").size(); e++) {
        fill(node.get("member_results").get(e).get("layers"), 0.5 + 0.01 * e);
      }
    });
    Chart chart = ProbeFigure.of(run.summary()).orElseThrow().chart();
    assertEquals(List.of("training", "test"), chart.series().stream().map(Series::name).toList());
    assertEquals(0.5 + 0.05 * 3, chart.series().get(0).points().get(3).y());
    assertEquals(0.4 + 0.05 * 3, chart.series().get(1).points().get(3).y(), 1e-15);
    assertEquals(2, chart.bands().size());
    assertEquals(0.52, chart.bands().get(0).ranges().get(0).high());
    assertEquals(0.5, chart.bands().get(0).ranges().get(0).low());
    Element figure = Samples.figure(Samples.document(ReportWriter.html(run)), "Accuracy of linear probes");
    assertTrue(figure.getTextContent().contains("training 0.65"), figure.getTextContent());
  }

  @Test
  void aRunWithoutATestSetHasOneLine() throws Exception {
    RunFiles run = Samples.changed("theory", node -> node.get("layers").forEach(
        layer -> ((ObjectNode) layer).put("probe_accuracy", 1.0).putNull("probe_test_accuracy")));
    Chart chart = ProbeFigure.of(run.summary()).orElseThrow().chart();
    assertEquals(List.of("training"), chart.series().stream().map(Series::name).toList());
  }

  private static void fill(JsonNode layers, double first) {
    for (int l = 0; l < layers.size(); l++) {
      ((ObjectNode) layers.get(l)).put("probe_accuracy", first + 0.05 * l)
          .put("probe_test_accuracy", first - 0.1 + 0.05 * l);
    }
  }
}
