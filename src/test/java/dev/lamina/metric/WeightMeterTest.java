package dev.lamina.metric;

import static dev.lamina.metric.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.device.ElementType;
import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weight metrics against NumPy's results, their definitions, and known numbers (docs/theory.md, G2 and G4). */
class WeightMeterTest {

  @ParameterizedTest
  @ValueSource(strings = {"linear_theory", "linear_wide"})
  void trainedLinearNetworksAgreeWithNumPy(String name) {
    Golden golden = new Golden(name);
    int[] labels = golden.labels("y");
    int classes = Golden.offsets(labels).length - 1;
    List<Dense> weights = new ArrayList<>();
    for (int l = 1; golden.names().contains("W" + l + "_expected"); l++) {
      weights.add(golden.matrix("W" + l + "_expected"));
    }
    Dense x = golden.matrix("X").transposed();
    NetworkWeights measured = Meters.weights(weights, x, labels, ElementType.FLOAT64,
        WeightOptions.of(classes).withMinNorm(golden.number("output_scale")));
    double[] balance = golden.values("balance_residual_expected");
    for (int l = 0; l < balance.length; l++) {
      // A residual is a difference of matrices of norm 1: relative accuracy ends where that cancels.
      assertClose("balance " + l, balance[l], measured.layers().get(l).get(Measure.BALANCE_RESIDUAL), 1e-8, 1e-13);
    }
    assertEquals(Double.NaN, measured.layers().get(balance.length).get(Measure.BALANCE_RESIDUAL));
    assertClose("min norm", golden.number("min_norm_residual_expected"),
        measured.product().get(Measure.MIN_NORM_RESIDUAL), 1e-8);
    assertEquals(classes, measured.product().get(Measure.END_TO_END_RANK));
  }

  @ParameterizedTest
  @CsvSource({"1, FLOAT64, AUTO, 1e-12", "3, FLOAT64, GRAM, 1e-7", "3, FLOAT32, AUTO, 1e-9", "1, FLOAT32, GRAM, 1e-7"})
  void metricsAreTheirDefinitions(int members, ElementType type, SpectrumMethod method, double tolerance) {
    Random random = new Random(21);
    int[] widths = {9, 14, 11, 11, 3};
    List<List<Dense>> weights = new ArrayList<>();
    for (int l = 1; l < widths.length; l++) {
      int rows = widths[l];
      int columns = widths[l - 1];
      weights.add(IntStream.range(0, members)
          .mapToObj(e -> rounded(type, Dense.gaussian(random, rows, columns))).toList());
    }
    Dense x = rounded(type, Dense.gaussian(random, 9, 7));
    int[] labels = {2, 0, 1, 1, 0, 2, 2};
    List<NetworkWeights> measured =
        Meters.weights(weights, members, x, labels, type, WeightOptions.of(3).withMinNorm(2.5).withSpectrum(method));
    for (int e = 0; e < members; e++) {
      int member = e;
      List<Dense> w = weights.stream().map(layer -> layer.get(member)).toList();
      for (int l = 0; l < w.size(); l++) {
        assertDefinitions(w, l, measured.get(e).layers().get(l), tolerance);
      }
      Dense product = w.get(3).times(w.get(2)).times(w.get(1)).times(w.get(0));
      Dense target = solution(x, labels);
      assertClose("min norm", product.scaled(2.5).minus(target).norm(),
          measured.get(e).product().get(Measure.MIN_NORM_RESIDUAL), 1e-9);
      assertEquals(3, measured.get(e).product().get(Measure.END_TO_END_RANK));
      Dense gram = target.times(target.transposed());
      for (int i = 0; i < 9; i++) {
        assertEquals(gram.values()[i], measured.get(e).targetGram().get(i), 1e-9);
      }
    }
  }

