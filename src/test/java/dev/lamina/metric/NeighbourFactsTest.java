package dev.lamina.metric;

import static dev.lamina.metric.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.device.ElementType;
import dev.lamina.result.Measure;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nearest neighbours tell, against NumPy, closed forms and lists that were written down. */
class NeighbourFactsTest {

  private static final MeterOptions OPTIONS = MeterOptions.DEFAULT.withIntrinsicDimension();
  private static final List<Measure> NUMBERS = List.of(Measure.INTRINSIC_DIMENSION, Measure.TWONN_FIT,
      Measure.MLE_DIMENSION, Measure.KNN_ACCURACY, Measure.NEIGHBOURHOOD_OVERLAP);

  @ParameterizedTest
  @ValueSource(strings = {"features", "features_tall", "features_collapsed"})
  void goldenFeaturesAgreeWithNumPy(String name) {
    Golden golden = new Golden(name);
    int[] labels = golden.labels("labels");
    List<Dense> layers = golden.names().stream().filter(n -> n.startsWith("layer"))
        .map(n -> golden.features(n, labels)).toList();
    JsonNode expected = Golden.expected("neighbours").get(name);
    for (ElementType type : new ElementType[] {ElementType.FLOAT32, ElementType.FLOAT64}) {
      List<FeatureMetrics> measured = Meters.features(layers, Golden.offsets(labels), type, OPTIONS);
      for (int l = 0; l < layers.size(); l++) {
        String where = " of " + name + ", layer " + l;
        for (Measure measure : NUMBERS) {
          assertClose(measure + where, expected.get(l).get(measure.key()).asDouble(), measured.get(l).get(measure),
              1e-11);
        }
        List<Double> mutual = measured.get(l).measured().list(Measure.MUTUAL_KNN);
        assertEquals(layers.size(), mutual.size());
        for (int other = 0; other < layers.size(); other++) {
          assertClose("mutual" + where, expected.get(l).get("mutual_knn").get(other).asDouble(), mutual.get(other),
              1e-12);
        }
      }
    }
  }

  /** The estimates' own spread is about m over the root of N; near the edges of a cube all are a little low. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void cubeHasItsDimension(int m) {
    Random random = new Random(m);
    Dense cube = Dense.of(m, 2000, random.doubles(2000L * m).toArray());
    FeatureMetrics measured = Meters.features(List.of(Dense.gaussian(random, 9, m).times(cube)), new int[] {0, 2000},
        ElementType.FLOAT64, OPTIONS).get(0);
    for (Measure measure : NUMBERS.subList(0, 3)) {
      assertEquals(m, measured.get(measure), 0.15 * m, measure.toString());
    }
    assertEquals(Double.NaN, measured.get(Measure.KNN_ACCURACY), "of one class");
    assertEquals(Double.NaN, measured.get(Measure.NEIGHBOURHOOD_OVERLAP), "of one class");
  }

  /** On a line of eight, k = 7: all others are neighbours, so that shares are counts. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void fewSamplesHaveAllOthersAsNeighbours(ElementType type) {
    Dense line = Dense.of(1, 8, 0, 1, 2, 3, 4, 5, 6, 7);
    Dense other = Dense.of(1, 8, 5, 3, 9, 1, 0, 8, 20, 31);
    List<FeatureMetrics> measured = Meters.features(List.of(line, other), new int[] {0, 5, 8}, type, OPTIONS);
    assertClose("overlap", (5 * 4 + 3 * 2) / 56.0, measured.get(0).get(Measure.NEIGHBOURHOOD_OVERLAP), 1e-15);
    assertEquals(5 / 8.0, measured.get(0).get(Measure.KNN_ACCURACY), "4 of 7, and 2 of 7, are of the own class");
    assertEquals(List.of(1.0, 1.0), measured.get(1).measured().list(Measure.MUTUAL_KNN));
  }

  /** Lists by hand: 2 neighbours of 4 samples in 2 classes. */
  @Test
  void listsSayWhatTheyHold() {
    NeighbourFacts facts = new NeighbourFacts(2, new double[] {1, 2, 1, 4, 0, 3, 2, 2},
        new int[] {1, 2, 0, 3, 0, 3, 2, 1});
    int[] labels = {0, 0, 1, 1};
    assertEquals(1, facts.duplicates());
    assertClose("TwoNN", 2 / Math.log(8), facts.twoNearest(), 1e-15);
    // Of log ratios 0, log 2 and log 4 the last is left out.
    assertClose("fit", Math.log(3) / Math.log(2), facts.twoNearestFit(), 1e-15);
    assertClose("MLE", 3 / Math.log(8), facts.likeliest(), 1e-15);
    // Each has one neighbour of each class; the nearer one is 1 of 0, 0 of 1, 0 of 2, 2 of 3.
    assertEquals(0.75, facts.accuracy(labels));
    assertEquals(0.5, facts.overlap(labels));
    NeighbourFacts other = new NeighbourFacts(2, new double[8], new int[] {1, 3, 0, 3, 1, 3, 0, 1});
    assertEquals(List.of(1.0, 5 / 8.0), facts.mutual(List.of(facts, other)));
  }

  @Test
  void duplicatesAndEqualRatiosGiveNoNumber() {
    NeighbourFacts equal = new NeighbourFacts(2, new double[6], new int[] {1, 2, 0, 2, 0, 1});
    NeighbourFacts even = new NeighbourFacts(2, new double[] {1, 1, 1, 1, 1, 1}, new int[] {1, 2, 0, 2, 0, 1});
    for (NeighbourFacts facts : List.of(equal, even, NeighbourFacts.NONE)) {
      Stream.of(facts.twoNearest(), facts.twoNearestFit(), facts.likeliest())
          .forEach(value -> assertEquals(Double.NaN, value));
    }
    assertEquals(3, equal.duplicates());
    assertEquals(0, NeighbourFacts.NONE.duplicates());
  }

  @Test
  void featuresThatAreNotFiniteHaveNone() {
    Dense x = Dense.gaussian(new Random(3), 5, 30);
    x.values()[17] = Double.NaN;
    FeatureMetrics measured =
        Meters.features(List.of(x), new int[] {0, 10, 30}, ElementType.FLOAT64, OPTIONS).get(0);
    NUMBERS.forEach(measure -> assertEquals(Double.NaN, measured.get(measure), measure.toString()));
    assertEquals(List.of(Double.NaN), measured.measured().list(Measure.MUTUAL_KNN));
  }

  /** One layer that all members share, and one that each has of its own. */
  @Test
  void membersHaveTheirOwn() {
    Random random = new Random(5);
    List<Dense> own = List.of(Dense.gaussian(random, 4, 40), Dense.gaussian(random, 4, 40));
    Dense shared = Dense.gaussian(random, 3, 40);
    int[] offsets = {0, 15, 40};
    List<List<FeatureMetrics>> measured =
        Meters.features(List.of(List.of(shared), own), 2, offsets, ElementType.FLOAT64, OPTIONS);
    assertEquals(measured.get(0).get(0).measured().get(Measure.MLE_DIMENSION),
        measured.get(1).get(0).measured().get(Measure.MLE_DIMENSION));
    assertTrue(measured.get(0).get(1).get(Measure.MLE_DIMENSION)
        != measured.get(1).get(1).get(Measure.MLE_DIMENSION));
    FeatureMetrics alone = Meters.features(List.of(shared, own.get(0)), offsets, ElementType.FLOAT64, OPTIONS).get(1);
    assertEquals(alone.measured(), measured.get(0).get(1).measured());
  }
}
