package dev.lamina.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScaleTest {
  private static List<String> labels(Scale scale) {
    return scale.ticks().stream().filter(Tick::major)
        .map(tick -> tick.exponent().isEmpty() ? tick.base() : tick.base() + "^" + tick.exponent())
        .toList();
  }

  @Test
  void linearTicksAreRound() {
    assertEquals(List.of("0.95", "0.96", "0.97", "0.98", "0.99", "1.00"),
        labels(LinearScale.around(List.of(0.9528, 0.9943))));
    assertEquals(List.of("0", "5000", "10000", "15000", "20000"), labels(LinearScale.whole(0, 20_000)));
    assertEquals(List.of("0", "10", "20", "30"), labels(LinearScale.around(List.of(0.0, 29.0))));
    assertEquals(List.of("\u22121.0", "\u22120.5", "0.0", "0.5", "1.0"),
        labels(LinearScale.around(List.of(-1.0, 1.0))));
  }

  @Test
  void equalValuesLieInTheMiddle() {
    for (double value : new double[] {0, 1, -3, 1e-300, 1e300, 1 - 1e-16}) {
      Scale scale = LinearScale.around(Collections.nCopies(3, value));
      assertEquals(0.5, scale.position(value), 0.35, "around " + value);
      assertTrue(scale.ticks().size() >= 2, "around " + value);
    }
    assertEquals(LinearScale.around(List.of(1.0, 1.0 - 1e-15)), LinearScale.around(List.of(1.0)),
        "rounding is no range");
  }

  @Test
  void nothingFiniteStillMakesAnAxis() {
    assertTrue(LinearScale.around(List.of()).ticks().size() >= 2);
    assertTrue(LinearScale.around(List.of(Double.NaN, Double.POSITIVE_INFINITY)).ticks().size() >= 2);
    assertTrue(LinearScale.around(List.of(-Double.MAX_VALUE, Double.MAX_VALUE)).ticks().size() >= 2);
    assertTrue(LogScale.around(List.of(0.0, -1.0, Double.NaN)).ticks().size() >= 2);
  }

  @Test
  void wholeNumbersGetWholeTicks() {
    assertEquals(List.of("0"), labels(LinearScale.whole(0, 0)));
    assertEquals(List.of("0", "1", "2", "3", "4", "5"), labels(LinearScale.whole(0, 5)));
    assertEquals(List.of("0", "20", "40", "60", "80", "100"), labels(LinearScale.whole(0, 100)));
  }

  @Test
  void sharesStartAtZeroOrCloseToTheValues() {
    assertEquals(List.of("0%", "20%", "40%", "60%", "80%", "100%"), labels(LinearScale.shares(List.of(0.1, 0.9))));
    assertEquals(List.of("97%", "98%", "99%", "100%"), labels(LinearScale.shares(List.of(0.972, 1.0))));
    assertTrue(LinearScale.shares(List.of(1.0)).ticks().size() >= 2);
  }

  @Test
  void longLogarithmicAxesSkipPowers() {
    assertEquals(List.of("10^\u221214", "10^\u221212", "10^\u221210", "10^\u22128", "10^\u22126", "10^\u22124",
        "10^\u22122", "10^0"),
        labels(LogScale.around(List.of(1e-14, 1.0, 1e-2))));
    assertEquals(List.of("0.01", "0.1", "1", "10"), labels(LogScale.around(List.of(0.01, 12.0))));
  }

  @Test
  void shortLogarithmicAxesAlsoLabelTwoAndFive() {
    assertEquals(List.of("0.2", "0.5", "1"), labels(LogScale.around(List.of(0.28, 0.6))));
    assertEquals(List.of("2\u00b710^\u22126", "5\u00b710^\u22126"), labels(LogScale.around(List.of(3e-6, 4e-6))));
  }

  @Test
  void aSinglePositiveValueHasRoomOnBothSides() {
    for (double value : new double[] {1, 0.3, 2, 5e-7, Double.MIN_VALUE, Double.MAX_VALUE}) {
      Scale scale = LogScale.around(List.of(value));
      assertTrue(scale.position(value) > 0 && scale.position(value) < 1, "around " + value);
      assertTrue(labels(scale).size() >= 2, "around " + value + ": " + labels(scale));
    }
  }

  @Test
  void logarithmicAxesPlaceOnlyPositiveNumbers() {
    Scale scale = LogScale.around(List.of(1.0, 10.0));
    assertTrue(scale.places(1e-300));
    for (double value : new double[] {0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertFalse(scale.places(value));
    }
    assertEquals(0.5, LogScale.around(List.of(1e-4, 1e4)).position(1), 1e-12);
  }

  @Test
  void everyRangeIsCoveredWithALegibleNumberOfLabels() {
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      double low = Math.pow(10, random.nextDouble() * 560 - 280);
      double high = low * (1 + Math.pow(10, random.nextDouble() * 20 - 10));
      for (Scale scale : List.of(LinearScale.around(List.of(low, high)), LogScale.around(List.of(low, high)))) {
        for (double value : new double[] {low, high}) {
          double position = scale.position(value);
          assertTrue(position > -1e-6 && position < 1 + 1e-6, () -> scale + " for " + value);
        }
        long labels = scale.ticks().stream().filter(Tick::major).count();
        assertTrue(labels >= 2 && labels <= 9, () -> labels + " labels on " + scale);
        assertTrue(scale.ticks().stream().allMatch(tick -> tick.position() > -1e-6 && tick.position() < 1 + 1e-6),
            scale::toString);
      }
    }
  }

  @Test
  void anAxisNeedsAWidth() {
    assertThrows(IllegalArgumentException.class, () -> new LinearScale(1, 1, 1, false));
    assertThrows(IllegalArgumentException.class, () -> new LogScale(0, Double.NaN));
  }
}
