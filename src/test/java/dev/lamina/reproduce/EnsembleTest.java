package dev.lamina.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.Device;
import dev.lamina.device.Devices;
import dev.lamina.experiment.ConfigReader;
import dev.lamina.experiment.Experiment;
import dev.lamina.experiment.Outcome;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An ensemble has the numbers of its run, each in its place. */
class EnsembleTest {

  private static Outcome outcome;
  private static Ensemble ensemble;

  @BeforeAll
  static void run() {
    try (Device device = Devices.first()) {
      outcome = Experiment.prepare(ConfigReader.read("theory",
          List.of("members=3", "metrics.every=20", "metrics.weights=true", "metrics.theory=all", "metrics.probe=true",
              "metrics.probe-epochs=20"))).run(
          device, report -> { });
      ensemble = Ensemble.of(outcome);
    }
  }

  @Test
  void features() {
    for (int e = 0; e < 3; e++) {
      for (int l = 0; l < 6; l++) {
        assertEquals(outcome.layers().get(e).get(l).compression(), ensemble.layer("compression", l)[e]);
      }
      assertEquals(outcome.layers().get(e).get(2).separationFuzziness(),
          ensemble.layer("separation_fuzziness", 2)[e]);
      assertEquals(outcome.layers().get(e).get(4).compression() / outcome.layers().get(e).get(3).compression(),
          ensemble.quotient("compression", 4, 3)[e]);
    }
  }

  @Test
  void probes() {
    for (int e = 0; e < 3; e++) {
      for (int l = 0; l < 6; l++) {
        assertEquals(outcome.probes().get(e).get(l).accuracy(), ensemble.layer("probe_accuracy", l)[e]);
        assertEquals(outcome.probes().get(e).get(l).loss(), ensemble.layer("probe_loss", l)[e]);
      }
    }
  }

  @Test
  void weights() {
    for (int e = 0; e < 3; e++) {
      assertEquals(outcome.networks().get(e).layers().get(4).balanceResidual(),
          ensemble.weight("balance_residual", 5)[e]);
      assertEquals(outcome.networks().get(e).layers().get(1).singularValues().get(7),
          ensemble.end().spectra()[1][e][7]);
      assertEquals(outcome.networks().get(e).minNormResidual(), ensemble.members("min_norm_residual")[e]);
    }
  }

  @Test
  void members() {
    assertEquals(3, ensemble.seeds());
    assertEquals(6, ensemble.depth());
    assertEquals(10, ensemble.perClass());
    assertEquals(outcome.results().get(2).epochs(), ensemble.members("epochs")[2]);
    assertEquals(outcome.results().get(1).history().get(0).loss(), ensemble.members("first_loss")[1]);
    assertEquals(outcome.fits().get(2).compressionRatio(), ensemble.members("compression_ratio")[2]);
    assertEquals(outcome.theory(), ensemble.theory());
    assertEquals(3, ensemble.theory().size());
  }

  @Test
  void onTheWay() {
    assertTrue(ensemble.way().keySet().containsAll(List.of(0, 20, 40)), ensemble.way().keySet().toString());
    assertEquals(outcome.measured().get(1).networks().get(2).layers().get(4).balanceResidual(),
        ensemble.way().get(20).weights("balance_residual")[4][2]);
    assertEquals(outcome.measured().get(1).layers().get(2).get(3).compression(),
        ensemble.way().get(20).layers("compression")[3][2]);
  }

  @Test
  void anUnknownMeasureIsNamed() {
    assertTrue(assertThrows(IllegalArgumentException.class, () -> ensemble.layer("compresion", 0)).getMessage()
        .contains("compresion"));
  }

  /** Falls of 1, 3 and 2: the line has slope -2.1, and the largest is one and a half times the mean. */
  @Test
  void linesAndSharesOfLogarithms() {
    double[] logarithms = {9, 5, 4, 1, -1, 7};
    Ensemble fake = new Fake("theory", 2).layers("measure", (l, e) -> Math.exp(logarithms[l]) * (e + 1)).ensemble();
    for (int e = 0; e < 2; e++) {
      assertEquals(-2.1, fake.linesOfLog("measure", 1, 4).get(e).slope(), 1e-12);
      // (x - mean x)(y - mean y) sums to -10.5; its square over 5 and over the sum of squares 22.75.
      assertEquals(10.5 * 10.5 / (5 * 22.75), fake.straightness("measure", 1, 4)[e], 1e-12);
      assertEquals(1.5, fake.unevenness("measure", 1, 4)[e], 1e-12);
    }
  }
}
