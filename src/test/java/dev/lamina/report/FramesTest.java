package dev.lamina.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.result.History.Frame;
import dev.lamina.result.History;
import dev.lamina.result.LayerSummary;
import dev.lamina.result.LossCurve.Spread;
import dev.lamina.result.Measure;
import dev.lamina.result.RunFiles;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What the page's script gets to draw other epochs. */
class FramesTest {

  private static RunFiles run() {
    RunFiles run = Samples.run("theory");
    Map<Integer, Spread> c = new TreeMap<>();
    Map<Integer, Spread> d = new TreeMap<>();
    Map<Integer, List<Double>> features = new TreeMap<>();
    for (LayerSummary layer : run.summary().first().layers()) {
      c.put(layer.layer(), new Spread(1000, 900, 1100));
      d.put(layer.layer(), new Spread(layer.layer() == 2 ? Double.NaN : -0.5, -0.6, -0.4));
      features.put(layer.layer(), layer.measured().list(Measure.SINGULAR_VALUES).stream().map(value -> 1.0).toList());
    }
    return new RunFiles(run.summary(), run.losses(), new History(List.of(new Frame(0, c, d, features, Map.of()))),
        List.of(), run.config(), run.environment());
  }

  private static JsonNode frames(Document page, String heading) throws Exception {
    return new JsonMapper().readTree(Samples.figure(page, heading).getAttribute("data-frames"));
  }

  @Test
  void endWithTheChartAsItIsDrawn() throws Exception {
    Document page = Samples.document(ReportWriter.html(run()));
    JsonNode frames = frames(page, "Within-class compression C");
    JsonNode series = frames.get("series").get(0);
    List<LayerSummary> layers = run().summary().first().layers();
    assertEquals(2, series.get("values").size());
    for (int l = 0; l < layers.size(); l++) {
      assertEquals(1000, series.get("values").get(0).get(l).asDouble());
      assertEquals(1, series.get("values").get(1).get(l).asDouble() / layers.get(l).get(Measure.COMPRESSION), 5e-4);
    }
    assertTrue(frames.get("log").asBoolean() && frames.get("high").asDouble() >= 3, "the axis holds every epoch");
    Element measured = Samples.elements(page, "g").stream()
        .filter(group -> group.getParentNode().getParentNode() == Samples.figure(page, "Within-class compression C"))
        .toList().get(series.get("number").asInt());
    assertEquals(layers.size(), measured.getElementsByTagName("title").getLength(), "the series that is meant");
    assertTrue(frames(page, "Between-class discrimination D").get("series").get(0).get("values").get(0).get(1)
        .isNull());
    JsonNode spectra = frames(page, "Singular values of the features");
    assertEquals(layers.size(), spectra.get("series").size());
    assertEquals(1, spectra.get("series").get(2).get("values").get(0).get(3).asDouble());
    assertFalse(Samples.figure(page, "Singular values of the weights").hasAttribute("data-frames"));
  }

  @Test
  void areThereOnlyForRunsThatMeasuredOnTheWay() throws Exception {
    Document page = Samples.document(ReportWriter.html(Samples.run("theory")));
    assertTrue(Samples.elements(page, "figure").stream().noneMatch(figure -> figure.hasAttribute("data-frames")));
    assertTrue(Samples.elements(page, "input").isEmpty());
    Element slider = Samples.elements(Samples.document(ReportWriter.html(run())), "input").get(0);
    assertEquals("1", slider.getAttribute("max"));
    assertEquals("hidden", ((Element) slider.getParentNode()).getAttribute("hidden"), "until there is a script");
  }
}
