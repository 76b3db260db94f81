package dev.lamina.reproduce.item;

import static dev.lamina.reproduce.Verdicts.assertAllHold;
import static dev.lamina.reproduce.Verdicts.assertFails;
import static dev.lamina.reproduce.Verdicts.assertJudged;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.experiment.LayerView;
import dev.lamina.reproduce.Verdict;
import dev.lamina.reproduce.Verdict.Judgement;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The claims about views hold where classes part layer by layer, and fail elsewhere. */
class ViewsItemTest {

  private static final int[] LABELS = {0, 0, 1, 1};

  /** Two classes at distance 2, their samples {@code spread} around them. */
  private static LayerView view(int layer, double spread) {
    double[][] points = {{-1, spread}, {-1, -spread}, {1, spread}, {1, -spread}};
    return new LayerView(layer, LABELS, points, new double[] {0.5, 0.2}, Optional.of(points));
  }

  private static List<Verdict> verdicts(IntToDoubleFunction spread) {
    return ViewsItem.verdicts(IntStream.range(0, 8).mapToObj(layer -> view(layer, spread.applyAsDouble(layer)))
        .toList());
  }

  @Test
  void shareBetweenClasses() {
    assertEquals(0.5, view(0, 1).betweenClasses(view(0, 1).pca()), 1e-15);
    assertEquals(1, view(0, 0).betweenClasses(view(0, 0).pca()));
    assertEquals(0.2, view(0, 2).betweenClasses(view(0, 2).pca()), 1e-15);
  }

  @Test
  void classesThatPartHold() {
    assertAllHold(verdicts(layer -> 4 * Math.pow(0.5, layer)));
  }

  @Test
  void othersFail() {
    assertJudged(Judgement.EXPECTED_DEVIATION, "mixed at layer 1", verdicts(layer -> 0.03 * (8 - layer)));
    assertFails("mixed at layer 1", verdicts(layer -> 0.01 * (8 - layer)));
    assertFails("vanishes", verdicts(layer -> 2 - 0.1 * layer));
    assertFails("islands", verdicts(layer -> 4 - 0.4 * layer));
    assertFails("part more and more", verdicts(layer -> layer));
    assertFails("Principal components", verdicts(layer -> layer));
  }
}
