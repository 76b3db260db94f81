package dev.lamina.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.Device;
import dev.lamina.device.Devices;
import dev.lamina.training.EpochReport;
import dev.lamina.training.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever stops a run while probes are trained keeps what the run has found. */
class InterruptedProbeTest {

  @Test
  void keepsTheRun() {
    Experiment experiment = Experiment.prepare(ConfigReader.read("theory",
        List.of("training.epochs=5", "metrics.probe=true", "metrics.probe-epochs=2000000000")));
    try (Device device = Devices.first()) {
      assertFalse(experiment.isInterrupted());
      Outcome outcome = experiment.run(device, new Experiment.Observer() {
        @Override
        public void epochsFinished(EpochReport report) {}

        @Override
        public void probed(long epochs, long all) {
          assertEquals(2_000_000_000L, all);
          experiment.interrupt();
        }
      });
      assertTrue(experiment.isInterrupted());
      assertTrue(outcome.all(Status.FINISHED));
      assertTrue(outcome.lacksProbes());
      assertEquals(5, outcome.results().get(0).epochs());
      assertEquals(6, outcome.probes().get(0).size());
    }
  }
}
