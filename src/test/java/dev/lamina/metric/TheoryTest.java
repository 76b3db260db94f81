package dev.lamina.metric;

import static dev.lamina.metric.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.Arena;
import dev.lamina.device.Device;
import dev.lamina.device.Devices;
import dev.lamina.device.ElementType;
import dev.lamina.device.Matrix;
import dev.lamina.device.MemoryPlan.Slot;
import dev.lamina.device.MemoryPlan;
import dev.lamina.metric.TrainingFacts.Start;
import dev.lamina.result.Measure;
import dev.lamina.result.TheoryCheck.Verdict;
import dev.lamina.result.TheoryCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The checks on networks trained here by gradient descent, whose numbers are known (docs/theory.md, R1 to R4). */
class TheoryTest {

  private static final int[] LABELS = IntStream.range(0, 30).map(i -> i % 3).toArray();
  private static final int[] OFFSETS = {0, 10, 20, 30};

  /** A trained network with all that was measured of it. */
  private record Run(List<FeatureMetrics> features, NetworkWeights weights, double[] deviations) {

    List<TheoryCheck> check(TrainingFacts facts) {
      return Theory.check(facts, features, weights, deviations);
    }
  }

  @Test
  void nearOrthonormalDataFollowTheory() {
    LinearTraining training = training(0.02, 1, 4, 0.5);
    assertEquals(393, training.converge(0.1));
    Run run = measure(training);
    double[] compression = {13.65887493, 1.87810225, .2587197135, .03571326771};
    double[] discrimination = {.997221793835, .998425809588, .999042233415, .999574097452};
    for (int l = 0; l < 4; l++) {
      assertClose("C_" + l, compression[l], run.features().get(l).compression(), 1e-9);
      assertEquals(discrimination[l], run.features().get(l).discrimination(), 1e-11, "D_" + l);
    }
    List<TheoryCheck> checks = run.check(facts(training, 0.5));
    assertVerdicts(checks, Verdict.HOLDS);
    assertEquals(Set.of("gram-identity", "log-convex-within", "log-convex-between", "balance", "plateau-min",
        "plateau-max", "compression", "discrimination", "compression-rate", "compression-r2", "discrimination-slope"),
        checks.stream().map(TheoryCheck::name).collect(Collectors.toSet()));
  }

  @Test
  void orthonormalDataFollowTheory() {
    LinearTraining training = training(0, 100, 6, 0.3);
    assertClose("loss", .985951441, training.loss(), 1e-8);
    assertEquals(602, training.converge(0.01));
    Run run = measure(training);
    double[] compression = {13.5, 3.778709903, 1.058776725, .2969244362, .08334091008, .02341628101};
    for (int l = 0; l < 6; l++) {
      assertClose("C_" + l, compression[l], run.features().get(l).compression(), 1e-9);
      assertEquals(1, run.features().get(l).discrimination(), 1e-12, "D_" + l);
    }
    assertVerdicts(run.check(facts(training, 0.3)), Verdict.HOLDS);
  }

  @Test
  void theSyntheticNetworkOfThePaperFollowsTheory() {
    Golden golden = new Golden("linear_theory");
    int[] labels = golden.labels("y");
    List<Dense> weights = IntStream.rangeClosed(1, 6).mapToObj(l -> golden.matrix("W" + l + "_expected")).toList();
    Dense y = new Dense(3, 30, ClassConstants.targets(labels, 3));
    LinearTraining trained = new LinearTraining(golden.matrix("X").transposed(), y, 100, weights);
    assertClose("loss", 0, trained.loss(), 0, 1e-8);
    List<FeatureMetrics> features =
        Meters.features(trained.features(), Golden.offsets(labels), ElementType.FLOAT64, MeterOptions.DEFAULT);
    NetworkWeights measured = Meters.weights(weights, trained.x, labels, ElementType.FLOAT64,
        WeightOptions.of(3).withMinNorm(100));
    assertVerdicts(new Run(features, measured, deviations(trained)).check(facts(trained, 0.3)), Verdict.HOLDS);
  }

  @Test
  void aWrongScaleFailsWhatDependsOnIt() {
    LinearTraining training = training(0.02, 1, 4, 0.5);
    training.converge(0.1);
    Set<String> failed = names(measure(training).check(facts(training, 0.45)), Verdict.FAILS);
    assertEquals(Set.of("balance", "plateau-min", "plateau-max", "compression", "compression-rate"), failed);
  }

