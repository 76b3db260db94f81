package dev.lamina.metric;

import static dev.lamina.metric.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.device.ElementType;
import dev.lamina.result.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics of features that NumPy measured too. */
class GoldenFeaturesTest {

  @ParameterizedTest
  @ValueSource(strings = {"features", "features_tall", "features_collapsed"})
  void float32FeaturesAgreeWithNumPy(String name) {
    Golden golden = new Golden(name);
    int[] labels = golden.labels("labels");
    List<Dense> layers = golden.names().stream().filter(n -> n.startsWith("layer"))
        .map(n -> golden.features(n, labels)).toList();
    JsonNode expected = Golden.expected(name);
    List<FeatureMetrics> measured =
        Meters.features(layers, Golden.offsets(labels), ElementType.FLOAT32, MeterOptions.DEFAULT);
    List<FeatureMetrics> fromGram = Meters.features(layers, Golden.offsets(labels), ElementType.FLOAT32,
        MeterOptions.DEFAULT.withSpectrum(SpectrumMethod.GRAM));
    assertEquals(expected.size(), measured.size());
    for (int l = 0; l < layers.size(); l++) {
      String where = name + ", layer " + l;
      assertAgrees(where, expected.get(l), measured.get(l));
      assertEquals("gram-float64", fromGram.get(l).spectrumMethod());
      assertEquals(expected.get(l).get("numerical_rank").asInt(), fromGram.get(l).get(Measure.NUMERICAL_RANK), where);
      assertClose(where, expected.get(l).get("effective_rank").asDouble(), fromGram.get(l).get(Measure.EFFECTIVE_RANK),
          1e-5);
      assertClose(where, expected.get(l).get("stable_rank").asDouble(), fromGram.get(l).get(Measure.STABLE_RANK), 1e-9);
    }
  }

  /** NumPy's singular values of the centred float64 features, and its weighted least squares. */
  @ParameterizedTest
  @CsvSource({
    "layer_00, 26.434834928594707, 2.2945570092201266, 3.867129019153904",
    "layer_01, 50.97726559766879, 2.942155180072508, 5.201832296264457",
    "layer_02, 38.43235276141376, 2.858178407854789, 4.270117758141288",
    "layer_03, 148.77059891483924, 2.5251476514037794, 6.300842761583339"})
  void covariancesAgreeWithNumPy(String layer, double variance, double nesum, double alpha) {
    Golden golden = new Golden("features");
    int[] labels = golden.labels("labels");
    for (SpectrumMethod method : List.of(SpectrumMethod.GRAM, SpectrumMethod.SVD)) {
      FeatureMetrics measured = Meters.features(List.of(golden.features(layer, labels)), Golden.offsets(labels),
          ElementType.FLOAT64, MeterOptions.DEFAULT.withSpectrum(method).withCovariance()).get(0);
      assertClose("variance", variance, measured.get(Measure.TOTAL_VARIANCE), 1e-12);
      assertClose("NESum", nesum, measured.get(Measure.NESUM), 1e-12);
      assertClose("alpha", alpha, measured.get(Measure.ALPHA_REQ), 1e-8);
    }
  }

  private static void assertAgrees(String where, JsonNode expected, FeatureMetrics measured) {
    Map<String, Object> map = measured.measured().toMap();
    expected.properties().forEach(entry -> {
      String what = where + ": " + entry.getKey();
      if (entry.getKey().equals("numerical_rank")) {
        assertEquals(entry.getValue().longValue(), map.get(entry.getKey()), what);
      } else if (entry.getKey().equals("singular_values_top5")) {
        for (int i = 0; i < 5; i++) {
          assertClose(what, entry.getValue().get(i).asDouble(), measured.singularValues().get(i), 1e-9);
        }
      } else {
        assertClose(what, entry.getValue().asDouble(), (Double) map.get(entry.getKey()), 1e-6);
      }
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear_theory", "linear_wide"})
  void featuresOfTrainedLinearNetworksAgreeWithNumPy(String name) {
    Golden golden = new Golden(name);
    int[] labels = golden.labels("y");
    List<Dense> layers = new ArrayList<>(List.of(golden.features("X", labels)));
    for (int l = 1; golden.names().contains("W" + (l + 1) + "_expected"); l++) {
      layers.add(golden.matrix("W" + l + "_expected").times(layers.get(l - 1)));
    }
    List<FeatureMetrics> measured =
        Meters.features(layers, Golden.offsets(labels), ElementType.FLOAT64, MeterOptions.DEFAULT);
    for (int l = 0; l < layers.size(); l++) {
      FeatureMetrics metrics = measured.get(l);
      assertEquals("svd-float64", metrics.spectrumMethod());
      for (Map.Entry<String, Object> entry : metrics.measured().toMap().entrySet()) {
        String expected = entry.getKey() + "_expected";
        if (golden.names().contains(expected)) {
          double value = ((Number) entry.getValue()).doubleValue();
          assertClose(name + ", layer " + l + ": " + entry.getKey(), golden.values(expected)[l], value, 1e-8, 1e-12);
        }
      }
      double[] sigma = golden.values("singular_values_layer" + l + "_expected");
      for (int i = 0; i < sigma.length; i++) {
        assertEquals(sigma[i], metrics.singularValues().get(i), 1e-12 * sigma[0], "singular value " + i);
      }
    }
  }

  @Test
  void theInputOfTheHybridNetworkAgreesWithNumPy() {
    Golden golden = new Golden("hybrid");
    int[] labels = golden.labels("y");
    FeatureMetrics measured = Meters.features(golden.features("X", labels), Golden.offsets(labels));
    assertClose("compression", golden.values("compression_expected")[0], measured.compression(), 1e-9);
    assertClose("nc1", golden.values("nc1_expected")[0], measured.get(Measure.NC1), 1e-9);
    assertClose("effective_rank", golden.values("effective_rank_expected")[0], measured.get(Measure.EFFECTIVE_RANK),
        1e-9);
  }
}
