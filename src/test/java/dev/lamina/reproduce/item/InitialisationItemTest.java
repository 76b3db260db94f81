package dev.lamina.reproduce.item;

import static dev.lamina.reproduce.Verdicts.assertAllHold;
import static dev.lamina.reproduce.Verdicts.assertFails;
import static dev.lamina.result.Measure.COMPRESSION;
import static dev.lamina.result.Measure.COMPRESSION_R2;
import static dev.lamina.result.Measure.COMPRESSION_RATIO;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.experiment.ConfigReader;
import dev.lamina.experiment.InitKind;
import dev.lamina.reproduce.Fake;
import dev.lamina.reproduce.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each start has claims of its own; they hold on numbers that obey them and fail on others. */
class InitialisationItemTest {

  private static List<Verdict> verdicts(Start start, double ofRate, double curvature) {
    Fake fake = new Fake("initialisation", 5).members(COMPRESSION_R2, e -> 1 - curvature)
        .layers(COMPRESSION, (l, e) -> l == 0 ? 13.5 : 1e-9);
    double rate = start.rate(fake.ensemble());
    return InitialisationItem.verdicts(start, fake.members(COMPRESSION_RATIO, e -> ofRate * rate).ensemble());
  }

  @ParameterizedTest
  @CsvSource({
    "ORTHOGONAL, 0.3, 0.99, 1e-5,   0.95, 1e-3", "IDENTITY,   0.5, 1.00, 1e-5, 1.05, 1e-3",
    "GAUSSIAN,   0.5, 0.90, 1e-3,   1.00, 1e-2", "DEFAULT,    0.577, 0.9, 1e-3, 0.70, 1e-2",
    "KAIMING,    1.0, 0.85, 1e-2,   0.99, 3e-2"})
  void factorsAndLines(InitKind kind, double epsilon, double goodRate, double goodCurvature, double badRate,
      double badCurvature) {
    Start start = new Start(kind, epsilon, epsilon);
    assertAllHold(verdicts(start, goodRate, goodCurvature));
    assertFails("geometrically", verdicts(start, goodRate, badCurvature));
    assertFails("factor", verdicts(start, badRate, goodCurvature));
  }

  @Test
  void aLargeScaleBends() {
    Start start = new Start(InitKind.ORTHOGONAL, 1, 1);
    assertAllHold(verdicts(start, 0.95, 1e-3));
    assertFails("bends", verdicts(start, 1.02, 1e-3));
    assertFails("bends", verdicts(start, 0.85, 1e-3));
  }

  @Test
  void balancedWeightsCompressAtOnce() {
    Start start = new Start(InitKind.BALANCED, 0.3, 0.3);
    assertAllHold(verdicts(start, 1, 0.5));
    assertFails("balanced", InitialisationItem.verdicts(start, new Fake("initialisation", 5)
        .members(COMPRESSION_RATIO, e -> 0.06).members(COMPRESSION_R2, e -> 1)
        .layers(COMPRESSION, (l, e) -> e == 2 ? 0.8 : 0).ensemble()));
  }

  private static Fake parsimony() {
    return new Fake("parsimony", 5).members(COMPRESSION_RATIO, e -> 0.187)
        .layers(COMPRESSION, (l, e) -> l == 0 ? 11.25 : 9e-5);
  }

  @Test
  void lawOfParsimony() {
    assertAllHold(InitialisationItem.ofParsimony(parsimony().ensemble()));
    assertFails("factor of C",
        InitialisationItem.ofParsimony(parsimony().members(COMPRESSION_RATIO, e -> 0.2).ensemble()));
    List<Verdict> off =
        InitialisationItem.ofParsimony(parsimony().layers(COMPRESSION, (l, e) -> l == 0 ? 11.3 : 1e-4).ensemble());
    assertFails("C_0", off);
    assertFails("C_7", off);
  }

  @Test
  void everyStartIsAConfiguration() {
    for (Start start : Start.ALL) {
      assertEquals(start.kind(), ConfigReader.read("initialisation",
          List.of("init.kind=" + start.kind().word(), "init.scale=" + start.scale())).initKind());
    }
  }
}
