package dev.lamina.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.report.Samples;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ChartPainterTest {
  private static final Axis LAYERS = new Axis("layer", LinearScale.whole(0, 9));
  private static final Axis LOGARITHM = new Axis("value", LogScale.around(List.of(1.0, 100.0)));

  private static Document paint(List<Region> regions, List<Band> bands, Series... series) throws Exception {
    return Samples.document("<div>"
        + ChartPainter.paint(new Chart("words", LAYERS, LOGARITHM, regions, bands, List.of(series))) + "</div>");
  }

  private static Series series(Style.Line line, double... values) {
    return new Series("values", new Style("c0", line, Marker.DISC),
        IntStream.range(0, values.length).mapToObj(x -> new Series.Point(x, values[x], "point " + x)).toList());
  }

  private static List<Element> paths(Document drawing, String kind) {
    return Samples.elements(drawing, "path").stream()
        .filter(path -> path.getAttribute("class").contains(kind)
            && !((Element) path.getParentNode()).hasAttribute("aria-hidden"))
        .toList();
  }

  @Test
  void aLineBreaksWhereTheAxisCannotPlaceAPoint() throws Exception {
    Document drawing = paint(List.of(), List.of(), series(Style.Line.SOLID, 1, 10, 0, 10, Double.NaN, 1, 2));
    assertEquals(3, paths(drawing, "line").get(0).getAttribute("d").chars().filter(letter -> letter == 'M').count());
    assertEquals(5, paths(drawing, "marker").size());
  }

  @Test
  void pointsTellTheirValuesToThePointer() throws Exception {
    Document drawing = paint(List.of(), List.of(), series(Style.Line.NONE, 1, 10));
    assertEquals(List.of("point 0", "point 1"),
        Samples.elements(drawing, "title").stream().map(Element::getTextContent).toList());
  }

  @Test
  void largerValuesLieHigher() throws Exception {
    Document drawing = paint(List.of(), List.of(), series(Style.Line.SOLID, 1, 100));
    String[] numbers = paths(drawing, "line").get(0).getAttribute("d").split("[ML ]");
    assertTrue(Double.parseDouble(numbers[2]) > Double.parseDouble(numbers[4]));
    assertTrue(Double.parseDouble(numbers[1]) < Double.parseDouble(numbers[3]));
  }

  @Test
  void wideRegionsAreLabelledInPlaceAndNarrowOnesInTheLegend() throws Exception {
    Document wide = paint(List.of(new Region(0.5, 4.5, "nonlinear")), List.of(), series(Style.Line.NONE, 1));
    assertEquals(1, Samples.elements(wide, "text").stream().filter(text -> text.getTextContent().equals("nonlinear"))
        .count());
    Document narrow = paint(List.of(new Region(0.5, 1.5, "nonlinear"), new Region(2.5, 3.5, "nonlinear")), List.of(),
        series(Style.Line.NONE, 1));
    assertEquals(0, Samples.elements(narrow, "text").stream().filter(text -> text.getTextContent().equals("nonlinear"))
        .count());
    assertEquals(1, Samples.elements(narrow, "span").stream().filter(text -> text.getTextContent().equals("nonlinear"))
        .count());
  }

  @Test
  void aBandIsOneClosedAreaWithoutTheRangesThatCannotBePlaced() throws Exception {
    Band band = new Band("range", "c0", List.of(
        new Band.Range(0, 1, 10), new Band.Range(1, 0, 10), new Band.Range(2, 2, Double.NaN),
        new Band.Range(3, 2, 20)));
    List<Element> bands = paths(paint(List.of(), List.of(band), series(Style.Line.NONE, 1)), "band");
    assertEquals(1, bands.size());
    assertTrue(bands.get(0).getAttribute("d").matches("M[^L]+(L[^L]+){3}Z"), bands.get(0).getAttribute("d"));
  }

  @Test
  void aDenseLineKeepsItsMarkersApartButPointsWithoutALineAreAllDrawn() throws Exception {
    double[] values = IntStream.range(0, 10).mapToDouble(x -> x + 1).toArray();
    Axis dense = new Axis("layer", LinearScale.whole(0, 400));
    for (Style.Line line : List.of(Style.Line.SOLID, Style.Line.NONE)) {
      Chart chart = new Chart("words", dense, LOGARITHM, List.of(), List.of(), List.of(series(line, values)));
      int markers = paths(Samples.document("<div>" + ChartPainter.paint(chart) + "</div>"), "marker").size();
      assertEquals(line == Style.Line.NONE ? 10 : 1, markers);
    }
  }
}
