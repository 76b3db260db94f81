package dev.lamina.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.report.chart.Region;
import dev.lamina.result.LayerSummary;
import dev.lamina.result.Measured;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayerMarksTest {

  @Test
  void neighbouringNonlinearLayersAreOneRegion() {
    List<LayerSummary> layers = IntStream.range(0, 5)
        .mapToObj(l -> new LayerSummary(l, "", List.of(1, 2, 4).contains(l) ? "nonlinear" : "linear", Measured.NONE))
        .toList();
    assertEquals(List.of(new Region(0.5, 2.5, "nonlinear"), new Region(3.5, 4.5, "nonlinear")),
        LayerMarks.nonlinear(layers));
  }
}
