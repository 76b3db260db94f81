package dev.lamina.reproduce.item;

import static dev.lamina.reproduce.Verdicts.assertAllHold;
import static dev.lamina.reproduce.Verdicts.assertFails;
import static dev.lamina.result.Measure.COMPRESSION;
import static dev.lamina.result.Measure.DISCRIMINATION;
import static dev.lamina.result.Measure.FINAL_LOSS;

import dev.lamina.reproduce.Fake;
import dev.lamina.reproduce.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The claims about the nonlinear network hold on the figure's own numbers and fail on others. */
class NonlinearItemTest {

  private static Fake good() {
    return new Fake("theory-nonlinear", 10)
        .layers(COMPRESSION, (l, e) -> NonlinearItem.FIGURE_C[l] * 10 / 9)
        .layers(DISCRIMINATION, (l, e) -> l == 0 ? 1 : NonlinearItem.FIGURE_D[l - 1]);
  }

  private static Fake bare() {
    return new Fake("theory-nonlinear", 10, "network.batch-norm=false").members(FINAL_LOSS, e -> 1);
  }

  private static List<Verdict> verdicts(Fake normalised) {
    return NonlinearItem.verdicts(normalised.ensemble(), bare().ensemble());
  }

  @Test
  void theFiguresOwnNumbersHold() {
    assertAllHold(verdicts(good()));
  }

  @Test
  void othersFail() {
    List<Verdict> geometric = verdicts(good().layers(COMPRESSION, (l, e) -> 13.5 * Math.pow(0.8, l)));
    assertFails("first two layers", geometric);
    List<Verdict> flat = verdicts(good().layers(COMPRESSION, (l, e) -> 13.5).layers(DISCRIMINATION, (l, e) -> 0.2));
    assertFails("C of every layer", flat);
    assertFails("The last layer is compressed", flat);
    assertFails("D rises", flat);
    assertFails("D of every layer", flat);
    assertFails("From layer 2 on", verdicts(good().layers(COMPRESSION, (l, e) -> l == 6 ? 9 : 13 - l)));
    assertFails("Without batch norm",
        NonlinearItem.verdicts(good().ensemble(), bare().members(FINAL_LOSS, e -> e == 3 ? 0.5 : 1).ensemble()));
  }
}