  /**
   * {@code W_1 = epsilon U} with U 12 x 5 and orthonormal columns: {@code W_2^T W_2 - W_1 W_1^T = epsilon^2 (I - U
   * U^T)}, a projector of rank 7.
   */
  @Test
  void aTallFirstMatrixIsUnbalancedByTheDirectionsThatItMisses() {
    Random random = new Random(17);
    List<Dense> weights = WeightMeterTest.orthogonalInit(random, 12, 3, 4, 0.5);
    weights.set(0, Dense.orthonormal(random, 12, 5).scaled(0.5));
    LinearTraining start =
        new LinearTraining(Dense.gaussian(random, 5, 30), new Dense(3, 30, ClassConstants.targets(LABELS, 3)), 1,
            weights);
    List<TheoryCheck> balance =
        measure(start).check(new TrainingFacts(true, Start.ORTHOGONAL, 0.5, 1, true, 0, 0, start.loss())).stream()
        .filter(check -> check.name().equals("balance")).toList();
    assertVerdicts(balance, Verdict.HOLDS);
    assertEquals(List.of(1, 2, 3), balance.stream().map(TheoryCheck::layer).toList());
    assertClose("|B_1|", 0.25 * Math.sqrt(7), balance.get(0).predicted(), 1e-14);
    assertClose("|B_1|", 0.25 * Math.sqrt(7), balance.get(0).measured(), 1e-12);
    assertEquals(0, balance.get(1).predicted());
    assertClose("|B_3|", 0.25 * Math.sqrt(9), balance.get(2).predicted(), 1e-14);
  }

  @Test
  void unbalancedWeightsFailTheIdentities() {
    LinearTraining training = training(0.02, 1, 4, 0.5);
    Random random = new Random(2);
    training.weights.replaceAll(w -> w.plus(Dense.gaussian(random, w.rows(), w.columns()), 0.2));
    Set<String> failed = names(measure(training).check(facts(training, 0.5)), Verdict.FAILS);
    assertTrue(failed.containsAll(Set.of("gram-identity", "balance", "plateau-min")), failed.toString());
  }

  @Test
  void whatDoesNotApplySaysWhy() {
    LinearTraining training = training(0.02, 1, 4, 0.5);
    Run run = measure(training);
    assertNotApplicable(run.check(new TrainingFacts(false, Start.ORTHOGONAL, 0.5, 1, true, 0, 0, 0)), 5, "not linear");
    assertNotApplicable(run.check(new TrainingFacts(true, Start.ORTHOGONAL, 0.5, 1, true, 0.9, 0, 0)), 5, "momentum");
    assertNotApplicable(run.check(new TrainingFacts(true, Start.OTHER, 0, 1, true, 0, 0, 0)), 5, "initial weights");
    assertNotApplicable(run.check(new TrainingFacts(true, Start.BALANCED, 0, 1, true, 0, 0, 0)), 3, "not orthogonal");
    assertNotApplicable(run.check(new TrainingFacts(true, Start.ORTHOGONAL, 0.5, 1, true, 0, 1e-3, 0)), 3, "decay");
    assertNotApplicable(run.check(new TrainingFacts(true, Start.ORTHOGONAL, 0.5, 1, true, 0, 0, 0.3)), 1, "loss 0.3");
    Run unmeasured = new Run(run.features(), run.weights(), new double[0]);
    assertNotApplicable(unmeasured.check(facts(training, 0.5)), 1, "2000 samples");
  }

  @Test
  void balancedNetworksObeyTheGramIdentityAndHaveConvexTraces() {
    Random random = new Random(31);
    for (int trial = 0; trial < 5; trial++) {
      LinearTraining network = new LinearTraining(Dense.gaussian(random, 17, 30), null, 1, balanced(random, 17, 6));
      double[] deviations = deviations(network);
      assertEquals(6, deviations.length);
      for (double deviation : deviations) {
        assertEquals(0, deviation, 1e-12);
      }
      List<FeatureMetrics> features =
          Meters.features(network.features(), OFFSETS, ElementType.FLOAT64, MeterOptions.DEFAULT);
      for (int l = 1; l + 1 < features.size(); l++) {
        assertTrue(ratio(features, l, false) <= ratio(features, l + 1, false), "within, layer " + l);
        assertTrue(ratio(features, l, true) <= ratio(features, l + 1, true), "between, layer " + l);
      }
      Dense second = network.weights.get(1);
      network.weights.set(1, second.plus(Dense.gaussian(random, 17, 17), 1e-3 * second.norm()));
      assertTrue(deviations(network)[2] > 1e-3, "the identity must notice an unbalanced layer");
    }
  }

