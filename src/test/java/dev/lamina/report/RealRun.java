package dev.lamina.report;

import dev.lamina.device.Device;
import dev.lamina.device.Devices;
import dev.lamina.experiment.ConfigReader;
import dev.lamina.experiment.Environment;
import dev.lamina.experiment.Experiment;
import dev.lamina.experiment.ExperimentConfig;
import dev.lamina.experiment.Outcome;
import dev.lamina.experiment.RunDirectory;
import dev.lamina.experiment.RunSummaries;
import dev.lamina.experiment.RunWriter;
import dev.lamina.result.RunSummary;
import java.nio.file.Path;
import java.util.List;

/**
 * A run that took place, and what it left behind.
 *
 * @param directory all of its files
 * @param summary before it was written
 */
record RealRun(Path directory, RunSummary summary) {

  /**
   * Runs a packaged experiment.
   *
   * @param settings as after {@code --set}
   * @param directory that does not exist
   */
  static RealRun of(String experiment, List<String> settings, Path directory) {
    ExperimentConfig config = ConfigReader.read(experiment, settings);
    try (Device device = Devices.first(); RunDirectory place = RunDirectory.at(directory)) {
      place.reserve();
      RunWriter writer = new RunWriter(place, report -> { });
      Outcome outcome = Experiment.prepare(config).run(device, writer);
      RunSummary summary = RunSummaries.of(outcome, "a device");
      writer.write(outcome, summary, Environment.of(device.info(), "test", config), ReportWriter::html,
          ReportWriter.FILE);
      return new RealRun(directory, summary);
    }
  }
}
