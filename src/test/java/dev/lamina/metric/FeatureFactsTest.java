package dev.lamina.metric;

import static dev.lamina.metric.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.ElementType;
import dev.lamina.device.MemoryPlan;
import dev.lamina.result.Measure;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Known numbers (docs/theory.md, G1 and G6), invariances, and features at the edge of the definitions. */
class FeatureFactsTest {

  private static final int[] CLASSES = {0, 7, 12, 23};

  @ParameterizedTest
  @CsvSource({"10, 3, 13.5", "10, 5, 11.25", "4, 2, 6"})
  void orthonormalBalancedDataHaveTheClosedForm(int perClass, int classes, double compression) {
    int samples = perClass * classes;
    int[] offsets = IntStream.rangeClosed(0, classes).map(k -> k * perClass).toArray();
    FeatureMetrics measured = Meters.features(Dense.orthonormal(new Random(2), samples + 5, samples), offsets);
    assertClose("C_0", compression, measured.compression(), 1e-12);
    assertEquals(1, measured.discrimination(), 1e-12);
    assertEquals(0, measured.get(Measure.NC1), 1e-12);
    assertEquals(0, measured.get(Measure.NC2), 1e-7);
    assertEquals(samples, measured.get(Measure.NUMERICAL_RANK), Math.ceil(0.05 * samples));
  }

  /** Means at (1, +-1e-10), and samples as far from them again: the within and the between trace are both 1e-20. */
  @Test
  void meansThatDifferByLittleOfTheirNormStillHaveACompression() {
    double small = 1e-10;
    FeatureMetrics measured =
        Meters.features(Dense.of(2, 4, 1, 2 * small, 1, 0, 1, -2 * small, 1, 0), new int[] {0, 2, 4});
    assertClose("C", 1, measured.compression(), 1e-12);
    FeatureMetrics equal =
        Meters.features(Dense.of(2, 4, 1, small, 1, -small, 1, small, 1, -small), new int[] {0, 2, 4});
    assertEquals(Double.NaN, equal.compression());
  }

  @Test
  void theToySetHasItsNumbers() {
    Dense h = Dense.of(2, 4, 1, 0, 3, 0, 0, 1, 0, 5);
    int[] offsets = {0, 2, 4};
    FeatureMetrics measured = Meters.features(h, offsets);
    assertClose("trace within", 2.5, measured.get(Measure.TRACE_WITHIN), 1e-14);
    assertClose("trace between", 3.25, measured.get(Measure.TRACE_BETWEEN), 1e-14);
    assertClose("C", 10.0 / 13, measured.compression(), 1e-14);
    assertClose("NC1", .2366863905, measured.get(Measure.NC1), 1e-9);
    assertClose("fuzziness", 80.0 / 169, measured.get(Measure.SEPARATION_FUZZINESS), 1e-12);
    assertEquals(1, measured.discrimination(), 1e-15);
    assertClose("CDNV", 5.0 / 26, measured.get(Measure.CDNV), 1e-14);
    assertClose("sigma_1", Math.sqrt(26), measured.singularValues().get(0), 1e-14);
    assertClose("sigma_2", Math.sqrt(10), measured.singularValues().get(1), 1e-14);
    assertEquals(2, measured.get(Measure.NUMERICAL_RANK));
    assertClose("effective rank", 1.9452874287, measured.get(Measure.EFFECTIVE_RANK), 1e-10);
    assertClose("stable rank", 18.0 / 13, measured.get(Measure.STABLE_RANK), 1e-14);
    assertClose("participation ratio", 1.3324937028, measured.get(Measure.PARTICIPATION_RATIO), 1e-10);
    assertEquals(0, measured.get(Measure.NC2), 1e-14);
    assertEquals(0, measured.get(Measure.NC2_EQUINORM), 1e-14);
    assertEquals(1, measured.get(Measure.NEAREST_CENTRE_ACCURACY));
    assertEquals(List.of(2, 2), measured.classCounts());
    assertEquals(4, measured.get(Measure.SAMPLES));
    assertEquals(2, measured.get(Measure.DIMENSION));
  }

