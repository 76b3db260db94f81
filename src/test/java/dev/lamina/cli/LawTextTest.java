package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sentence about the laws says what was fitted, and no number that is none. */
class LawTextTest {
  private static final double NONE = Double.NaN;

  private static String of(int layers, Measured... fits) {
    return LawText.of(List.of(fits), layers);
  }

  @Test
  void aHealthyNetwork() {
    assertEquals("C falls by a factor 0.2817 a layer (R^2 0.999984); D rises by 0.007808 a layer (R^2 0.9995)",
        of(5, fits(0.28169, 0.999984, 0.0078081, 0.9995)));
  }

  @Test
  void directionsAreTheirOwn() {
    assertEquals("C grows by a factor 1.500 a layer (R^2 0.900000); D falls by 0.02000 a layer (R^2 0.5000)",
        of(5, fits(1.5, 0.9, -0.02, 0.5)));
    assertEquals("D falls by 0.03000 (0.02000 to 0.04000) a layer (R^2 at least 0.1000)",
        of(5, fits(NONE, NONE, -0.02, 0.5), fits(NONE, NONE, -0.04, 0.1)));
  }

  /** Two hidden layers: C is fitted from the input on, D from the first of the two. */
  @Test
  void tooFewLayers() {
    assertEquals("C falls by a factor 0.6059 a layer (R^2 0.960109); a line through D needs 3 layers, of which there"
        + " are 2",
        of(2, fits(0.6059, 0.960109, NONE, NONE)));
  }

  @Test
  void whatDoesNotVaryHasNoQuality() {
    assertEquals("C falls by a factor 1.000 a layer; D is the same at every layer", of(4, fits(1, NONE, 0, NONE)));
  }

  @Test
  void whatIsUndefinedIsLeftOut() {
    assertEquals("", of(4, fits(NONE, NONE, NONE, NONE)));
    assertEquals("C falls by a factor 0.5000 a layer (R^2 0.900000)", of(4, fits(0.5, 0.9, NONE, NONE)));
    assertEquals("D rises by 0.1000 a layer (R^2 0.8000)", of(4, fits(NONE, NONE, 0.1, 0.8)));
  }

  /** The median of an even number is between the two in the middle; a member without a value is counted, not hidden. */
  @Test
  void anEnsembleHasMedianAndRange() {
    assertEquals("C falls by a factor 0.3000 (0.1000 to 0.9000, 4 of 5) a layer (R^2 at least 0.900000)",
        of(1000, fit(0.9), fit(0.1), fit(NONE), fit(0.2), fit(0.4)));
  }

  private static Measured fit(double ratio) {
    return fits(ratio, 1 - ratio / 9, NONE, NONE);
  }

  private static Measured fits(double ratio, double ofRatio, double slope, double ofSlope) {
    return Measured.builder().put(Measure.COMPRESSION_RATIO, ratio).put(Measure.COMPRESSION_R2, ofRatio)
        .put(Measure.DISCRIMINATION_SLOPE, slope).put(Measure.DISCRIMINATION_R2, ofSlope).build();
  }
}
