package dev.lamina.reproduce;

import static dev.lamina.result.Measure.BALANCE_RESIDUAL;
import static dev.lamina.result.Measure.COMPRESSION;
import static dev.lamina.result.Measure.COMPRESSION_RATIO;
import static dev.lamina.result.Measure.EPOCHS;
import static dev.lamina.result.Measure.MIN_NORM_RESIDUAL;
import static dev.lamina.result.Measure.PROBE_ACCURACY;
import static dev.lamina.result.Measure.PROBE_LOSS;
import static dev.lamina.result.Measure.SEPARATION_FUZZINESS;
import static dev.lamina.result.Measure.TRANSFER_LOSS;
import static dev.lamina.result.Measure.WEIGHT_SINGULAR_VALUES;
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
        assertEquals(outcome.layers().get(e).get(l).compression(), ensemble.layer(COMPRESSION, l)[e]);
      }
      assertEquals(outcome.layers().get(e).get(2).get(SEPARATION_FUZZINESS),
          ensemble.layer(SEPARATION_FUZZINESS, 2)[e]);
      assertEquals(outcome.layers().get(e).get(4).compression() / outcome.layers().get(e).get(3).compression(),
          ensemble.quotient(COMPRESSION, 4, 3)[e]);
    }
  }

  @Test
  void probes() {
    for (int e = 0; e < 3; e++) {
      for (int l = 0; l < 6; l++) {
        assertEquals(outcome.probes().get(e).get(l).accuracy(), ensemble.layer(PROBE_ACCURACY, l)[e]);
        assertEquals(outcome.probes().get(e).get(l).loss(), ensemble.layer(PROBE_LOSS, l)[e]);
      }
    }
  }

  @Test
  void weights() {
    for (int e = 0; e < 3; e++) {
      assertEquals(outcome.networks().get(e).layers().get(4).get(BALANCE_RESIDUAL),
          ensemble.weight(BALANCE_RESIDUAL, 5)[e]);
      assertEquals(outcome.networks().get(e).layers().get(1).list(WEIGHT_SINGULAR_VALUES).get(7),
          ensemble.end().spectra()[1][e][7]);
      assertEquals(outcome.networks().get(e).product().get(MIN_NORM_RESIDUAL), ensemble.members(MIN_NORM_RESIDUAL)[e]);
    }
  }

  @Test
  void members() {
    assertEquals(3, ensemble.seeds());
    assertEquals(6, ensemble.depth());
    assertEquals(10, ensemble.perClass());
    assertEquals(outcome.results().get(2).epochs(), ensemble.members(EPOCHS)[2]);
    assertEquals(outcome.results().get(1).history().get(0).loss(), ensemble.firstLosses()[1]);
    assertEquals(outcome.fits().get(2).get(COMPRESSION_RATIO), ensemble.members(COMPRESSION_RATIO)[2]);
    assertEquals(outcome.theory(), ensemble.theory());
    assertEquals(3, ensemble.theory().size());
  }

  @Test
  void onTheWay() {
    assertTrue(ensemble.way().keySet().containsAll(List.of(0, 20, 40)), ensemble.way().keySet().toString());
    assertEquals(outcome.measured().get(1).networks().get(2).layers().get(4).get(BALANCE_RESIDUAL),
        ensemble.way().get(20).weights(BALANCE_RESIDUAL)[4][2]);
    assertEquals(outcome.measured().get(1).layers().get(2).get(3).compression(),
        ensemble.way().get(20).layers(COMPRESSION)[3][2]);
  }

  @Test
  void aMeasureThatIsNotThereIsNamed() {
    assertTrue(assertThrows(IllegalArgumentException.class, () -> ensemble.layer(TRANSFER_LOSS, 0)).getMessage()
        .contains("TRANSFER_LOSS"));
  }

  /** Falls of 1, 3 and 2: the line has slope -2.1, and the largest is one and a half times the mean. */
  @Test
  void linesAndSharesOfLogarithms() {
    double[] logarithms = {9, 5, 4, 1, -1, 7};
    Ensemble fake = new Fake("theory", 2).layers(COMPRESSION, (l, e) -> Math.exp(logarithms[l]) * (e + 1)).ensemble();
    for (int e = 0; e < 2; e++) {
      assertEquals(-2.1, fake.linesOfLog(COMPRESSION, 1, 4).get(e).slope(), 1e-12);
      // (x - mean x)(y - mean y) sums to -10.5; its square over 5 and over the sum of squares 22.75.
      assertEquals(10.5 * 10.5 / (5 * 22.75), fake.straightness(COMPRESSION, 1, 4)[e], 1e-12);
      assertEquals(1.5, fake.unevenness(COMPRESSION, 1, 4)[e], 1e-12);
    }
  }
}
