package dev.lamina.report.chart;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void sharesAreShadedByTenths() {
    List<String> columns = List.of("layer", "1", "2", "3", "4", "5");
    List<List<String>> rows = List.of(List.of("1", "1", "0.8740", "1.2e-5", "-0.3000", Numbers.MISSING));
    Markup page = new Markup();
    new Table("CKA", columns, rows, List.of(), true).write(page);
    String html = page.toString();
    assertTrue(html.contains("<td class=\"number h10\">1</td>"), html);
    assertTrue(html.contains("<td class=\"number h9\">0.8740</td>"), html);
    assertTrue(html.contains("<td class=\"number h0\">1.2e-5</td>"), html);
    assertTrue(html.contains("<td class=\"number h0\">-0.3000</td>"), html);
    assertTrue(html.contains("<td class=\"number\">" + Numbers.MISSING), html);
    Markup plain = new Markup();
    new Table("C", columns, rows, List.of()).write(plain);
    assertFalse(plain.toString().contains(" h9"));
  }
}
