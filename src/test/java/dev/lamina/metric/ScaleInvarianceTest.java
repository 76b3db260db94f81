package dev.lamina.metric;

import static dev.lamina.metric.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.ElementType;
import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Multiplying features by a power of two changes no bit of a metric that is a ratio, from the smallest numbers of their
 * type to the largest, and multiplies traces and singular values exactly.
 */
class ScaleInvarianceTest {

  private static final int[] OFFSETS = {0, 5, 8, 19, 23};
  private static final Set<String> ABSOLUTE = Set.of("trace_within", "trace_between", "singular_values");
  private static final MeterOptions ALL = MeterOptions.DEFAULT.withIntrinsicDimension().withSimilarity();

  /** Features are whole multiples of 2^-20 below 8: these powers keep them exact, and the extreme ones just so. */
  private static int[] exponents(ElementType type) {
    return type == ElementType.FLOAT32
        ? new int[] {0, -129, -110, -100, -63, -1, 40, 63, 100, 124}
        : new int[] {0, -1054, -1000, -700, -513, -342, -256, -171, -130, -64, 64, 130, 171, 256, 342, 513, 700, 1020};
  }

  /** Narrower than the samples and wider: both Gram matrices of the spectrum, and both ways to CKA. */
  @ParameterizedTest
  @CsvSource({"FLOAT32, 7, AUTO", "FLOAT32, 40, AUTO", "FLOAT32, 7, GRAM", "FLOAT32, 40, GRAM", "FLOAT32, 7, NONE",
      "FLOAT64, 7, AUTO", "FLOAT64, 40, AUTO", "FLOAT64, 7, GRAM", "FLOAT64, 40, GRAM", "FLOAT64, 7, NONE"})
  void ratiosKeepEveryBit(ElementType type, int dimension, SpectrumMethod method) {
    Random random = new Random(dimension);
    Dense first = features(random, dimension);
    Dense second = features(random, dimension);
    int[] exponents = exponents(type);
    List<List<Dense>> layers = new ArrayList<>();
    for (int exponent : exponents) {
      layers.add(List.of(first.timesPowerOfTwo(exponent), second.timesPowerOfTwo(-exponent / 2)));
    }
    List<List<FeatureMetrics>> measured = Meters.features(layers, 2, OFFSETS, type, ALL.withSpectrum(method));
    for (int l = 0; l < exponents.length; l++) {
      assertScaled(exponents[l], measured.get(0).get(0), measured.get(0).get(l));
      assertScaled(-exponents[l] / 2, measured.get(1).get(0), measured.get(1).get(l));
    }
    if (method == SpectrumMethod.AUTO) {
      FeatureDefinitionsTest.assertMatches("unscaled", Reference.metrics(first, OFFSETS), measured.get(0).get(0), 1e-9);
    }
  }

  private static void assertScaled(int exponent, FeatureMetrics expected, FeatureMetrics actual) {
    Map<String, Object> values = actual.measured().toMap();
    expected.measured().toMap().forEach((name, value) -> {
      if (!ABSOLUTE.contains(name)) {
        assertEquals(value, values.get(name), name + " at 2^" + exponent);
      }
    });
    assertEquals(Math.scalb(expected.get(Measure.TRACE_WITHIN), 2 * exponent), actual.get(Measure.TRACE_WITHIN));
    assertEquals(Math.scalb(expected.get(Measure.TRACE_BETWEEN), 2 * exponent), actual.get(Measure.TRACE_BETWEEN));
    assertEquals(expected.singularValues().stream().map(s -> Math.scalb(s, exponent)).toList(),
        actual.singularValues());
  }

  /** Each pair of layers, of whatever scales and types, has the CKA of what they are multiples of. */
  @ParameterizedTest
  @CsvSource({"7", "40"})
  void similarityTakesLayersOfAnyScalesAndTypes(int dimension) {
    Random random = new Random(3);
    List<Dense> near = List.of(features(random, dimension), features(random, dimension + 1),
        features(random, dimension));
    int[] exponents = {120, -1050, 1000, -128, 0, 600};
    List<ElementType> types =
        List.of(ElementType.FLOAT32, ElementType.FLOAT64, ElementType.FLOAT64, ElementType.FLOAT32, ElementType.FLOAT64,
            ElementType.FLOAT64);
    List<Dense> layers = IntStream.range(0, 6).mapToObj(l -> near.get(l % 3).timesPowerOfTwo(exponents[l])).toList();
    List<FeatureMetrics> measured = Meters.features(layers, OFFSETS, types, MeterOptions.DEFAULT.withSimilarity());
    for (int a = 0; a < 6; a++) {
      assertEquals(6, measured.get(a).cka().size());
      for (int b = 0; b < 6; b++) {
        assertClose("CKA " + a + ", " + b, similarity(near.get(a % 3), near.get(b % 3)), measured.get(a).cka().get(b),
            1e-12);
      }
    }
  }

