package dev.lamina.metric;

import static dev.lamina.metric.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Predictions against known numbers (docs/theory.md, L4, L6, P5 and R3). */
class ClosedFormsTest {

  private static final int[] LABELS = IntStream.range(0, 30).map(i -> i % 3).toArray();

  @ParameterizedTest
  @CsvSource({
    "2, 400, .0228, .0229", "3, 400, .0665, .0664", "4, 400, .0477, .0477", "5, 400, .0374, .0373",
    "5, 200, .027, .0269", "5, 300, .033, .0328", "5, 500, .0411, .0411", "5, 600, .0444, .0443",
    "5, 700, .0473, .0472",
  })
  void balanceResidualsOfTheAuthorsFigureArePredicted(int matrices, int width, double figure, double stated) {
    double predicted = ClosedForms.meanRelativeBalance(matrices, 50, width, 3, 10, 0.1);
    assertEquals(stated, predicted, .00005);
    // The figure is read to four digits: within .0002, and half a unit of the last.
    assertEquals(figure, predicted, .00025);
  }

  @Test
  void theLastResidualIsFixedByTheInitialScale() {
    assertEquals(.6170089, ClosedForms.lastBalanceResidual(50, 3, .3), 5e-8);
  }

  @Test
  void discriminationOfDataBIsPredicted() {
    Dense solution = WeightMeterTest.solution(LinearTraining.data(0.02), LABELS);
    double[] gram = solution.times(solution.transposed()).values();
    double[] expected = {.998344, .998675, .999007, .999338, .999669};
    for (int l = 1; l <= 5; l++) {
      double[] means = ClosedForms.meansGram(gram, 3, l, 6, 1);
      assertEquals(expected[l - 1], ClosedForms.discrimination(means, 3), 5e-7);
      // The scale of the output moves all singular values alike, so no angle.
      assertEquals(expected[l - 1], ClosedForms.discrimination(ClosedForms.meansGram(gram, 3, l, 6, 100), 3), 5e-7);
    }
  }

  @ParameterizedTest
  @CsvSource({"6, 3, 10, .3, 1", "6, 3, 10, .3, 100", "8, 5, 10, .5, 1", "2, 4, 7, .1, 1000"})
  void orthonormalDataAreTheSpecialCase(int matrices, int classes, int perClass, double epsilon, double alpha) {
    double[] gram = Dense.identity(classes, classes, perClass).values();
    double traceWithin = (perClass - 1.0) / perClass;
    for (int l = 1; l < matrices; l++) {
      double[] means = ClosedForms.meansGram(gram, classes, l, matrices, alpha);
      assertClose("C_" + l, ClosedForms.orthonormalCompression(l, matrices, classes, perClass, epsilon, alpha),
          ClosedForms.compression(means, classes, l, epsilon, traceWithin), 1e-12);
      assertEquals(1, ClosedForms.discrimination(means, classes));
    }
  }

  @Test
  void theLawOfParsimonySettingHasItsRatio() {
    double c0 = ClosedForms.orthonormalCompression(0, 8, 5, 10, .5, 1);
    assertClose("C_0", 11.25, c0, 1e-14);
    assertEquals(.18747, ClosedForms.orthonormalCompression(1, 8, 5, 10, .5, 1) / c0, 5e-6);
    assertClose("C_7", 9.2e-5, ClosedForms.orthonormalCompression(7, 8, 5, 10, .5, 1), 0.01);
  }

  @Test
  void aTargetOfLowRankHasNoClosedForm() {
    double[] means = ClosedForms.meansGram(new double[] {1, 1, 1, 1}, 2, 1, 3, 1);
    assertTrue(Double.isNaN(means[0]) || means[0] > 1e6, "a negative power of a singular matrix");
  }
}
