package dev.lamina.reproduce.item;

import static dev.lamina.reproduce.Verdicts.assertAllHold;
import static dev.lamina.reproduce.Verdicts.assertFails;
import static dev.lamina.reproduce.Verdicts.assertJudged;
import static dev.lamina.result.Measure.COMPRESSION;
import static dev.lamina.result.Measure.TRANSFER_TEST_ACCURACY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Fake;
import dev.lamina.reproduce.Verdict;
import dev.lamina.reproduce.Verdict.Judgement;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The claims about projection heads hold on the figure's own numbers and fail on others. */
class ProjectionHeadItemTest {

  private interface Entry {
    double of(int head, int layer);
  }

  private static List<Verdict> verdicts(Entry compression, Entry transfer) {
    TreeMap<Integer, Ensemble> heads = new TreeMap<>();
    for (int head = 1; head <= 5; head++) {
      int p = head;
      heads.put(head, new Fake("projection-head", 2, "network.hidden=" + (3 + head), "network.nonlinear=" + (3 + head))
          .layers(COMPRESSION, (l, e) -> compression.of(p, l))
          .layers(TRANSFER_TEST_ACCURACY, (l, e) -> transfer.of(p, l)).ensemble());
    }
    return ProjectionHeadItem.verdicts(heads);
  }

  /** As in the figure at layer 3, and less at each layer behind it. */
  private static double compression(int head, int layer) {
    return ProjectionHeadItem.FIGURE_C[head - 1] * Math.pow(0.3, layer - 3);
  }

  private static double transfer(int head, int layer) {
    return ProjectionHeadItem.FIGURE_TRANSFER[head - 1] - 0.01 * (layer - 3);
  }

  @Test
  void theFiguresOwnNumbersHold() {
    assertAllHold(verdicts(ProjectionHeadItemTest::compression, ProjectionHeadItemTest::transfer));
  }

  @Test
  void othersFail() {
    assertFails("Each longer head",
        verdicts((head, l) -> head == 4 ? 0.01 : compression(head, l), ProjectionHeadItemTest::transfer));
    assertFails("in every seed", verdicts((head, l) -> head == 5 ? 0.008 : head, ProjectionHeadItemTest::transfer));
    List<Verdict> other = verdicts(ProjectionHeadItemTest::compression, (head, l) -> 1 - transfer(head, l));
    assertFails("better under five layers", other);
    assertFails("Transfer goes with C", other);
    assertFails("before the head transfer better",
        verdicts(ProjectionHeadItemTest::compression, (head, l) -> transfer(head, 3) + 0.01 * l));
  }

  /** Heads that differ by what seeds account for say nothing about their order. */
  @Test
  void anyOrderOfHeadsThatTransferAlikeIsExpected() {
    List<Verdict> alike = verdicts(ProjectionHeadItemTest::compression, (head, l) -> 0.7 - 0.005 * head - 0.1 * l);
    assertJudged(Judgement.EXPECTED_DEVIATION, "better under five layers", alike);
    assertJudged(Judgement.EXPECTED_DEVIATION, "Transfer goes with C", alike);
  }

  @Test
  void rankCorrelation() {
    assertEquals(1, ProjectionHeadItem.rankCorrelation(new double[] {1, 2, 9, 10}, new double[] {-4, 0, 1, 100}));
    assertEquals(-1, ProjectionHeadItem.rankCorrelation(new double[] {1, 2, 3}, new double[] {3, 2, 1}));
    // Ranks 1 2 3 4 5 against 2 1 4 3 5: d^2 = 1 + 1 + 1 + 1 + 0, so 1 - 6 * 4 / 120.
    assertEquals(0.8, ProjectionHeadItem.rankCorrelation(new double[] {1, 2, 3, 4, 5}, new double[] {2, 1, 4, 3, 5}),
        1e-15);
  }
}
