package dev.lamina.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.ElementType;
import dev.lamina.training.ProbeSession.Set;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LinearProbesTest {

  private static final ProbeSettings DEFAULT = new ProbeSettings(0, 128, 0, 1e-4, true);

  /** Printed by NumPy in float64 from the definition: {@code golden/make_probes.py}. */
  @ParameterizedTest
  @CsvSource({
    "0.7, 300, 1,    1e-4, true,  0.5055946494934872,  38, 31",
    "0.7, 50,  0.5,  0,    true,  0.506406071200134,   38, 31",
    "0.7, 100, 1e-6, 1e-4, false, 0.5640292127638429,  36, 29",
    "3.0, 300, 1,    1e-4, true,  0.09460675227054134, 61, 40",
    "3.0, 50,  0.5,  0,    true,  0.09569593768525475, 61, 40",
    "3.0, 100, 1e-6, 1e-4, false, 0.09680399659214797, 61, 40"})
  void isItsDefinition(double spread, int epochs, double rate, double decay, boolean standardize, double loss,
      int right, int testRight) {
    ProbeSettings settings = new ProbeSettings(epochs, 0, rate, decay, standardize);
    for (ElementType type : new ElementType[] {ElementType.FLOAT64, ElementType.FLOAT32}) {
      ProbeResult result = ProbeSession.run(type, settings, waves(61, 0, spread), waves(40, 61, spread)).get(0);
      assertEquals(1, result.loss() / loss, type == ElementType.FLOAT64 ? 1e-11 : 2e-4);
      assertEquals(right / 61.0, result.accuracy(), 1e-15);
      assertEquals(testRight / 40.0, result.testAccuracy(), 1e-15);
    }
  }

  private static Set waves(int samples, int first, double spread) {
    int[] labels = IntStream.range(first, first + samples).map(i -> i % 3).toArray();
    double[] x = new double[samples * 7];
    for (int i = 0; i < samples; i++) {
      for (int j = 0; j < 7; j++) {
        int s = first + i;
        x[7 * i + j] = 100 + 30 * (Math.sin(1.7 * s + 0.9 * j * j + 0.3 * s * j) + (labels[i] == j ? spread : 0));
      }
    }
    return Set.of(labels, x);
  }

  /** Whatever the scale, the offset and the spectrum of a layer, the defaults reach the minimum in mini-batches. */
  @ParameterizedTest
  @EnumSource(value = ElementType.class, names = {"FLOAT32", "FLOAT64"})
  void defaultsConverge(ElementType type) {
    int n = 301;
    int[] labels = IntStream.range(0, n).map(i -> i * i % 3).toArray();
    double[][] layers = {
      clusters(labels, 5, 1, j -> 1, 1),
      clusters(labels, 20, 2, j -> Math.pow(0.8, j), 1),
      clusters(labels, 40, 3, j -> 1e-4 * Math.pow(0.9, j), 0.3),
      clusters(labels, 40, 4, j -> 1e3 / (1 + j), 4),
      clusters(labels, 5, 5, j -> 1e-3, 30)};
    List<ProbeResult> results = ProbeSession.run(type, DEFAULT, Set.of(labels, layers), null);
    for (int l = 0; l < layers.length; l++) {
      Ridge best = Ridge.of(layers[l], labels, 3, 1e-4);
      ProbeResult found = results.get(l);
      assertEquals(1, found.loss() / best.loss(), 1e-3, "loss of layer " + l);
      assertEquals(best.correct(), found.accuracy() * n, 1.01, "samples of layer " + l);
      assertTrue(Double.isNaN(found.testAccuracy()));
    }
    assertTrue(results.get(2).accuracy() < 0.9, "this layer cannot be separated: " + results);
    assertEquals(1, results.get(4).accuracy());
  }

  /**
   * One sample 10 or 30 times as long as the others, and lengths of Student's distribution with 2 degrees of freedom,
   * whose variance is infinite: the defaults reach the minimum. Small batches bear smaller rates only, and come near to
   * it.
   */
  @ParameterizedTest
  @CsvSource({"FLOAT64, 128, 1e-3, 1e-3", "FLOAT32, 16, 1e-3, 0.05", "FLOAT64, 4, 2e-3, 0.5"})
  void longSamplesDoNotMakeItDiverge(ElementType type, int batch, double tolerance, double ofThirty) {
    int n = 500;
    int[] labels = IntStream.range(0, n).map(i -> i * i % 3).toArray();
    Random random = new Random(11);
    double[][] layers = {
      clusters(labels, 8, 1, j -> 1, 1),
      lengthened(clusters(labels, 8, 1, j -> 1, 1), n, i -> i == 7 ? 10 : 1),
      lengthened(clusters(labels, 8, 4, j -> 1e5, 2), n, i -> 1 / Math.sqrt(-Math.log(1 - random.nextDouble()))),
      lengthened(clusters(labels, 8, 3, j -> 1e-5, 1), n, i -> i == 7 ? 30 : 1)};
    ProbeSettings settings = new ProbeSettings(0, batch, 0, 1e-4, true);
    List<ProbeResult> results = ProbeSession.run(type, settings, Set.of(labels, layers), null);
    for (int l = 0; l < layers.length; l++) {
      Ridge best = Ridge.of(layers[l], labels, 3, 1e-4);
      assertEquals(1, results.get(l).loss() / best.loss(), l == 3 ? ofThirty : tolerance, "loss of layer " + l);
      assertEquals(best.correct(), results.get(l).accuracy() * n, l == 3 ? ofThirty * n : 3.01,
          "samples of layer " + l);
    }
  }

  private static double[] lengthened(double[] x, int samples, IntToDoubleFunction factor) {
    int d = x.length / samples;
    double[] longer = x.clone();
    for (int i = 0; i < samples; i++) {
      double by = factor.applyAsDouble(i);
      for (int j = 0; j < d; j++) {
        longer[i * d + j] *= by;
      }
    }
    return longer;
  }

  /** The rate suits features that are taken as they are, too. */
  @Test
  void featuresAsTheyAreDoNotMakeItDiverge() {
    int[] labels = IntStream.range(0, 90).map(i -> i % 3).toArray();
    double[] x = clusters(labels, 4, 8, j -> 1e3, 3);
    for (int batch : new int[] {0, 7, 128}) {
      ProbeResult found = ProbeSession.run(
          ElementType.FLOAT64, new ProbeSettings(0, batch, 0, 0, false), Set.of(labels, x), null).get(0);
      assertTrue(found.loss() < 0.6, "batches of " + batch + ": " + found);
    }
  }

  /** More steps come nearer to the minimum, from above, and reach it. */
  @Test
  void trainsToTheMinimum() {
    int[] labels = IntStream.range(0, 200).map(i -> i % 3).toArray();
    double[] x = clusters(labels, 12, 6, j -> Math.pow(0.7, j), 0.7);
    double best = Ridge.of(x, labels, 3, 0).objective();
    double before = Double.POSITIVE_INFINITY;
    for (int epochs : new int[] {10, 100, 1000, 30_000}) {
      double loss = ProbeSession.run(ElementType.FLOAT64, new ProbeSettings(epochs, 0, 1, 0, true), Set.of(labels, x),
          null).get(0).loss();
      assertTrue(loss < before && loss > best * (1 - 1e-12), epochs + ": " + loss + " of " + best);
      before = loss;
    }
    assertEquals(1, before / best, 1e-6);
  }

  /** Neither where the features lie nor how large they are matters. */
  @Test
  void standardizedProbesDoNotSeeTheScale() {
    int[] labels = IntStream.range(0, 150).map(i -> i % 3).toArray();
    double[] x = clusters(labels, 9, 7, j -> 1, 0.5);
    double[] moved = Arrays.stream(x).map(value -> 1e-5 * value - 3).toArray();
    double[] small = Arrays.stream(x).map(value -> 1e-180 * value).toArray();
    double[] large = Arrays.stream(x).map(value -> 1e180 * value).toArray();
    Set set = Set.of(labels, x, moved, small, large);
    List<ProbeResult> results = ProbeSession.run(ElementType.FLOAT64, DEFAULT, set, set);
    assertEquals(results.get(0).loss(), results.get(2).loss(), 1e-9);
    assertEquals(results.get(0).loss(), results.get(3).loss(), 1e-9);
    assertEquals(results.get(0).loss(), results.get(1).loss(), 1e-9);
    assertEquals(results.get(0).accuracy(), results.get(1).accuracy());
    assertEquals(results.get(0).accuracy(), results.get(0).testAccuracy());
    assertEquals(results.get(0).accuracy(), results.get(1).testAccuracy());
  }

  /**
   * Layers of several widths and members, features that members share, mini-batches: each probe is what it is alone.
   */
  @ParameterizedTest
  @EnumSource(value = ElementType.class, names = {"FLOAT32", "FLOAT64"})
  void everyProbeIsOneOfItsOwn(ElementType type) {
    ProbeSettings settings = new ProbeSettings(7, 20, 0.5, 1e-3, true);
    int[] labels = IntStream.range(0, 53).map(i -> i % 3).toArray();
    int[] testLabels = IntStream.range(0, 17).map(i -> i % 3).toArray();
    int[] widths = {6, 4, 6, 4, 9};
    List<List<double[]>> layers = IntStream.range(0, 5).mapToObj(l -> IntStream.range(0, l == 0 ? 1 : 3)
        .mapToObj(e -> clusters(labels, widths[l], 10 * l + e, j -> 1, 0.4)).toList()).toList();
    List<List<double[]>> testLayers = IntStream.range(0, 5).mapToObj(l -> IntStream.range(0, l == 0 ? 1 : 3)
        .mapToObj(e -> clusters(testLabels, widths[l], 10 * l + e, j -> 1, 0.4)).toList()).toList();
    long[] seeds = {5, 6, 7};
    List<List<ProbeResult>> all = ProbeSession.run(type, settings, new Set(layers, labels),
        new Set(testLayers, testLabels), seeds, probes -> { });
    for (int e = 0; e < 3; e++) {
      for (int l = 0; l < 5; l++) {
        int member = Math.min(e, layers.get(l).size() - 1);
        ProbeResult alone = ProbeSession.run(type, settings,
            Set.of(labels, layers.get(l).get(member)), Set.of(testLabels, testLayers.get(l).get(member)),
            new long[] {seeds[e]}, probes -> { }).get(0).get(0);
        assertEquals(alone.loss(), all.get(e).get(l).loss(), type == ElementType.FLOAT32 ? 1e-6 : 1e-13);
        assertEquals(alone.accuracy(), all.get(e).get(l).accuracy());
        assertEquals(alone.testAccuracy(), all.get(e).get(l).testAccuracy());
      }
    }
    assertNotEquals(all.get(0).get(0).loss(), all.get(1).get(0).loss(), "members shuffle in their own ways");
    assertEquals(all, ProbeSession.run(type, settings, new Set(layers, labels), new Set(testLayers, testLabels), seeds,
        probes -> { }), "runs repeat bit for bit");
  }

  /** All samples equal: the best guess is the largest class. */
  @Test
  void constantFeaturesTellNothing() {
    int[] labels = IntStream.range(0, 40).map(i -> i < 20 ? 2 : i % 2).toArray();
    double[] x = new double[40 * 4];
    Arrays.fill(x, 5);
    for (double[] constant : new double[][] {x, new double[40 * 4]}) {
      ProbeResult result = ProbeSession.run(ElementType.FLOAT64, DEFAULT, Set.of(labels, constant), null).get(0);
      assertEquals(0.5, result.accuracy());
      assertEquals(0.625, result.loss(), 1e-3); // 1 minus the sum of the squared shares 1/2, 1/4, 1/4
    }
  }

  @Test
  void whatDidNotStayFiniteIsNotMeasured() {
    int[] labels = IntStream.range(0, 60).map(i -> i % 3).toArray();
    double[] good = clusters(labels, 4, 8, j -> 1, 1);
    double[] bad = good.clone();
    bad[17] = Double.NaN;
    double[] infinite = good.clone();
    infinite[17] = Double.POSITIVE_INFINITY;
    List<ProbeResult> results =
        ProbeSession.run(ElementType.FLOAT64, DEFAULT, Set.of(labels, bad, good, infinite), null);
    assertEquals(ProbeResult.NONE, results.get(0));
    assertTrue(results.get(1).isMeasured());
    assertEquals(ProbeResult.NONE, results.get(2));
    assertEquals(results.get(1), ProbeSession.run(ElementType.FLOAT64, DEFAULT, Set.of(labels, good), null).get(0));
    assertEquals(ProbeResult.NONE, ProbeSession.run(ElementType.FLOAT64,
        new ProbeSettings(2000, 0, 50, 0, true), Set.of(labels, good), null).get(0), "a rate that is too large");
    assertEquals(ProbeResult.NONE, ProbeSession.run(ElementType.FLOAT64,
        new ProbeSettings(9, 0, 50, 0, true), Set.of(labels, good), null).get(0),
        "nor what only has not overflowed yet");
  }

  @Test
  void anInterruptedProbeHasNoResult() {
    int[] labels = IntStream.range(0, 30).map(i -> i % 3).toArray();
    Set set = Set.of(labels, clusters(labels, 4, 9, j -> 1, 1), clusters(labels, 5, 9, j -> 1, 1));
    assertEquals(List.of(List.of(ProbeResult.NONE, ProbeResult.NONE)),
        ProbeSession.run(ElementType.FLOAT64, DEFAULT, set, null, new long[] {1}, LinearProbes::interrupt));
  }

  /** As many steps for a small set as for a large one, and batches without a small rest. */
  @ParameterizedTest
  @CsvSource({"30, 128, 4000, 30", "128, 128, 4000, 128", "129, 128, 2000, 65", "5000, 128, 100, 125",
    "50000, 128, 20, 128", "50000, 0, 4000, 50000", "1000, 7, 28, 7"})
  void epochsAndBatchesSuitTheSet(int samples, int batch, int epochs, int evened) {
    TrainingSettings settings = new ProbeSettings(0, batch, 1, 0, true).of(samples, 3);
    assertEquals(epochs, settings.epochs());
    assertEquals(evened, settings.batch());
    assertEquals(List.of(1.0, 1.0, 1.0), settings.learningRates());
    assertEquals(5, new ProbeSettings(5, batch, 1, 0, true).of(samples, 3).epochs());
  }

  /** Gaussian noise around class centres, N x d; feature j has the scale {@code scale(j)}. */
  private static double[] clusters(int[] labels, int d, long seed, IntToDoubleFunction scale,
      double separation) {
    Random random = new Random(seed);
    double[] centres = random.doubles(3L * d, -1, 1).toArray();
    double[] x = new double[labels.length * d];
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < d; j++) {
        x[i * d + j] = scale.applyAsDouble(j) * (2 + separation * centres[labels[i] * d + j] + random.nextGaussian());
      }
    }
    return x;
  }
}
