package dev.lamina.reproduce.item;

import static dev.lamina.reproduce.Verdicts.assertAllHold;
import static dev.lamina.reproduce.Verdicts.assertFails;
import static dev.lamina.result.Measure.COMPRESSION;
import static dev.lamina.result.Measure.DISCRIMINATION;

import dev.lamina.reproduce.Ensemble;
import dev.lamina.reproduce.Fake;
import dev.lamina.reproduce.Verdict;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is measured holds where it is what was derived, and fails where it is anything else. */
class FromFirstMatrixTest {

  private static List<Verdict> verdicts(Fake.Entry compression, Fake.Entry discrimination) {
    Ensemble measured = new Fake("theory-scale-1", 1).layers(COMPRESSION, compression)
        .layers(DISCRIMINATION, discrimination).ensemble();
    return new FromFirstMatrix(measured,
        IntStream.range(0, 6).mapToObj(l -> new GramMetrics(compression(l), discrimination(l))).toList()).verdicts();
  }

  private static double compression(int layer) {
    return 13.5 * Math.pow(0.06, layer);
  }

  private static double discrimination(int layer) {
    return 1.02 - 0.003 * layer;
  }

  @Test
  void whatIsDerivedHolds() {
    assertAllHold(verdicts((l, e) -> compression(l), (l, e) -> discrimination(l)));
    assertAllHold(verdicts((l, e) -> compression(l) * (1 + 5e-4 * l), (l, e) -> discrimination(l) - 5e-4 * l));
  }

  @Test
  void otherDefinitionsFail() {
    List<Verdict> aliased = verdicts((l, e) -> 0.9 * compression(l), (l, e) -> discrimination(l));
    assertFails("C of the data", aliased);
    assertFails("C of every layer", aliased);
    List<Verdict> absolute = verdicts((l, e) -> compression(l), (l, e) -> 2 - discrimination(l));
    assertFails("D of the data", absolute);
    assertFails("D of every layer", absolute);
    assertFails("C of every layer", verdicts((l, e) -> l == 4 ? 1 : compression(l), (l, e) -> discrimination(l)));
  }
}
