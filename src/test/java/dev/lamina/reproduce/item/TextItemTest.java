package dev.lamina.reproduce.item;

import static dev.lamina.reproduce.Verdicts.assertAllHold;
import static dev.lamina.reproduce.Verdicts.assertFails;
import static dev.lamina.result.Measure.COMPRESSION;
import static dev.lamina.result.Measure.DISCRIMINATION;
import static dev.lamina.result.Measure.TRAIN_ACCURACY;

import dev.lamina.reproduce.Fake;
import dev.lamina.reproduce.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The claims about text hold where features are compressed layer by layer, and fail elsewhere. */
class TextItemTest {

  private static Fake fake() {
    return new Fake("text", 2).members(TRAIN_ACCURACY, e -> 1)
        .layers(COMPRESSION, (l, e) -> 5 * Math.pow(0.4, l)).layers(DISCRIMINATION, (l, e) -> 0.1 + 0.1 * l);
  }

  @Test
  void progressiveCompressionHolds() {
    assertAllHold(TextItem.verdicts(fake().ensemble()));
  }

  @Test
  void othersFail() {
    assertFails("classified right", TextItem.verdicts(fake().members(TRAIN_ACCURACY, e -> 0.9).ensemble()));
    assertFails("C falls at every layer",
        TextItem.verdicts(fake().layers(COMPRESSION, (l, e) -> l == 4 && e == 1 ? 9 : Math.exp(-l)).ensemble()));
    List<Verdict> abrupt = TextItem.verdicts(fake().layers(COMPRESSION, (l, e) -> l < 5 ? 5 - 0.1 * l : 0.01)
        .ensemble());
    assertFails("geometrically", abrupt);
    assertFails("more than its share", abrupt);
    assertFails("D rises", TextItem.verdicts(fake().layers(DISCRIMINATION, (l, e) -> 0.5).ensemble()));
  }
}
