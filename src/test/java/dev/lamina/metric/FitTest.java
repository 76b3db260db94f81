package dev.lamina.metric;

import static dev.lamina.metric.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
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
    Measured fits = LayerFits.of(layers(C, D), 0);
    assertEquals(0.282357, fits.get(Measure.COMPRESSION_RATIO), 1e-6);
    assertEquals(1, fits.get(Measure.COMPRESSION_R2), 1e-4);
    assertEquals(0.00449, fits.get(Measure.DISCRIMINATION_SLOPE), 1e-5);
    assertEquals(1, fits.get(Measure.DISCRIMINATION_R2), 0.005);
    assertEquals(Measure.of(Measure.Owner.FIT), fits.measures());
    assertEquals(C.length - 1, fits.get(Measure.LAST_LAYER));
  }

  @Test
  void aHybridIsFittedFromItsLastNonlinearLayer() {
    double[] bent = C.clone();
    bent[0] = 0.5;
    bent[1] = 7;
    Measured fits = LayerFits.of(layers(bent, D), 2);
    assertEquals(0.280443, fits.get(Measure.COMPRESSION_RATIO), 1e-6);
    assertEquals(1, fits.get(Measure.COMPRESSION_R2), 1e-4);
  }

  @Test
  void whatCannotBeFittedIsNaN() {
    Measured few = LayerFits.of(layers(C, D), 4);
    assertEquals(Double.NaN, few.get(Measure.COMPRESSION_RATIO));
    assertEquals(Double.NaN, few.get(Measure.DISCRIMINATION_SLOPE));
    assertEquals(Double.NaN, LayerFits.of(layers(C, D), 9).get(Measure.COMPRESSION_RATIO));
    for (double bad : new double[] {0, -1, Double.NaN}) {
      double[] c = C.clone();
      c[3] = bad;
      Measured fits = LayerFits.of(layers(c, D), 0);
      assertEquals(Double.NaN, fits.get(Measure.COMPRESSION_RATIO), "C = " + bad);
      assertEquals(Double.NaN, fits.get(Measure.COMPRESSION_R2), "C = " + bad);
      assertEquals(0.00449, fits.get(Measure.DISCRIMINATION_SLOPE), 1e-5);
    }
  }

  private static List<FeatureMetrics> layers(double[] c, double[] d) {
    return IntStream.range(0, c.length)
        .mapToObj(l -> new FeatureMetrics(Measured.builder()
            .put(Measure.COMPRESSION, c[l]).put(Measure.DISCRIMINATION, d[l]).build()))
        .toList();
  }
}
