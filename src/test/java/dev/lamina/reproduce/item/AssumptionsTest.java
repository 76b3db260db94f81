package dev.lamina.reproduce.item;

import static dev.lamina.reproduce.Verdicts.assertAllHold;
import static dev.lamina.reproduce.Verdicts.assertFails;
import static dev.lamina.result.Measure.BALANCE_RESIDUAL;
import static dev.lamina.result.Measure.EPOCHS;
import static dev.lamina.result.Measure.FROBENIUS_NORM;
import static dev.lamina.result.Measure.MIN_NORM_RESIDUAL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.reproduce.Fake;
import dev.lamina.reproduce.Verdict;
import dev.lamina.training.Status;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The claims about trained weights hold on the figure's own numbers and fail on others. */
class AssumptionsTest {

  private static final double FIRST = 0.01 * Math.sqrt(350);
  private static final double LAST = 0.01 * Math.sqrt(397);

  /** L = 3, width 400: the norms that make (ii) what the conservation law says. */
  private static Fake good() {
    double[] plateau = IntStream.range(0, 50).mapToDouble(i -> i < 3 ? 1.5 : i < 47 ? 0.1 : 0.05).toArray();
    return new Fake("assumptions", 3, "network.hidden=2")
        .members(MIN_NORM_RESIDUAL, e -> 0.045 + 1e-3 * e)
        .members(EPOCHS, e -> 930)
        .weights(BALANCE_RESIDUAL, (l, e) -> l == 1 ? FIRST : LAST)
        .weights(FROBENIUS_NORM, (l, e) -> Math.sqrt(3 * Math.cbrt(10) + ((l == 1 ? 50 : 400) - 3) * 0.01))
        .spectrum(plateau);
  }

  private static List<Verdict> ofShape(Fake fake) {
    return Residuals.verdicts(fake.ensemble());
  }

  private static List<Verdict> ofAll(Fake fake) {
    return Residuals.ofAll(List.of(fake.ensemble()));
  }

  @Test
  void theFiguresOwnNumbersHold() {
    assertAllHold(ofShape(good()));
    assertAllHold(ofAll(good()));
    assertEquals(4, ofShape(good()).size());
  }

  @Test
  void othersFail() {
    assertFails("(i) distance", ofShape(good().members(MIN_NORM_RESIDUAL, e -> 0.06)));
    assertFails("Epochs", ofShape(good().members(EPOCHS, e -> 2000)));
    Fake unbalanced = good().weights(BALANCE_RESIDUAL, (l, e) -> 0.25);
    assertFails("(ii) relative balance", ofShape(unbalanced));
    assertFails("The last balance", ofAll(unbalanced));
    assertFails("The first balance", ofAll(unbalanced));
    double[] slope = IntStream.range(0, 50).mapToDouble(i -> 0.1 + 1e-3 * i).toArray();
    assertFails("(iii) variance", ofAll(good().spectrum(slope)));
  }

  /** (iii) is of trained weights; shapes that did not get there are left out, and if none did there is no number. */
  @Test
  void shapesThatAreNotTrainedHaveNoPlateau() {
    assertFails("(iii) variance", ofAll(good().status(Status.FINISHED)));
  }

  /**
   * The unbiased variance of 1, 1, 2, 2 is a third; entries before the fourth and after the forty-seventh do not
   * count.
   */
  @Test
  void thePlateauIsPooledOverAllMatricesButTheLast() {
    double[] values = IntStream.range(0, 50).mapToDouble(i -> i < 3 ? 99 : i < 25 ? 2 : i < 47 ? 1 : 0).toArray();
    double expected = 88 * 0.25 / 87;
    assertEquals(expected, Residuals.plateau(good().spectrum(values).ensemble())[2], 1e-12);
  }

  /** The figure says nothing of width 150; the conservation law speaks of trained weights of any shape. */
  @Test
  void shapesThatTheFigureLeavesOutAreHeldAgainstTheLawOnly() {
    Fake unknown = new Fake("assumptions", 1, "network.width=150").weights(BALANCE_RESIDUAL, (l, e) -> 0.1)
        .weights(FROBENIUS_NORM, (l, e) -> 3);
    assertEquals(1, ofShape(unknown).size());
    assertFails("conservation law", ofShape(unknown));
    assertEquals(List.of(), ofShape(unknown.status(Status.FINISHED)));
  }

  private static Fake way(double drift, double norm) {
    return good().members(MIN_NORM_RESIDUAL, e -> 5.4).at(0)
        .weights(BALANCE_RESIDUAL, (l, e) -> (l == 1 ? FIRST : LAST) * drift).at(50)
        .weights(BALANCE_RESIDUAL, (l, e) -> l == 1 ? FIRST : LAST).members(MIN_NORM_RESIDUAL, e -> norm);
  }

  @Test
  void conservation() {
    assertAllHold(Conservation.verdicts(way(1.001, 0.04).ensemble()));
    assertFails("|B_", Conservation.verdicts(way(1.02, 0.04).ensemble()));
    assertFails("|B_", Conservation.verdicts(way(0.98, 0.04).ensemble()));
    assertFails("The distance from minimum norm", Conservation.verdicts(way(1, 1).ensemble()));
  }
}
