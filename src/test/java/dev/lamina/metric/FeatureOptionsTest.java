package dev.lamina.metric;

import static dev.lamina.metric.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.Devices;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.Place;
import dev.lamina.device.Plan;
import dev.lamina.result.Measure;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is measured on request: similarity of layers, intrinsic dimension, the classifier; and recording. */
class FeatureOptionsTest {

  private static final int[] OFFSETS = {0, 5, 8, 19};

  @ParameterizedTest
  @ValueSource(ints = {3, 40})
  void similarityIsItsDefinitionFromGramsAndFromFeatures(int dimension) {
    Random random = new Random(1);
    List<List<Dense>> layers = List.of(
        List.of(Dense.gaussian(random, dimension, 19)),
        List.of(Dense.gaussian(random, dimension + 2, 19), Dense.gaussian(random, dimension + 2, 19)),
        List.of(Dense.gaussian(random, dimension, 19), Dense.gaussian(random, dimension, 19)));
    List<List<FeatureMetrics>> measured =
        Meters.features(layers, 2, OFFSETS, ElementType.FLOAT64, MeterOptions.DEFAULT.withSimilarity());
    for (int e = 0; e < 2; e++) {
      for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) {
          Dense x = centred(layers.get(a).get(a == 0 ? 0 : e));
          Dense y = centred(layers.get(b).get(b == 0 ? 0 : e));
          double expected = Math.pow(x.times(y.transposed()).norm(), 2)
              / (x.times(x.transposed()).norm() * y.times(y.transposed()).norm());
          assertClose("CKA " + a + ", " + b, expected, measured.get(e).get(a).cka().get(b), 1e-10);
        }
      }
    }
  }

  @Test
  void similarityOfTheToySetHasItsNumbers() {
    Dense h = Dense.of(2, 4, 1, 0, 3, 0, 0, 1, 0, 5);
    Dense turned = Dense.orthonormal(new Random(1), 2, 2).times(h);
    Dense first = Dense.of(1, 2, 1, 0).times(h);
    List<FeatureMetrics> measured = Meters.features(List.of(h, turned, first), new int[] {0, 2, 4},
        ElementType.FLOAT64, MeterOptions.DEFAULT.withSimilarity());
    assertClose("with itself", 1, measured.get(0).cka().get(0), 1e-12);
    assertClose("with its rotation", 1, measured.get(0).cka().get(1), 1e-12);
    assertClose("with its first column", .6022627359, measured.get(0).cka().get(2), 1e-10);
  }

  @Test
  void intrinsicDimensionLeavesDuplicatesOutAndCountsThem() {
    Random random = new Random(12);
    Dense plane = Dense.gaussian(random, 9, 2).times(Dense.gaussian(random, 2, 400));
    System.arraycopy(plane.values(), 0, plane.values(), 9, 9);
    FeatureMetrics measured = Meters.features(List.of(plane), new int[] {0, 200, 400}, ElementType.FLOAT64,
        MeterOptions.DEFAULT.withIntrinsicDimension()).get(0);
    assertEquals(2, measured.get(Measure.DUPLICATES));
    assertClose("definition", twoNearest(plane), measured.get(Measure.INTRINSIC_DIMENSION), 1e-10);
    assertEquals(2, measured.get(Measure.INTRINSIC_DIMENSION), 0.3);
    FeatureMetrics unmeasured = Meters.features(plane, new int[] {0, 200, 400});
    assertEquals(Double.NaN, unmeasured.get(Measure.INTRINSIC_DIMENSION));
  }

  @Test
  void classifierMetricsAreTheirDefinitions() {
    Random random = new Random(13);
    Dense h = FeatureDefinitionsTest.clusters(random, 6, OFFSETS, 0.5);
    Dense w = Dense.gaussian(random, 3, 6);
    Dense scores = w.times(h);
    List<FeatureMetrics> measured =
        Meters.withClassifier(List.of(Dense.gaussian(random, 4, 19), h), w, scores, OFFSETS);
    Dense means = Dense.zeros(6, 3);
    for (int k = 0; k < 3; k++) {
      Dense centred = Reference.mean(h.columns(OFFSETS[k], OFFSETS[k + 1])).minus(Reference.mean(h));
      System.arraycopy(centred.values(), 0, means.values(), 6 * k, 6);
    }
    Dense product = w.times(means);
    Dense simplex = Dense.identity(3, 3, 1).plus(Dense.of(3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1), -1.0 / 3);
    FeatureMetrics last = measured.get(1);
    assertClose("nc3",
        product.scaled(1 / product.norm()).minus(simplex.scaled(1 / Math.sqrt(2))).norm(), last.get(Measure.NC3),
        1e-12);
    assertClose("nc3_difference",
        w.scaled(1 / w.norm()).minus(means.transposed().scaled(1 / means.norm())).norm(),
        last.get(Measure.NC3_DIFFERENCE), 1e-10);
    assertTrue(last.get(Measure.NC4) > 0 && last.get(Measure.NC4) < 1, "a random classifier agrees sometimes: "
        + last.get(Measure.NC4));
    assertEquals(Double.NaN, measured.get(0).get(Measure.NC4));

    // A classifier that measures distances agrees with the nearest mean everywhere.
    FeatureMetrics agreeing =
        Meters.withClassifier(List.of(Dense.identity(3, 19, 1), h), means.transposed(), negatedDistances(h), OFFSETS)
            .get(1);
    assertEquals(1, agreeing.get(Measure.NC4));
    assertEquals(0, agreeing.get(Measure.NC3_DIFFERENCE), 1e-7);
  }

  @Test
  void aRecordedMeasurementReplaysOnNewFeatures() {
    Random random = new Random(14);
    Dense before = FeatureDefinitionsTest.clusters(random, 6, OFFSETS, 0.5);
    Dense after = FeatureDefinitionsTest.clusters(random, 6, OFFSETS, 0.1);
    MemoryPlan plan = new MemoryPlan();
    List<Slot> slots = Meters.slots(plan, List.of(List.of(before)), ElementType.FLOAT64);
    MeterOptions options = MeterOptions.DEFAULT.withSimilarity().withIntrinsicDimension();
    FeatureMeter.Layout layout = FeatureMeter.plan(plan, List.of(6), 19, OFFSETS, 1, ElementType.FLOAT64, options);
    try (Device device = Devices.first(); Arena arena = device.allocate(plan)) {
      FeatureMeter meter = new FeatureMeter(new Place(device, arena), layout);
      List<Matrix> features = Meters.write(device, arena, slots, List.of(List.of(before)));
      try (Plan recorded = device.record(() -> meter.enqueue(features))) {
        recorded.replay();
        double first = meter.read().get(0).get(0).compression();
        device.write(after.values(), features.get(0));
        recorded.replay();
        double second = meter.read().get(0).get(0).compression();
        assertClose("before", Reference.metrics(before, OFFSETS).get("compression"), first, 1e-12);
        assertClose("after", Reference.metrics(after, OFFSETS).get("compression"), second, 1e-12);
      }
    }
  }

  private static Dense centred(Dense x) {
    double[] ones = new double[x.columns()];
    Arrays.fill(ones, 1);
    return x.minus(Reference.mean(x).times(Dense.of(1, ones.length, ones)));
  }

  private static Dense negatedDistances(Dense h) {
    Dense scores = Dense.zeros(3, h.columns());
    for (int k = 0; k < 3; k++) {
      Dense mean = Reference.mean(h.columns(OFFSETS[k], OFFSETS[k + 1]));
      for (int i = 0; i < h.columns(); i++) {
        scores.values()[k + 3 * i] = -h.column(i).minus(mean).norm();
      }
    }
    return scores;
  }

  private static double twoNearest(Dense x) {
    double sum = 0;
    int used = 0;
    for (int i = 0; i < x.columns(); i++) {
      double first = Double.POSITIVE_INFINITY;
      double second = Double.POSITIVE_INFINITY;
      for (int j = 0; j < x.columns(); j++) {
        double distance = i == j ? Double.POSITIVE_INFINITY : x.column(i).minus(x.column(j)).norm();
        if (distance < first) {
          second = first;
          first = distance;
        } else if (distance < second) {
          second = distance;
        }
      }
      if (first > 0) {
        sum += Math.log(second / first);
        used++;
      }
    }
    return (used - 1) / sum;
  }
}
