package dev.lamina.reproduce.item;

import static dev.lamina.reproduce.Verdicts.assertAllHold;
import static dev.lamina.reproduce.Verdicts.assertFails;
import static dev.lamina.reproduce.Verdicts.assertJudged;
import static dev.lamina.result.Measure.COMPRESSION;

import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Fake;
import dev.lamina.reproduce.Verdict;
import dev.lamina.reproduce.Verdict.Judgement;
import dev.lamina.reproduce.item.DepthItem.Variant;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The claims about depth hold on the figure's own numbers and fail on others. */
class DepthItemTest {

  /** The figure, with C of the images before its first layer; each layer is taken to a power. */
  private static Variant figure(String name, double power, UnaryOperator<Fake> change) {
    TreeMap<Integer, Ensemble> runs = new TreeMap<>();
    DepthItem.FIGURE.forEach((matrices, values) -> runs.put(matrices, change.apply(
        new Fake("depth", 2, "network.hidden=" + (matrices - 1))
            .layers(COMPRESSION, (l, e) -> Math.pow(l == 0 ? 3 : values[l - 1], power))).ensemble()));
    return new Variant(name, runs);
  }

  private static Variant figure() {
    return figure("hybrid", 1, fake -> fake);
  }

  private static Variant times(double factor) {
    return figure("hybrid", 1, fake -> fake.layers(COMPRESSION,
        (l, e) -> factor * (l == 0 ? 3 : DepthItem.FIGURE.get(fake.ensemble().depth())[l - 1])));
  }

  private static Variant other() {
    return figure("other", 0.2, fake -> fake);
  }

  private static List<Verdict> verdicts(Variant hybrid) {
    return DepthItem.verdicts(hybrid, other(), other());
  }

  @Test
  void theFiguresOwnNumbersHold() {
    assertAllHold(verdicts(figure()));
  }

  @Test
  void othersFail() {
    assertFails("falls at every layer",
        verdicts(figure("hybrid", 1, fake -> fake.layers(COMPRESSION, (l, e) -> l == 3 ? 9 : 3))));
    List<Verdict> abrupt =
        verdicts(figure("hybrid", 1, fake -> fake.layers(COMPRESSION, (l, e) -> l < 6 ? 3 - 0.1 * l : 0.1 / l)));
    assertFails("falls geometrically", abrupt);
    assertFails("more than its share", abrupt);
    assertJudged(Judgement.EXPECTED_DEVIATION, "the last layers as in the figure", verdicts(times(3)));
    assertFails("the last layers as in the figure", verdicts(times(5)));
    assertFails("seven matrices compress more", verdicts(figure("hybrid", 1, fake ->
        fake.layers(COMPRESSION, (l, e) -> fake.ensemble().depth() * 0.1))));
    assertFails("nine compress more", verdicts(figure("hybrid", 1, fake ->
        fake.layers(COMPRESSION, (l, e) -> fake.ensemble().depth() * 0.1))));
    assertFails("flatten",
        verdicts(figure("hybrid", 1, fake -> fake.layers(COMPRESSION, (l, e) -> Math.exp(-l * l)))));
    assertFails("do not depend on the depth", verdicts(figure("hybrid", 1, fake ->
        fake.layers(COMPRESSION, (l, e) -> fake.ensemble().depth()))));
    assertFails("nearest to the figure", DepthItem.verdicts(other(), figure(), other()));
    assertFails("A linear network", DepthItem.verdicts(figure(), other(), figure("linear", 1.1, fake -> fake)));
  }

  @Test
  void anotherFirstLayerIsExpected() {
    assertJudged(Judgement.EXPECTED_DEVIATION, "C_1 as in the figure",
        verdicts(figure("hybrid", 1, fake -> fake.layers(COMPRESSION, (l, e) -> 0.89 / l))));
    assertFails("C_1 as in the figure",
        verdicts(figure("hybrid", 1, fake -> fake.layers(COMPRESSION, (l, e) -> 0.5 / l))));
  }
}