  @Test
  void theCosineIsSignedSoThatOppositeMeansDiscriminateMost() {
    FeatureMetrics opposite = Meters.features(Dense.of(2, 4, 1, 0.5, 1, -0.5, -2, 0.1, -2, -0.1), new int[] {0, 2, 4});
    assertEquals(2, opposite.discrimination(), 1e-14);
  }

  @Test
  void scalingAndRotationChangeNeitherCompressionNorDiscrimination() {
    Random random = new Random(8);
    Dense h = FeatureDefinitionsTest.clusters(random, 15, CLASSES, 0.6);
    FeatureMetrics plain = Meters.features(h, CLASSES);
    FeatureMetrics turned = Meters.features(Dense.orthonormal(random, 15, 15).times(h).scaled(37.5), CLASSES);
    assertClose("C", plain.compression(), turned.compression(), 1e-12);
    assertClose("D", plain.discrimination(), turned.discrimination(), 1e-12);
    assertClose("NC1", plain.get(Measure.NC1), turned.get(Measure.NC1), 1e-11);
    assertClose("fuzziness", plain.get(Measure.SEPARATION_FUZZINESS), turned.get(Measure.SEPARATION_FUZZINESS), 1e-11);
    assertClose("CDNV", plain.get(Measure.CDNV), turned.get(Measure.CDNV), 1e-12);
    assertClose("effective rank", plain.get(Measure.EFFECTIVE_RANK), turned.get(Measure.EFFECTIVE_RANK), 1e-12);
    assertClose("participation ratio", plain.get(Measure.PARTICIPATION_RATIO), turned.get(Measure.PARTICIPATION_RATIO),
        1e-12);
  }

  @Test
  void translationChangesDiscriminationButNotWhatIsCentred() {
    Dense h = FeatureDefinitionsTest.clusters(new Random(9), 15, CLASSES, 0.6);
    Dense moved = h.plus(Dense.of(15, 1, Dense.gaussian(new Random(1), 15, 1).values())
        .times(Dense.of(1, 23, IntStream.range(0, 23).mapToDouble(i -> 100).toArray())), 1);
    FeatureMetrics plain = Meters.features(h, CLASSES);
    FeatureMetrics translated = Meters.features(moved, CLASSES);
    assertClose("C", plain.compression(), translated.compression(), 1e-10);
    assertClose("NC1", plain.get(Measure.NC1), translated.get(Measure.NC1), 1e-9);
    assertClose("CDNV", plain.get(Measure.CDNV), translated.get(Measure.CDNV), 1e-10);
    assertClose("participation ratio", plain.get(Measure.PARTICIPATION_RATIO),
        translated.get(Measure.PARTICIPATION_RATIO), 1e-7);
    assertTrue(translated.discrimination() < 0.1 * plain.discrimination());
  }

  @Test
  void collapsedFeaturesKeepTheirWithinTrace() {
    Random random = new Random(10);
    int[] offsets = {0, 20, 40, 70};
    Dense h = FeatureDefinitionsTest.clusters(random, 31, offsets, 1e-5).rounded();
    FeatureMetrics measured = Meters.features(List.of(h), offsets, ElementType.FLOAT32, MeterOptions.DEFAULT).get(0);
    assertClose("C", Reference.metrics(h, offsets).get("compression"), measured.compression(), 1e-9);
    Dense exact = FeatureDefinitionsTest.clusters(random, 31, offsets, 0);
    FeatureMetrics collapsed = Meters.features(exact, offsets);
    assertEquals(0, collapsed.get(Measure.TRACE_WITHIN));
    assertEquals(0, collapsed.compression());
    assertEquals(0, collapsed.get(Measure.NC1));
    assertEquals(1, collapsed.get(Measure.NEAREST_CENTRE_ACCURACY));
  }

