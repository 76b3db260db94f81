package dev.lamina.metric;

import static dev.lamina.metric.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.ElementType;
import dev.lamina.result.Measure;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Features far from the origin beside their spread, class means that almost agree, and class means that almost align.
 */
class ClosenessTest {

  private static final int[] OFFSETS = {0, 5, 8, 19, 23};

  /**
   * Whole multiples of 2^-10 keep all their bits at these offsets, so whatever knows no offset must stay what it is, up
   * to the rounding of class means: a few times eps offset / spread.
   */
  @ParameterizedTest
  @CsvSource({"FLOAT64, 7, AUTO, 1e3", "FLOAT64, 40, AUTO, 1e6", "FLOAT64, 7, GRAM, 1e8", "FLOAT64, 40, GRAM, 1e8",
      "FLOAT64, 7, AUTO, 1e12", "FLOAT64, 40, AUTO, 1e12", "FLOAT32, 7, AUTO, 1e3", "FLOAT32, 40, AUTO, 1e3",
      "FLOAT32, 7, GRAM, 8e3", "FLOAT32, 40, GRAM, 8e3"})
  void anOffsetOfAllSamplesChangesNoTranslationInvariantMetric(ElementType type, int dimension, SpectrumMethod method,
      double offset) {
    Random random = new Random(dimension);
    Dense h = Dense.zeros(dimension, 23);
    Dense other = Dense.zeros(dimension, 23);
    Dense far = Dense.zeros(dimension, 23);
    for (int i = 0; i < h.values().length; i++) {
      int label = i / dimension < 5 ? 0 : i / dimension < 8 ? 1 : i / dimension < 19 ? 2 : 3;
      h.values()[i] = Math.rint(1024 * (Math.cos(7 * label + i % dimension) + 0.3 * random.nextGaussian())) / 1024;
      other.values()[i] = Math.rint(1024 * random.nextGaussian()) / 1024;
      far.values()[i] = h.values()[i] + Math.rint(offset / (1 + i % dimension % 3));
    }
    Map<String, Double> expected = Reference.metrics(h, OFFSETS);
    MeterOptions options = MeterOptions.DEFAULT.withSpectrum(method).withSimilarity().withIntrinsicDimension();
    List<FeatureMetrics> measured = Meters.features(List.of(far, other, h), OFFSETS, type, options);
    Map<String, Object> found = measured.get(0).measured().toMap();
    double tolerance = Math.max(1e-12, 8 * Math.ulp(1.0) * offset);
    for (String name : List.of("trace_within", "trace_between", "compression", "nc1", "separation_fuzziness",
        "nc2_equinorm", "nc2_equiangular_std", "nc2_max_angle", "cdnv", "nearest_centre_accuracy",
        "participation_ratio")) {
      assertClose(name, expected.get(name), (Double) found.get(name), tolerance);
    }
    assertEquals(measured.get(2).get(Measure.INTRINSIC_DIMENSION), measured.get(0).get(Measure.INTRINSIC_DIMENSION));
    Dense x = ScaleInvarianceTest.centred(h);
    Dense y = ScaleInvarianceTest.centred(other);
    double similarity = Math.pow(x.times(y.transposed()).norm(), 2)
        / (x.times(x.transposed()).norm() * y.times(y.transposed()).norm());
    assertClose("CKA", similarity, measured.get(0).cka().get(1), tolerance);
    assertClose("CKA with the same elsewhere", 1, measured.get(0).cka().get(2), tolerance);
  }

