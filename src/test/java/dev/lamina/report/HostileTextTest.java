package dev.lamina.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.report.chart.Markup;
import dev.lamina.result.RunFiles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class HostileTextTest {
  private static final String HOSTILE = "</style><script>alert('x')</script>\" onload=\"x\u0000\u0007\ud800 & ]]> end";

  @Test
  void everyTextOfTheFilesStaysText() throws Exception {
    RunFiles sample = Samples.changed("theory", summary -> {
      for (String key : new String[] {"name", "status", "status_detail", "device", "precision", "seed"}) {
        summary.put(key, HOSTILE);
      }
      summary.withArray("layers").forEach(layer -> {
        ((ObjectNode) layer).put("name", HOSTILE).put("spectrum_method", HOSTILE);
      });
      ((ObjectNode) summary.withArray("theory").get(0)).put("check", HOSTILE).put("note", HOSTILE)
          .put("verdict", HOSTILE);
    });
    ObjectNode environment = JsonNodeFactory.instance.objectNode().put(HOSTILE, HOSTILE);
    environment.putObject("nested").putArray(HOSTILE).add(HOSTILE).add(1);
    String html = ReportWriter.html(new RunFiles(
        sample.summary(), sample.losses(), sample.history(), List.of(), HOSTILE, environment));
    Document page = Samples.document(html);
    assertEquals(1, Samples.elements(page, "script").size(), "Lamina's own");
    assertEquals(1, Samples.elements(page, "style").size());
    assertFalse(html.contains("onload=\""));
    assertEquals("</style><script>alert('x')</script>\" onload=\"x\ufffd\ufffd\ufffd & ]]> end",
        Samples.elements(page, "pre").get(0).getTextContent());
  }

  @Test
  void characterBeyondTheBasicPlaneSurvives() {
    assertEquals("\ud83d\udd25 \u00e4", Markup.escape("\ud83d\udd25 \u00e4"));
  }
}
