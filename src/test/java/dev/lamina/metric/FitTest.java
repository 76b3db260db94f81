package dev.lamina.metric;

import static dev.lamina.metric.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FitTest {

  /** C_0..C_5 and D_1..D_5 as the authors' notebook printed them (docs/theory.md, P4). */
  private static final double[] C = {11.99933, 3.48212, 0.98436, 0.276325, 0.0774583, 0.0217148};
  private static final double[] D = {Double.NaN, .968057, .971625, .976094, .980913, .985858};

  @Test
  void aLineIsFoundWithItsShareOfTheVariance() {
    Fit exact = Fit.line(new double[] {0, 1, 2, 5}, new double[] {3, 1, -1, -7});
    assertClose("slope", -2, exact.slope(), 1e-14);
    assertClose("intercept", 3, exact.intercept(), 1e-14);
    assertClose("r2", 1, exact.r2(), 1e-14);
    // By hand: slope 1/2, means 1 and 2/3, residuals -1/6, 1/3, -1/6.
    Fit scattered = Fit.line(new double[] {0, 1, 2}, new double[] {0, 1, 1});
    assertClose("slope", 0.5, scattered.slope(), 1e-14);
    assertClose("intercept", 1.0 / 6, scattered.intercept(), 1e-13);
    assertClose("r2", 0.75, scattered.r2(), 1e-14);
    assertEquals(Double.NaN, Fit.line(new double[] {0, 1, 2}, new double[] {4, 4, 4}).r2());
    assertThrows(IllegalArgumentException.class, () -> Fit.line(new double[3], new double[4]));
  }

  @Test
  void theNotebooksLayersAreGeometricAndLinear() {
    LayerFits fits = LayerFits.of(layers(C, D), 0);
    assertEquals(0.282357, fits.compressionRatio(), 1e-6);
    assertEquals(1, fits.compressionR2(), 1e-4);
    assertEquals(0.00449, fits.discriminationSlope(), 1e-5);
    assertEquals(1, fits.discriminationR2(), 0.005);
    assertEquals(List.of("compression_ratio", "compression_r2", "discrimination_slope", "discrimination_r2"),
        List.copyOf(fits.toMap().keySet()));
  }

  @Test
  void aHybridIsFittedFromItsLastNonlinearLayer() {
    double[] bent = C.clone();
    bent[0] = 0.5;
    bent[1] = 7;
    LayerFits fits = LayerFits.of(layers(bent, D), 2);
    assertEquals(0.280443, fits.compressionRatio(), 1e-6);
    assertEquals(1, fits.compressionR2(), 1e-4);
  }

  @Test
  void whatCannotBeFittedIsNaN() {
    LayerFits few = LayerFits.of(layers(C, D), 4);
    assertEquals(Double.NaN, few.compressionRatio());
    assertEquals(Double.NaN, few.discriminationSlope());
    assertEquals(Double.NaN, LayerFits.of(layers(C, D), 9).compressionRatio());
    for (double bad : new double[] {0, -1, Double.NaN}) {
      double[] c = C.clone();
      c[3] = bad;
      LayerFits fits = LayerFits.of(layers(c, D), 0);
      assertEquals(Double.NaN, fits.compressionRatio(), "C = " + bad);
      assertEquals(Double.NaN, fits.compressionR2(), "C = " + bad);
      assertEquals(0.00449, fits.discriminationSlope(), 1e-5);
    }
  }

  private static List<FeatureMetrics> layers(double[] c, double[] d) {
    double nan = Double.NaN;
    return IntStream.range(0, c.length)
        .mapToObj(l -> new FeatureMetrics(30, 50, List.of(10, 10, 10), 1, 1, c[l], d[l], nan, nan, nan, nan, nan, nan,
            nan, nan, nan, nan, nan, nan, nan, 0, nan, nan, nan, List.of(), "none", List.of()))
        .toList();
  }
}