  /** The mean joins the Gram matrix again: singular values are of the features as they are. */
  @ParameterizedTest
  @ValueSource(ints = {7, 40})
  void singularValuesFromAGramMatrixHoldTheMean(int dimension) {
    Dense h = FeatureDefinitionsTest.clusters(new Random(2), dimension, OFFSETS, 0.5);
    for (int i = 0; i < h.values().length; i++) {
      h.values()[i] += 3 * (i % dimension);
    }
    double[] expected = Reference.singularValues(h);
    List<Double> found = Meters.features(List.of(h), OFFSETS, ElementType.FLOAT64,
        MeterOptions.DEFAULT.withSpectrum(SpectrumMethod.GRAM)).get(0).singularValues();
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found.get(i), 1e-7 * expected[0]);
    }
  }

  /**
   * Means (1, 0) and (1, t): 1 - cos = t^2 / (r (r + 1)) with r = sqrt(1 + t^2). A cosine has no digit of it from 1e-8
   * on.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1, 1e-1, 1e-3, 1e-5, 1e-7, 1e-9, 1e-12, 1e-15})
  void discriminationOfNearlyParallelMeansKeepsItsDigits(double t) {
    double r = Math.hypot(1, t);
    FeatureMetrics measured = Meters.features(Dense.of(2, 4, 1, 0, 1, 0, 1, t, 1, t), new int[] {0, 2, 4});
    assertClose("D", t * t / (r * (r + 1)), measured.discrimination(), 1e-15);
  }

  /** A mean and a multiple of it: 0 to the square of rounding, and never less. */
  @Test
  void discriminationOfParallelMeansIsNotNegative() {
    Random random = new Random(6);
    for (int draw = 0; draw < 20; draw++) {
      Dense mean = Dense.gaussian(random, 9, 1);
      double multiple = 1 + random.nextDouble();
      Dense h = Dense.zeros(9, 4);
      for (int i = 0; i < h.values().length; i++) {
        h.values()[i] = mean.values()[i % 9] * (i < 18 ? 1 : multiple);
      }
      double found = Meters.features(h, new int[] {0, 2, 4}).discrimination();
      assertTrue(found >= 0 && found < 1e-30, "D " + found);
    }
  }

  /**
   * Three means on a line, two of them {@code t} apart and the third at distance 1 of the first, with samples {@code s}
   * to either side of each: CDNV is {@code (s^2/t^2 + s^2 + s^2/(1-t)^2) / 3}, however close the two are.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0x1p-2, 0x1p-10, 0x1p-25, 0x1p-30, 0x1p-40, 0x1p-45})
  void meansThatAreCloseButDifferHaveTheirCdnv(double t) {
    double s = 0x1p-6;
    Dense h = Dense.of(2, 6, 1, 1 + s, 1, 1 - s, 1 + t, 1 + s, 1 + t, 1 - s, 2, 1 + s, 2, 1 - s);
    FeatureMetrics measured = Meters.features(h, new int[] {0, 2, 4, 6});
    double expected = s * s * (1 / (t * t) + 1 + 1 / ((1 - t) * (1 - t))) / 3;
    assertClose("CDNV", expected, measured.get(Measure.CDNV), 1e-13);
    double mean = (1 + t) / 3;
    double between = (mean * mean + (t - mean) * (t - mean) + (1 - mean) * (1 - mean)) / 3;
    assertClose("C", s * s / between, measured.compression(), 1e-13);
  }

  /** All means so close, at some distance from the origin: nothing is undefined, and C is right. */
  @ParameterizedTest
  @ValueSource(doubles = {0x1p-20, 0x1p-30, 0x1p-40, 0x1p-45})
  void classesThatAreAllCloseButDifferAreMeasured(double t) {
    double s = t / 4;
    Dense h = Dense.of(2, 4, 1, 3 + s, 1, 3 - s, 1 + t, 3 + s, 1 + t, 3 - s);
    FeatureMetrics measured = Meters.features(h, new int[] {0, 2, 4});
    assertClose("C", 0.25, measured.compression(), 1e-13);
    assertClose("CDNV", 0.0625, measured.get(Measure.CDNV), 1e-13);
    assertClose("NC1", 0, measured.get(Measure.NC1), 0, 1e-12);
    assertClose("NC2", 0, measured.get(Measure.NC2), 0, 1e-12);
  }

  /**
   * The same samples in another order: the means differ by rounding alone, and every ratio to what is between is
   * undefined.
   */
  @ParameterizedTest
  @ValueSource(ints = {5, 300, 2000})
  void meansThatAgreeToRoundingLeaveNothingBetween(int samples) {
    Random random = new Random(9);
    for (double offset : new double[] {0, 1, 1e6}) {
      Dense half = Dense.gaussian(random, 4, samples);
      Dense h = Dense.zeros(4, 2 * samples);
      for (int i = 0; i < half.values().length; i++) {
        h.values()[i] = half.values()[i] + offset;
        int mirrored = (2 * samples - 1 - i / 4) * 4 + i % 4;
        h.values()[mirrored] = half.values()[i] + offset;
      }
      FeatureMetrics measured = Meters.features(h, new int[] {0, samples, 2 * samples});
      for (String name : List.of("compression", "nc1", "separation_fuzziness", "nc2_equinorm", "nc2_equiangular_std",
          "nc2_max_angle", "nc2", "cdnv")) {
        assertEquals(Double.NaN, measured.measured().toMap().get(name), name + " of " + samples + " at " + offset);
      }
    }
  }

  /**
   * Of three class means on a line the middle one is the sample mean: its direction from there is rounding, not an
   * angle.
   */
  @Test
  void aCentredMeanThatIsZeroToRoundingHasNoAngle() {
    Dense h = Dense.of(2, 3, 0.1, 0.7, 0.2, 0.8, 0.3, 0.9);
    FeatureMetrics measured = Meters.features(h, new int[] {0, 1, 2, 3});
    assertEquals(Double.NaN, measured.get(Measure.NC2_EQUIANGULAR_STD));
    assertEquals(Double.NaN, measured.get(Measure.NC2_MAX_ANGLE));
    assertEquals(0, measured.compression());
  }
}
