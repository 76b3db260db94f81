package dev.lamina.reproduce.item;

import static dev.lamina.reproduce.Verdicts.assertAllHold;
import static dev.lamina.reproduce.Verdicts.assertFails;
import static dev.lamina.reproduce.Verdicts.assertJudged;
import static dev.lamina.reproduce.item.HybridAndMlpItem.HYBRID;
import static dev.lamina.reproduce.item.HybridAndMlpItem.MLP;
import static dev.lamina.result.Measure.COMPRESSION;
import static dev.lamina.result.Measure.DISCRIMINATION;
import static dev.lamina.result.Measure.NUMERICAL_RANK;
import static dev.lamina.result.Measure.PROBE_ACCURACY;
import static dev.lamina.result.Measure.PROBE_TEST_ACCURACY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.experiment.ConfigReader;
import dev.lamina.experiment.ExperimentConfig;
import dev.lamina.experiment.NormalizationKind;
import dev.lamina.reproduce.Fake;
import dev.lamina.reproduce.Verdict;
import dev.lamina.reproduce.Verdict.Judgement;
import dev.lamina.reproduce.item.HybridAndMlpItem.Figure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The claims about the hybrid network and the perceptron hold on the figures' own numbers and fail on others. */
class HybridAndMlpItemTest {

  private static Fake of(String experiment, Figure figure) {
    return new Fake(experiment, 2)
        .layers(NUMERICAL_RANK, (l, e) -> l == 0 ? 300 : figure.rank()[l - 1])
        .layers(PROBE_ACCURACY, (l, e) -> l == 0 ? 0.4 : figure.probe()[l - 1])
        .layers(PROBE_TEST_ACCURACY, (l, e) -> l == 0 ? 0.3 : 0.5)
        .layers(COMPRESSION, (l, e) -> l == 0 ? 20 : figure.compression()[l - 1])
        .layers(DISCRIMINATION, (l, e) -> l == 0 ? 0.01 : figure.discrimination()[l - 1]);
  }

  private static Fake hybrid() {
    return of("hybrid", HYBRID);
  }

  private static Fake mlp() {
    return of("mlp", MLP);
  }

  private static List<Verdict> shape(Fake hybrid, Fake mlp) {
    return HybridAndMlpItem.shape(hybrid.ensemble(), mlp.ensemble());
  }

  @Test
  void theFiguresOwnNumbersHold() {
    assertAllHold(shape(hybrid(), mlp()));
    assertAllHold(HybridAndMlpItem.values("Hybrid", hybrid().ensemble(), HYBRID));
    assertAllHold(HybridAndMlpItem.values("Perceptron", mlp().ensemble(), MLP));
  }

  @Test
  void otherShapesFail() {
    assertFails("the nonlinear layers tell", shape(hybrid().layers(PROBE_ACCURACY, (l, e) -> 0.9), mlp()));
    assertFails("add nothing to that", shape(hybrid().layers(PROBE_ACCURACY, (l, e) -> l == 5 ? 0.99 : 1), mlp()));
    assertFails("add nothing to that", shape(hybrid().layers(PROBE_ACCURACY, (l, e) -> l == 7 ? 1 : 0.995), mlp()));
    for (double other : new double[] {0.48, 0.52}) {
      assertFails("on other images",
          shape(hybrid().layers(PROBE_TEST_ACCURACY, (l, e) -> l == 6 && e == 1 ? other : 0.5), mlp()));
    }
    assertFails("the linear layers lower the rank", shape(hybrid().layers(NUMERICAL_RANK, (l, e) -> l), mlp()));
    List<Verdict> slight = shape(hybrid(), mlp().layers(PROBE_ACCURACY, (l, e) -> 0.9 + 0.002 * l));
    assertFails("finds more at the last layer", slight);
    assertFails("most of a probe's errors", slight);
    assertFails("finds least", shape(hybrid(), mlp().layers(PROBE_ACCURACY, (l, e) -> l == 4 ? 0.5 : 1)));
    assertFails("the later layers lower", shape(hybrid(), mlp().layers(NUMERICAL_RANK, (l, e) -> 800)));
    assertFails("C falls at every layer",
        shape(hybrid().layers(COMPRESSION, (l, e) -> l == 2 && e == 1 ? 30 : Math.exp(-l)), mlp()));
    List<Verdict> abrupt = shape(hybrid().layers(COMPRESSION, (l, e) -> l < 7 ? 3 - 0.1 * l : 0.01), mlp());
    assertFails("C falls geometrically", abrupt);
    assertFails("more than its share", abrupt);
    assertFails("D rises at every linear layer",
        shape(hybrid().layers(DISCRIMINATION, (l, e) -> l == 6 ? 0.4 : 0.1 * l), mlp()));
    assertJudged(Judgement.EXPECTED_DEVIATION, "C falls from the first",
        shape(hybrid(), mlp().layers(COMPRESSION, (l, e) -> l == 7 ? 0.6 : 5)));
    assertFails("C falls from the first", shape(hybrid(), mlp().layers(COMPRESSION, (l, e) -> 5)));
    assertFails("D rises from the first", shape(hybrid(), mlp().layers(DISCRIMINATION, (l, e) -> 0.1)));
    assertFails("compresses more than the perceptron", shape(hybrid(), hybrid().layers(COMPRESSION, (l, e) -> 1e-9)));
  }

  /** Data of a user's own may be without other images. */
  @Test
  void nothingIsClaimedOfOtherImagesWhereThereAreNone() {
    List<Verdict> verdicts = shape(hybrid().layers(PROBE_TEST_ACCURACY, (l, e) -> Double.NaN), mlp());
    assertEquals(List.of(), verdicts.stream().filter(verdict -> verdict.claim().contains("on other images")).toList());
    assertAllHold(verdicts);
  }

  /** They need a GPU and a download, but whether they can be set can be known without. */
  @Test
  void thePapersSettingsAreSettings() {
    List<String> settings = new ArrayList<>(HybridAndMlpItem.OF_THE_PAPER);
    settings.addAll(List.of("data.kind=cifar-10", "network.output-scale=100"));
    for (String name : List.of("hybrid", "mlp")) {
      ExperimentConfig config = ConfigReader.read(name, settings);
      assertEquals(List.of(1024, 7, 400, 128),
          List.of(config.width(), config.hidden(), config.epochs(), config.batch()));
      assertEquals(1e-4, config.learningRate());
      assertEquals(config.learningRate() / 100, config.etaMin(), 1e-18);
      assertEquals(NormalizationKind.PAPER, config.normalization());
    }
  }

  @Test
  void otherValuesFail() {
    Fake half = hybrid().layers(NUMERICAL_RANK, (l, e) -> 450).layers(PROBE_ACCURACY, (l, e) -> 0.9)
        .layers(COMPRESSION, (l, e) -> 1).layers(DISCRIMINATION, (l, e) -> 0.5);
    assertFails("Hybrid", HybridAndMlpItem.values("Hybrid", half.ensemble(), HYBRID));
  }
}