  private static void assertDefinitions(List<Dense> w, int l, Measured measured, double tolerance) {
    double[] sigma = Reference.singularValues(w.get(l));
    assertClose("Frobenius", w.get(l).norm(), measured.get(Measure.FROBENIUS_NORM), 1e-12);
    assertClose("spectral", sigma[0], measured.get(Measure.SPECTRAL_NORM), tolerance);
    assertClose("stable", Math.pow(w.get(l).norm() / sigma[0], 2), measured.get(Measure.WEIGHT_STABLE_RANK), tolerance);
    if (l + 1 < w.size()) {
      Dense next = w.get(l + 1).transposed().times(w.get(l + 1));
      assertClose("balance", next.minus(w.get(l).times(w.get(l).transposed())).norm(),
          measured.get(Measure.BALANCE_RESIDUAL), 1e-12);
      assertClose("plateau max", sigma[3], measured.get(Measure.PLATEAU_MAX), tolerance);
      assertClose("plateau min", sigma[sigma.length - 4], measured.get(Measure.PLATEAU_MIN), tolerance);
    } else {
      assertEquals(Double.NaN, measured.get(Measure.PLATEAU_MIN));
    }
  }

  @Test
  void orthogonalInitIsBalancedUpToTheLastPair() {
    List<Dense> weights = orthogonalInit(new Random(4), 50, 3, 6, 0.3);
    NetworkWeights measured =
        Meters.weights(weights, null, null, ElementType.FLOAT64, WeightOptions.of(3).withEndToEnd());
    for (int l = 0; l < 4; l++) {
      assertEquals(0, measured.layers().get(l).get(Measure.BALANCE_RESIDUAL), 1e-14);
      assertEquals(0.3, measured.layers().get(l).get(Measure.PLATEAU_MIN), 1e-13);
      assertEquals(0.3, measured.layers().get(l).get(Measure.PLATEAU_MAX), 1e-13);
    }
    assertClose("||B_5||_F", 0.6170089, measured.layers().get(4).get(Measure.BALANCE_RESIDUAL), 1e-7);
    assertClose("||B_5||_F", ClosedForms.lastBalanceResidual(50, 3, 0.3),
        measured.layers().get(4).get(Measure.BALANCE_RESIDUAL), 1e-12);
    assertEquals(3, measured.product().get(Measure.END_TO_END_RANK));
    assertClose("sigma", Math.pow(0.3, 6), measured.product().list(Measure.END_TO_END_SINGULAR_VALUES).get(2), 1e-12);
    assertEquals(Double.NaN, measured.product().get(Measure.MIN_NORM_RESIDUAL));
  }

  @Test
  void theMinimumNormSolutionOfOrthonormalDataHasEqualSingularValues() {
    Random random = new Random(5);
    Dense x = Dense.orthonormal(random, 20, 12);
    int[] labels = IntStream.range(0, 12).map(i -> i % 3).toArray();
    Dense solution = solution(x, labels).scaled(1 / 100.0);
    NetworkWeights measured = Meters.weights(List.of(Dense.identity(20, 20, 1), solution), x, labels,
        ElementType.FLOAT64, WeightOptions.of(3).withMinNorm(100));
    assertEquals(0, measured.product().get(Measure.MIN_NORM_RESIDUAL), 1e-13);
    measured.product().list(Measure.END_TO_END_SINGULAR_VALUES)
        .forEach(sigma -> assertClose("sigma", Math.sqrt(4) / 100, sigma, 1e-13));
    for (int i = 0; i < 9; i++) {
      assertEquals(i % 4 == 0 ? 4 : 0, measured.targetGram().get(i), 1e-13);
    }
  }