  private static LinearTraining training(double perturbation, double alpha, int matrices, double epsilon) {
    Dense y = new Dense(3, 30, ClassConstants.targets(LABELS, 3));
    return new LinearTraining(LinearTraining.data(perturbation), y, alpha,
        LinearTraining.identities(50, 3, matrices, epsilon));
  }

  private static TrainingFacts facts(LinearTraining training, double epsilon) {
    return new TrainingFacts(true, Start.ORTHOGONAL, epsilon, training.alpha, true, 0, 0, 0);
  }

  private static Run measure(LinearTraining training) {
    List<Dense> sorted = training.features().stream().map(h -> Golden.sorted(h, LABELS)).toList();
    List<FeatureMetrics> features = Meters.features(sorted, OFFSETS, ElementType.FLOAT64, MeterOptions.DEFAULT);
    NetworkWeights weights = Meters.weights(training.weights, training.x, LABELS, ElementType.FLOAT64,
        WeightOptions.of(3).withMinNorm(training.alpha));
    return new Run(features, weights, deviations(training));
  }

  /** One matrix throughout, of norm 1e-3: the squares of the squares of what the last layers hold underflow. */
  @Test
  void theGramIdentityOfADeepNetworkIsMeasuredToItsEnd() {
    Dense x = Dense.gaussian(new Random(4), 5, 9);
    Dense w = Dense.orthonormal(new Random(5), 5, 5).scaled(1e-3);
    List<Dense> features = new ArrayList<>(List.of(x));
    for (int l = 1; l < 100; l++) {
      features.add(w.times(features.get(l - 1)));
    }
    for (double deviation : deviations(features, w)) {
      assertEquals(0, deviation, 1e-12);
    }
    features.set(90, features.get(90).scaled(1.001));
    assertEquals(1 - 1 / (1.001 * 1.001), deviations(features, w)[90], 1e-12);
  }

  private static double[] deviations(LinearTraining network) {
    return deviations(network.features(), network.weights.get(0));
  }

  private static double[] deviations(List<Dense> features, Dense first) {
    MemoryPlan plan = new MemoryPlan();
    List<List<Dense>> matrices = new ArrayList<>(features.stream().map(List::of).toList());
    matrices.add(List.of(first));
    List<Slot> slots = Meters.slots(plan, matrices, ElementType.FLOAT64);
    int layers = features.size();
    GramIdentity.Layout layout =
        GramIdentity.plan(plan, first.columns(), first.rows(), features.get(0).columns(), layers);
    try (Device device = Devices.first(); Arena arena = device.allocate(plan)) {
      List<Matrix> written = Meters.write(device, arena, slots, matrices);
      return GramIdentity.deviations(device, arena, layout, written.subList(0, layers), written.get(layers));
    }
  }

  /** {@code W_l = U_l S U_{l-1}^T} with one S for all: exactly balanced. */
  private static List<Dense> balanced(Random random, int width, int matrices) {
    Dense s = Dense.identity(width, width, 1);
    for (int i = 0; i < width; i++) {
      s.values()[i + i * width] = 0.2 + random.nextDouble();
    }
    List<Dense> weights = new ArrayList<>();
    Dense right = Dense.orthonormal(random, width, width);
    for (int l = 0; l < matrices; l++) {
      Dense left = Dense.orthonormal(random, width, width);
      weights.add(left.times(s).times(right.transposed()));
      right = left;
    }
    return weights;
  }

  private static double ratio(List<FeatureMetrics> features, int l, boolean between) {
    FeatureMetrics here = features.get(l);
    FeatureMetrics before = features.get(l - 1);
    return between ? here.get(Measure.TRACE_BETWEEN) / before.get(Measure.TRACE_BETWEEN)
        : here.get(Measure.TRACE_WITHIN) / before.get(Measure.TRACE_WITHIN);
  }

  private static Set<String> names(List<TheoryCheck> checks, Verdict verdict) {
    return checks.stream().filter(c -> c.verdict() == verdict).map(TheoryCheck::name).collect(Collectors.toSet());
  }

  private static void assertVerdicts(List<TheoryCheck> checks, Verdict verdict) {
    checks.forEach(check -> assertEquals(verdict, check.verdict(), check.toString()));
  }

  private static void assertNotApplicable(List<TheoryCheck> checks, int count, String reason) {
    List<TheoryCheck> not = checks.stream().filter(c -> c.verdict() == Verdict.NOT_APPLICABLE).toList();
    assertEquals(count, not.size(), checks.toString());
    assertTrue(not.get(0).note().contains(reason), not.toString());
  }
}
