package dev.lamina.metric;

import static dev.lamina.metric.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.device.ElementType;
import dev.lamina.result.Measure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every metric against its definition with explicit d x d matrices, on odd sizes and unequal classes. */
class FeatureDefinitionsTest {

  private static final int[] UNEQUAL = {0, 5, 8, 19, 23};

  @ParameterizedTest
  @CsvSource({
    "1, FLOAT64, 1e-9", "3, FLOAT64, 1e-9", "1, FLOAT32, 1e-6", "3, FLOAT32, 1e-6",
  })
  void metricsAreTheirDefinitions(int members, ElementType type, double tolerance) {
    Random random = new Random(11);
    // Narrower than the samples, wider, narrower than the classes, and one dimension; the first one shared by all.
    int[] dimensions = {13, 37, 2, 1, 23};
    List<List<Dense>> layers = new ArrayList<>();
    for (int d : dimensions) {
      int own = layers.isEmpty() ? 1 : members;
      layers.add(IntStream.range(0, own).mapToObj(e -> clusters(random, d, UNEQUAL, 0.4)).toList());
    }
    List<List<FeatureMetrics>> measured =
        Meters.features(layers, members, UNEQUAL, type, MeterOptions.DEFAULT);
    assertEquals(members, measured.size());
    for (int e = 0; e < members; e++) {
      for (int l = 0; l < dimensions.length; l++) {
        Dense h = layers.get(l).get(Math.min(e, layers.get(l).size() - 1));
        Dense stored = type == ElementType.FLOAT32 ? h.rounded() : h;
        assertMatches("member " + e + ", layer " + l, Reference.metrics(stored, UNEQUAL), measured.get(e).get(l),
            tolerance);
      }
    }
  }

  @Test
  void bothSpectrumMethodsGiveTheSameValuesAndSayWhichTheyAre() {
    Dense h = clusters(new Random(3), 17, UNEQUAL, 0.5);
    for (ElementType type : List.of(ElementType.FLOAT32, ElementType.FLOAT64)) {
      Map<SpectrumMethod, FeatureMetrics> by = new EnumMap<>(SpectrumMethod.class);
      for (SpectrumMethod method : SpectrumMethod.values()) {
        by.put(method, Meters.features(List.of(h), UNEQUAL, type, MeterOptions.DEFAULT.withSpectrum(method)).get(0));
      }
      assertEquals("gram-float64", by.get(SpectrumMethod.GRAM).spectrumMethod());
      assertEquals("svd-float64", by.get(SpectrumMethod.SVD).spectrumMethod());
      assertEquals("svd-float64", by.get(SpectrumMethod.AUTO).spectrumMethod());
      for (int i = 0; i < 17; i++) {
        assertEquals(by.get(SpectrumMethod.SVD).singularValues().get(i),
            by.get(SpectrumMethod.GRAM).singularValues().get(i), 1e-9);
      }
      FeatureMetrics none = by.get(SpectrumMethod.NONE);
      assertEquals(List.of(), none.singularValues());
      assertEquals(Double.NaN, none.get(Measure.NUMERICAL_RANK));
      assertEquals(Double.NaN, none.get(Measure.PARTICIPATION_RATIO));
      assertEquals(by.get(SpectrumMethod.SVD).compression(), none.compression());
    }
  }

  @Test
  void largeFloat32LayersUseTheGramMatrixUnlessToldOtherwise() {
    assertEquals(SpectrumMethod.GRAM, SpectrumMethod.AUTO.resolve(ElementType.FLOAT32, 512, 513));
    assertEquals(SpectrumMethod.SVD, SpectrumMethod.AUTO.resolve(ElementType.FLOAT32, 512, 512));
    assertEquals(SpectrumMethod.SVD, SpectrumMethod.AUTO.resolve(ElementType.FLOAT64, 4000, 4000));
    assertEquals(SpectrumMethod.SVD, SpectrumMethod.SVD.resolve(ElementType.FLOAT32, 4000, 4000));
  }

  @Test
  void moreClassesThanDimensionsCutTheRankAtTheDimension() {
    int[] offsets = IntStream.rangeClosed(0, 9).map(k -> 4 * k).toArray();
    Dense h = clusters(new Random(5), 3, offsets, 0.3);
    assertMatches("K = 9 > d = 3", Reference.metrics(h, offsets), Meters.features(h, offsets), 1e-9);
  }

  @Test
  void meansOnALineHaveOneDirectionAndTheRestIsRounding() {
    Random random = new Random(17);
    int[] offsets = {0, 4, 10, 12, 20};
    Dense line = Dense.gaussian(random, 9, 1);
    Dense h = Dense.zeros(9, 20);
    for (int k = 0; k < 4; k++) {
      double position = random.nextGaussian();
      for (int i = offsets[k]; i < offsets[k + 1]; i += 2) {
        for (int j = 0; j < 9; j++) {
          double deviation = 0.3 * random.nextGaussian();
          h.values()[j + i * 9] = position * line.at(j, 0) + deviation;
          h.values()[j + (i + 1) * 9] = position * line.at(j, 0) - deviation;
        }
      }
    }
    Map<String, Double> expected = Reference.metrics(h, offsets);
    FeatureMetrics measured = Meters.features(h, offsets);
    assertClose("nc1", expected.get("nc1"), measured.get(Measure.NC1), 1e-9);
    assertClose("separation_fuzziness", expected.get("separation_fuzziness"),
        measured.get(Measure.SEPARATION_FUZZINESS), 1e-9);
  }

  static void assertMatches(String where, Map<String, Double> expected, FeatureMetrics measured, double tolerance) {
    Map<String, Object> map = measured.measured().toMap();
    expected.forEach((name, value) -> {
      if (name.equals("numerical_rank")) {
        assertEquals(value, ((Number) map.get(name)).doubleValue(), where + ": " + name);
      } else {
        assertClose(where + ": " + name, value, (Double) map.get(name), tolerance, tolerance);
      }
    });
  }

  /** Random class centres away from zero, and samples around them. */
  static Dense clusters(Random random, int dimension, int[] offsets, double spread) {
    Dense h = Dense.zeros(dimension, offsets[offsets.length - 1]);
    for (int k = 0; k + 1 < offsets.length; k++) {
      Dense centre = Dense.gaussian(random, dimension, 1);
      for (int i = offsets[k]; i < offsets[k + 1]; i++) {
        for (int j = 0; j < dimension; j++) {
          h.values()[j + i * dimension] = 0.5 + centre.at(j, 0) + spread * random.nextGaussian();
        }
      }
    }
    return h;
  }
}
