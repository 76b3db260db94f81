package dev.lamina.reproduce.item;

import static dev.lamina.reproduce.Verdicts.assertAllHold;
import static dev.lamina.reproduce.Verdicts.assertFails;
import static dev.lamina.result.Measure.SEPARATION_FUZZINESS;
import static dev.lamina.result.Measure.TRAIN_ACCURACY;

import dev.lamina.reproduce.Fake;
import dev.lamina.reproduce.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The law of equi-separation holds on geometric fuzziness and fails on other. */
class EquiSeparationItemTest {

  /** @param bend of the logarithm away from a line, by the square of the layer */
  private static Fake run(int hidden, double factor, double bend) {
    return new Fake("equi-separation", 3, "network.hidden=" + hidden, "network.nonlinear=" + hidden)
        .members(TRAIN_ACCURACY, e -> 1)
        .layers(SEPARATION_FUZZINESS, (l, e) -> 17 * Math.pow(factor, l) * Math.exp(bend * l * l));
  }

  private static List<Verdict> verdicts(Fake four, Fake eight, Fake flat, Fake kaiming) {
    return EquiSeparationItem.verdicts(List.of(four.ensemble(), eight.ensemble()), List.of(flat.ensemble()),
        kaiming.ensemble());
  }

  @Test
  void geometricFuzzinessHolds() {
    assertAllHold(verdicts(run(4, 0.4, 0.005), run(8, 0.6, 0.005), run(8, 1.05, 0), run(8, 0.75, 0.005)));
  }

  @Test
  void otherFails() {
    Fake four = run(4, 0.4, 0.005);
    Fake eight = run(8, 0.6, 0.005);
    Fake flat = run(8, 1.05, 0);
    assertFails("Fuzziness falls geometrically, 4", verdicts(run(4, 0.4, 0.2), eight, flat, eight));
    assertFails("Fuzziness falls geometrically, 8", verdicts(four, run(8, 0.6, 0.05), flat, eight));
    assertFails("classified right, 4", verdicts(run(4, 0.4, 0).members(TRAIN_ACCURACY, e -> 0.9), eight, flat,
        eight));
    assertFails("More layers share", verdicts(run(4, 0.7, 0.005), eight, flat, eight));
    assertFails("The law is not seen", verdicts(four, eight, eight, eight));
    assertFails("From Kaiming", verdicts(four, eight, flat, run(8, 0.6, 0.1)));
  }
}
