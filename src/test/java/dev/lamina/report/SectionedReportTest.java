package dev.lamina.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.report.SectionedReport.Listing;
import dev.lamina.report.SectionedReport.Section;
import dev.lamina.report.chart.Plot;
import dev.lamina.report.chart.Plot.Curve;
import dev.lamina.report.chart.Plot.Dot;
import dev.lamina.report.chart.Plot.Layout;
import dev.lamina.report.chart.Plot.Role;
import dev.lamina.report.chart.Plot.Side;
import dev.lamina.report.chart.Table;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class SectionedReportTest {
  private static final Side X = new Side("layer", Layout.WHOLE);
  private static final Side Y = new Side("C", Layout.LOG);

  private static Plot plot(Curve... curves) {
    return new Plot("heading", "caption", X, Y, List.of(curves));
  }

  private static Curve curve(String name, Role role, int group, double low) {
    return new Curve(name, role, group, List.of(new Dot(0, 10, 10 * low, 10), new Dot(1, 1, low, 1)));
  }

  private static Document page(String warning, Plot... plots) throws Exception {
    Table table = new Table("Verdicts", List.of("claim", "verdict", "note"), List.of(
        List.of("one", Table.HOLDS, "a note that is much longer than a short word"), List.of("two", Table.EXPECTED, ""),
        List.of("<three>", Table.FAILS, "")), List.of("claim", "verdict", "note"));
    return Samples.document(new SectionedReport("Title <&>", "kicker", "lead", warning, Map.of("key", "value"),
        List.of(new Section("first", "First \"section\"", List.of("about"), List.of(plots),
            List.of(table, new Table("Empty", List.of("a"), List.of(), List.of())),
            List.of(new Listing("file.yaml", "a: <b> # c"))))).html());
  }

  private static List<Element> marks(Document page, String kind) {
    return Samples.elements(page, "path").stream().filter(path -> path.getAttribute("class").contains(kind)
        && !((Element) path.getParentNode()).hasAttribute("aria-hidden")).toList();
  }

  @Test
  void thePageIsWellFormedAndItsSectionsCanBeReached() throws Exception {
    Document page = page("", plot(curve("measured", Role.MEASURED, 0, 1)));
    Element link = Samples.elements(page, "a").get(0);
    assertEquals("#first", link.getAttribute("href"));
    assertTrue(Samples.elements(page, "h2").stream().anyMatch(heading -> heading.getAttribute("id").equals("first")));
    assertEquals("a: <b> # c", Samples.elements(page, "pre").get(0).getTextContent());
    assertEquals(List.of("Verdicts"), Samples.elements(page, "caption").stream().map(Element::getTextContent).toList());
    assertTrue(Samples.elements(page, "p").stream().noneMatch(p -> p.getAttribute("class").contains("banner")));
    assertTrue(page("beware").getDocumentElement().getTextContent().contains("beware"));
  }

  @Test
  void verdictsAreMarkedAndLongTextsMayWrap() throws Exception {
    List<Element> cells = Samples.elements(page(""), "td");
    assertTrue(cells.get(0).getAttribute("class").endsWith(" good"));
    assertTrue(cells.get(1).getAttribute("class").contains("long"));
    assertTrue(cells.get(2).getAttribute("class").endsWith(" warn"));
    assertTrue(cells.get(4).getAttribute("class").endsWith(" bad"));
  }

  @Test
  void rolesOfOneGroupDifferInColourAndMark() throws Exception {
    Document page = page("", plot(curve("law", Role.LAW, 0, 1), curve("measured", Role.MEASURED, 0, 0.5),
        curve("paper", Role.PAPER, 0, 1)));
    assertEquals(1, marks(page, "c1 line").size());
    assertTrue(marks(page, "c1 line").get(0).hasAttribute("stroke-dasharray"));
    assertEquals(2, marks(page, "c0 marker").size());
    assertEquals(1, marks(page, "c0 band").size());
    assertEquals(2, marks(page, "c2 marker").size());
    assertTrue(marks(page, "c0 marker").get(0).getTextContent().contains("measured at 0: 10 (5 to 10)"));
    assertEquals(3, Samples.elements(page, "li").size() - 1, "a legend entry each, beside the link");
  }

  @Test
  void groupsHaveAColourEach() throws Exception {
    Document page = page("", plot(curve("few", Role.MEASURED, 0, 1), curve("more", Role.MEASURED, 1, 1),
        curve("", Role.PAPER, 1, 1)));
    assertEquals(2, marks(page, "q0 marker").size());
    assertEquals(4, marks(page, "q8 marker").size());
    assertEquals(0, marks(page, "band").size(), "no range, no area");
    assertEquals(2, Samples.elements(page, "li").size() - 1, "a curve without a name has no legend entry");
  }

  /** A chart that lacks some of the page's groups keeps the colours of the others. */
  @Test
  void aGroupHasOneColourOnAPage() throws Exception {
    List<Curve> all = List.of(curve("few", Role.MEASURED, 0, 1), curve("more", Role.MEASURED, 1, 1),
        curve("most", Role.MEASURED, 2, 1));
    for (int left = 0; left < 3; left++) {
      Document page = page("", new Plot("heading", "", X, Y, List.of(all.get(left)), 3));
      assertEquals(2, marks(page, "q" + 4 * left + " marker").size());
    }
  }

  /** What the page's script puts before a table must not become a cell of the layout that the table is in. */
  @Test
  void aTableAndItsToolsAreOneBlock() throws Exception {
    for (Element table : Samples.elements(Samples.document(ReportWriter.html(Samples.run("theory"))), "table")) {
      Element block = (Element) table.getParentNode().getParentNode();
      assertEquals("tabular", block.getAttribute("class"));
      assertEquals(1, block.getElementsByTagName("table").getLength());
    }
  }

  @Test
  void whatCouldNotBeMeasuredIsLeftOutWithAReason() throws Exception {
    Document page = page("", plot(new Curve("nothing", Role.MEASURED, 0, List.of(Dot.of(0, Double.NaN)))));
    assertEquals(0, Samples.elements(page, "figure").size());
    assertTrue(page.getDocumentElement().getTextContent().contains("nothing could be measured"));
  }

  @Test
  void everyDrawingHoldsFiniteCoordinates() throws Exception {
    Document page = page("", plot(new Curve("some", Role.MEASURED, 0, List.of(
        Dot.of(0, 1), new Dot(1, Double.NaN, Double.NaN, Double.NaN), new Dot(2, 3, 0, 5)))));
    Samples.elements(page, "path").forEach(path ->
        assertTrue(path.getAttribute("d").matches("[-MLHVZav0-9. ]+"), path.getAttribute("d")));
    assertFalse(marks(page, "marker").isEmpty());
  }
}