  /**
   * A sample that is there twice, in two classes: the data have rank 6 of 7. What is left of the least squares is that
   * the sample goes half way to both, and the other samples are fitted, so that the solution is the one of 6 samples
   * and that target.
   */
  @Test
  void theMinimumNormSolutionOfDataOfDeficientRankLeavesOutWhatTheyDoNotSpan() {
    Random random = new Random(7);
    Dense distinct = Dense.gaussian(random, 9, 6);
    int[] labels = {0, 1, 2, 0, 1, 2, 1};
    Dense x = Dense.zeros(9, 7);
    System.arraycopy(distinct.values(), 0, x.values(), 0, 54);
    System.arraycopy(distinct.values(), 0, x.values(), 54, 9);
    Dense targets = new Dense(3, 6, ClassConstants.targets(Arrays.copyOf(labels, 6), 3));
    targets.values()[0] = 0.5;
    targets.values()[1] = 0.5;
    Dense gram = distinct.transposed().times(distinct);
    Dense solution = targets.times(Reference.inverse(gram, 6)).times(distinct.transposed());
    NetworkWeights measured = Meters.weights(List.of(Dense.identity(9, 9, 1), solution), x, labels,
        ElementType.FLOAT64, WeightOptions.of(3).withMinNorm(1));
    assertEquals(0, measured.product().get(Measure.MIN_NORM_RESIDUAL), 1e-12);
    Dense square = solution.times(solution.transposed());
    for (int i = 0; i < 9; i++) {
      assertEquals(square.values()[i], measured.targetGram().get(i), 1e-12);
    }
  }

  @Test
  void rankCountsWhatTheTypeResolves() {
    Random random = new Random(6);
    Dense w = Dense.orthonormal(random, 8, 8);
    Dense tiny = Dense.identity(3, 8, 1);
    tiny.values()[2 + 3 * 2] = 1e-9;
    assertEquals(3, Meters.weights(List.of(w, tiny), null, null, ElementType.FLOAT64,
        WeightOptions.of(3).withEndToEnd()).product().get(Measure.END_TO_END_RANK));
    assertEquals(2, Meters.weights(List.of(w, tiny), null, null, ElementType.FLOAT32,
        WeightOptions.of(3).withEndToEnd()).product().get(Measure.END_TO_END_RANK));
  }

  @Test
  void zeroWeightsHaveRankZeroAndNarrowOnesNoPlateau() {
    NetworkWeights measured = Meters.weights(List.of(Dense.zeros(5, 4), Dense.zeros(3, 5)), null, null,
        ElementType.FLOAT64, WeightOptions.of(3).withEndToEnd());
    assertEquals(0, measured.layers().get(0).get(Measure.WEIGHT_STABLE_RANK));
    assertEquals(Double.NaN, measured.layers().get(0).get(Measure.PLATEAU_MIN));
    assertEquals(0, measured.product().get(Measure.END_TO_END_RANK));
  }

  @Test
  void theResidualNeedsTheDataFirst() {
    assertThrows(IllegalStateException.class, () -> Meters.weights(List.of(Dense.zeros(3, 4)), null, null,
        ElementType.FLOAT64, WeightOptions.of(3).withMinNorm(1)));
    assertThrows(IllegalArgumentException.class, () -> new WeightOptions(SpectrumMethod.AUTO, 3, false, true, 1));
  }

  /** {@code W_l = epsilon Q}, and epsilon times K orthonormal rows last. */
  static List<Dense> orthogonalInit(Random random, int width, int classes, int matrices, double epsilon) {
    List<Dense> weights = new ArrayList<>();
    for (int l = 1; l < matrices; l++) {
      weights.add(Dense.orthonormal(random, width, width).scaled(epsilon));
    }
    weights.add(Dense.orthonormal(random, width, classes).transposed().scaled(epsilon));
    return weights;
  }

  /** {@code Y X^+} for data of full rank. */
  static Dense solution(Dense x, int[] labels) {
    int classes = Golden.offsets(labels).length - 1;
    Dense y = new Dense(classes, labels.length, ClassConstants.targets(labels, classes));
    Dense gram = x.transposed().times(x);
    return y.times(Reference.inverse(gram, gram.rows())).times(x.transposed());
  }

  private static Dense rounded(ElementType type, Dense a) {
    return type == ElementType.FLOAT32 ? a.rounded() : a;
  }
}
