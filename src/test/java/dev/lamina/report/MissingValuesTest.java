package dev.lamina.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.result.History;
import dev.lamina.result.LossCurve;
import dev.lamina.result.RunFiles;
import dev.lamina.result.RunSummary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class MissingValuesTest {
  @Test
  void aDivergedRunSaysSoAndWhatIsMissing() throws Exception {
    Document page = Samples.document(ReportWriter.html(Samples.run("diverged")));
    String text = page.getDocumentElement().getTextContent();
    assertTrue(text.contains("This run diverged: the training loss became NaN at step 3."));
    assertEquals(2, Samples.elements(page, "figure").size());
    assertEquals(5, Samples.elements(page, "p").stream().filter(p -> p.getAttribute("class").equals("missing"))
        .count());
    assertFalse(ReportWriter.html(Samples.run("theory")).contains("This run diverged"));
  }

  @Test
  void anInterruptedRunSaysSo() throws Exception {
    String html = ReportWriter.html(Samples.changed("theory", node -> node.put("status", "interrupted")));
    assertTrue(html.contains("This run was interrupted"));
  }

  @Test
  void anEmptySummaryStillMakesAPage() throws Exception {
    RunSummary nothing = RunSummary.read(JsonNodeFactory.instance.objectNode());
    ObjectNode environment = JsonNodeFactory.instance.objectNode();
    Document page = Samples.document(ReportWriter.html(
        new RunFiles(nothing, new LossCurve(List.of()), History.NONE, List.of(), "", environment)));
    assertEquals("Unnamed run", Samples.elements(page, "h1").get(0).getTextContent());
    assertTrue(Samples.elements(page, "figure").isEmpty());
  }

  /** Every value in turn becomes null, text, then disappears: none of them may be needed. */
  @Test
  void noSingleValueIsNeeded() throws Exception {
    List<String> pointers = new ArrayList<>();
    Samples.changed("theory", node -> collect("", node, pointers));
    assertTrue(pointers.size() > 100);
    for (String pointer : pointers) {
      int slash = pointer.lastIndexOf('/');
      String key = pointer.substring(slash + 1);
      RunFiles empty = Samples.changed("theory",
          node -> spoil(node.at(pointer.substring(0, slash)), key, NullNode.instance));
      Samples.document(ReportWriter.html(empty));
      RunFiles odd = Samples.changed("theory",
          node -> spoil(node.at(pointer.substring(0, slash)), key, JsonNodeFactory.instance.textNode("NaN")));
      Samples.document(ReportWriter.html(odd));
      RunFiles gone = Samples.changed("theory", node -> spoil(node.at(pointer.substring(0, slash)), key, null));
      Samples.document(ReportWriter.html(gone));
    }
  }

  private static void spoil(JsonNode parent, String key, JsonNode value) {
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(key), value == null ? NullNode.instance : value);
    } else if (value == null) {
      ((ObjectNode) parent).remove(key);
    } else {
      ((ObjectNode) parent).set(key, value);
    }
  }

  /** The first two entries of an array stand for the others. */
  private static void collect(String path, JsonNode node, List<String> pointers) {
    if (!path.isEmpty()) {
      pointers.add(path);
    }
    node.properties().forEach(entry -> collect(path + "/" + entry.getKey(), entry.getValue(), pointers));
    for (int index = 0; node.isArray() && index < Math.min(2, node.size()); index++) {
      collect(path + "/" + index, node.get(index), pointers);
    }
  }

  @Test
  void valuesBeyondDoublesAreNotDrawn() throws Exception {
    RunFiles run = Samples.changed("theory", node -> node.withArray("layers").forEach(
        layer -> ((ObjectNode) layer).put("discrimination", Double.POSITIVE_INFINITY)
            .put("numerical_rank", Double.NaN)));
    String html = ReportWriter.html(run);
    Document page = Samples.document(html);
    assertTrue(html.contains("no layer after the input has a discrimination"));
    assertEquals(6, Samples.elements(page, "figure").size());
  }
}