  private static double similarity(Dense a, Dense b) {
    Dense x = centred(a);
    Dense y = centred(b);
    return Math.pow(x.times(y.transposed()).norm(), 2)
        / (x.times(x.transposed()).norm() * y.times(y.transposed()).norm());
  }

  static Dense centred(Dense x) {
    Dense mean = Reference.mean(x);
    Dense centred = Dense.zeros(x.rows(), x.columns());
    for (int i = 0; i < centred.values().length; i++) {
      centred.values()[i] = x.values()[i] - mean.values()[i % x.rows()];
    }
    return centred;
  }

  /** The classifier's metrics know neither its scale nor that of the features. */
  @Test
  void classifiersOfAnyScaleAreMeasuredAlike() {
    Random random = new Random(8);
    Dense h = features(random, 7);
    Dense w = features(random, 7).columns(0, 4).transposed();
    Dense scores = w.times(h);
    FeatureMetrics expected = Meters.withClassifier(List.of(h), w, scores, OFFSETS).get(0);
    assertTrue(expected.get(Measure.NC3) > 0.1 && expected.get(Measure.NC3_DIFFERENCE) > 0.1, expected.get(Measure.NC3)
        + " and " + expected.get(Measure.NC3_DIFFERENCE));
    for (int exponent : new int[] {-1000, -300, 300, 1000}) {
      FeatureMetrics scaled =
          Meters.withClassifier(List.of(h.timesPowerOfTwo(-exponent)), w.timesPowerOfTwo(exponent), scores, OFFSETS)
          .get(0);
      assertScaled(-exponent, expected, scaled);
    }
  }

  /** Where one class lies far nearer to the origin than the others, its direction counts as any. */
  @Test
  void aTinyClassMeanHasADirection() {
    Dense h = Dense.of(2, 4, 3, 4, 3, 4, 0, 0x1p-700, 0, 0x1p-700);
    assertEquals(1 - 0.8, Meters.features(h, new int[] {0, 2, 4}).discrimination(), 1e-15);
  }

  /** A norm, a spectrum and a balance of two matrices, of which either may be far larger. */
  @ParameterizedTest
  @CsvSource({"0, 0", "-300, -300", "300, 300", "-900, -900", "-1050, -1050", "1010, 1010", "400, -400", "-400, 400",
      "-700, 300"})
  void weightsOfAnyScaleAreMeasuredAlike(int firstExponent, int secondExponent) {
    Random random = new Random(5);
    Dense first = features(random, 5).columns(0, 4);
    Dense second = features(random, 6).columns(0, 5);
    for (SpectrumMethod method : List.of(SpectrumMethod.SVD, SpectrumMethod.GRAM)) {
      WeightOptions options = WeightOptions.of(1).withSpectrum(method);
      Measured expected = weights(first, second, options);
      Measured scaled =
          weights(first.timesPowerOfTwo(firstExponent), second.timesPowerOfTwo(secondExponent), options);
      assertEquals(expected.get(Measure.WEIGHT_STABLE_RANK), scaled.get(Measure.WEIGHT_STABLE_RANK));
      assertEquals(Math.scalb(expected.get(Measure.FROBENIUS_NORM), firstExponent), scaled.get(Measure.FROBENIUS_NORM));
      assertEquals(Math.scalb(expected.get(Measure.SPECTRAL_NORM), firstExponent), scaled.get(Measure.SPECTRAL_NORM));
      assertEquals(Math.scalb(expected.get(Measure.PLATEAU_MAX), firstExponent), scaled.get(Measure.PLATEAU_MAX));
      assertEquals(expected.list(Measure.WEIGHT_SINGULAR_VALUES).stream().map(s -> Math.scalb(s, firstExponent))
          .toList(),
          scaled.list(Measure.WEIGHT_SINGULAR_VALUES));
      // The smaller of two matrices vanishes beside the other.
      int top = Math.max(firstExponent, secondExponent);
      Dense balance = second.transposed().times(second).timesPowerOfTwo(2 * (secondExponent - top))
          .minus(first.times(first.transposed()).timesPowerOfTwo(2 * (firstExponent - top)));
      double residual = Math.scalb(balance.norm(), 2 * top);
      assertEquals(residual, scaled.get(Measure.BALANCE_RESIDUAL),
          residual < Double.POSITIVE_INFINITY ? 1e-14 * residual : 0);
    }
  }

  private static Measured weights(Dense first, Dense second, WeightOptions options) {
    return Meters.weights(List.of(first, second), null, new int[0], ElementType.FLOAT64, options).layers().get(0);
  }

  /** Clusters of whole multiples of 2^-20 between -8 and 8. */
  private static Dense features(Random random, int dimension) {
    Dense h = FeatureDefinitionsTest.clusters(random, dimension, OFFSETS, 0.4);
    for (int i = 0; i < h.values().length; i++) {
      h.values()[i] = Math.max(-7.5, Math.min(7.5, Math.rint(h.values()[i] * 0x1p20) * 0x1p-20));
    }
    return h;
  }
}
