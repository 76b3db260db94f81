package dev.lamina.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.report.chart.Band;
import dev.lamina.report.chart.Chart;
import dev.lamina.report.chart.Figure;
import dev.lamina.report.chart.Series;
import dev.lamina.result.History;
import dev.lamina.result.LayerSummary;
import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import dev.lamina.result.WeightSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpectrumFiguresTest {
  private static LayerSummary layer(int number, List<Double> values) {
    return new LayerSummary(number, "", "linear", Measured.builder().put(Measure.SINGULAR_VALUES, values).build());
  }

  private static WeightSummary weight(int number, double low, double high, int size) {
    List<Double> values = IntStream.range(0, size).mapToObj(index -> 1.0 / (index + 1)).toList();
    return new WeightSummary(number, Measured.builder().put(Measure.PLATEAU_MIN, low).put(Measure.PLATEAU_MAX, high)
        .put(Measure.WEIGHT_SINGULAR_VALUES, values).build());
  }

  @Test
  void featuresAreRelativeToTheLargestOfTheirLayer() {
    Chart chart = SpectrumFigures.features(List.of(layer(0, List.of(8.0, 2.0)), layer(1, List.of(100.0, 1.0))),
        History.NONE).chart();
    assertEquals(List.of(1.0, 0.25), chart.series().get(0).points().stream().map(Series.Point::y).toList());
    assertEquals(List.of(1.0, 0.01), chart.series().get(1).points().stream().map(Series.Point::y).toList());
  }

  @Test
  void valuesThatAreRoundingOnlyDoNotStretchTheAxis() {
    Chart chart = SpectrumFigures.features(List.of(layer(0, List.of(1.0, 1e-3, 1e-40, 0.0, Double.NaN, -1e-9))),
        History.NONE).chart();
    assertEquals(2, chart.series().get(0).points().size());
  }

  @Test
  void layersWithoutPositiveValuesAreLeftOut() {
    assertNull(SpectrumFigures.features(List.of(layer(0, List.of()), layer(1, List.of(0.0, Double.NaN))), History.NONE)
        .chart());
  }

  @Test
  void weightsAreAbsoluteAndShowThePlateauOverTheWholeAxis() {
    Chart chart = SpectrumFigures.weights(List.of(weight(1, 0.29, 0.3, 4000), weight(2, 0.28, 0.31, 30)), History.NONE)
        .chart();
    assertEquals(1, chart.series().get(0).points().get(0).y());
    Band plateau = chart.bands().get(0);
    assertEquals("plateau 0.28 to 0.31", plateau.name());
    assertEquals(List.of(new Band.Range(1, 0.28, 0.31), new Band.Range(4000, 0.28, 0.31)), plateau.ranges());
  }

  @Test
  void longSpectraKeepTheirHeadAndTheirEnd() {
    List<Series.Point> points =
        SpectrumFigures.weights(List.of(weight(1, Double.NaN, Double.NaN, 4096)), History.NONE).chart().series().get(0)
        .points();
    assertTrue(points.size() < 200, points.size() + " points");
    assertEquals(IntStream.rangeClosed(1, 64).mapToObj(Double::valueOf).toList(),
        points.subList(0, 64).stream().map(Series.Point::x).toList());
    assertEquals(4096, points.get(points.size() - 1).x());
  }

  @Test
  void manyLayersAreRepresentedByAFew() {
    List<LayerSummary> layers = new ArrayList<>();
    IntStream.range(0, 60).forEach(number -> layers.add(layer(number, List.of(1.0))));
    Figure figure = SpectrumFigures.features(layers, History.NONE);
    assertEquals(9, figure.chart().series().size());
    assertEquals("layer 59", figure.chart().series().get(8).name());
    assertTrue(figure.caption().endsWith("9 of 60 layers are drawn."), figure.caption());
  }
}