  @Test
  void whatIsUndefinedIsNaN() {
    Dense class0 = Dense.gaussian(new Random(4), 9, 5);
    Dense same = Dense.zeros(9, 10);
    System.arraycopy(class0.values(), 0, same.values(), 0, 45);
    System.arraycopy(class0.values(), 0, same.values(), 45, 45);
    FeatureMetrics equalMeans = Meters.features(same, new int[] {0, 5, 10});
    assertEquals(Double.NaN, equalMeans.compression());
    assertEquals(Double.NaN, equalMeans.get(Measure.NC1));
    assertEquals(Double.NaN, equalMeans.get(Measure.SEPARATION_FUZZINESS));
    assertEquals(Double.NaN, equalMeans.get(Measure.CDNV));
    assertEquals(Double.NaN, equalMeans.get(Measure.NC2));
    assertEquals(0, equalMeans.discrimination(), 1e-12);

    FeatureMetrics zeroMean = Meters.features(Dense.of(2, 4, 1, 0, -1, 0, 0, 1, 0, 3), new int[] {0, 2, 4});
    assertEquals(Double.NaN, zeroMean.discrimination());
    assertTrue(zeroMean.compression() > 0);

    FeatureMetrics zero = Meters.features(Dense.zeros(3, 6), new int[] {0, 3, 6});
    assertEquals(0, zero.get(Measure.NUMERICAL_RANK));
    assertEquals(0, zero.get(Measure.EFFECTIVE_RANK));
    assertEquals(0, zero.get(Measure.STABLE_RANK));
    assertEquals(Double.NaN, zero.get(Measure.PARTICIPATION_RATIO));
    assertEquals(Double.NaN, zero.compression());
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void nothingIsANumberWhereFeaturesAreNone(ElementType type) {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      Dense h = Dense.gaussian(new Random(8), 5, 23);
      h.values()[17] = bad;
      FeatureMetrics measured = Meters.features(List.of(h), CLASSES, type, MeterOptions.DEFAULT).get(0);
      for (Measure measure : Measure.of(Measure.Owner.LAYER)) {
        if (measure.kind() == Measure.Kind.NUMBER || measure == Measure.NUMERICAL_RANK) {
          assertEquals(Double.NaN, measured.get(measure), measure + " of " + bad);
        }
      }
      FeatureMetrics last = Meters.withClassifier(List.of(h), Dense.gaussian(new Random(9), 3, 5),
          Dense.gaussian(new Random(10), 3, 23), CLASSES).get(0);
      for (Measure measure : List.of(Measure.NC3, Measure.NC3_DIFFERENCE, Measure.NC4)) {
        assertEquals(Double.NaN, last.get(measure), measure + " of " + bad);
      }
    }
  }

  @Test
  void aSingleClassStillHasASpectrum() {
    Dense h = Dense.gaussian(new Random(6), 4, 9);
    FeatureMetrics measured = Meters.features(h, new int[] {0, 9});
    assertEquals(Double.NaN, measured.discrimination());
    assertEquals(Double.NaN, measured.compression());
    assertEquals(Double.NaN, measured.get(Measure.NC2));
    assertEquals(1, measured.get(Measure.NEAREST_CENTRE_ACCURACY));
    assertClose("sigma_1", Reference.singularValues(h)[0], measured.singularValues().get(0), 1e-12);
  }

  @Test
  void misfittingPlansAreRefusedWithWhatWasFound() {
    MemoryPlan plan = new MemoryPlan();
    for (int[] offsets : List.of(new int[] {0, 3, 3, 6}, new int[] {0, 5}, new int[] {1, 6}, new int[] {6})) {
      assertThrows(IllegalArgumentException.class, () -> FeatureMeter.plan(plan, List.of(4), 6, offsets, 1,
          ElementType.FLOAT32, MeterOptions.DEFAULT));
    }
    assertThrows(IllegalArgumentException.class, () -> FeatureMeter.plan(plan, List.of(), 6, new int[] {0, 6}, 1,
        ElementType.FLOAT32, MeterOptions.DEFAULT));
    Dense h = Dense.zeros(3, 6);
    IllegalArgumentException wrong = assertThrows(IllegalArgumentException.class,
        () -> Meters.features(List.of(h), new int[] {0, 6}, ElementType.FLOAT32,
            MeterOptions.DEFAULT.withClassifier()));
    assertTrue(wrong.getMessage().contains("classifier"));
  }
}
