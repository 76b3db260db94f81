package dev.lamina.experiment;

import dev.lamina.report.ReportWriter;
import dev.lamina.report.RunFiles;
import dev.lamina.training.EpochReport;
import dev.lamina.training.Status;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of a run. Its weights come first, as soon as it is trained: whatever happens later, they are there. */
public final class RunResults implements Experiment.Observer {

  private final RunDirectory directory;
  private final Experiment.Observer observer;

  /**
   * Follows a run for its weights.
   *
   * @param directory reserved
   * @param observer told of everything, too
   */
  public RunResults(RunDirectory directory, Experiment.Observer observer) {
    this.directory = directory;
    this.observer = observer;
  }

  @Override
  public void epochsFinished(EpochReport report) {
    observer.epochsFinished(report);
  }

  @Override
  public void probed(long epochs, long all) {
    observer.probed(epochs, all);
  }

  @Override
  public void trained(TrainedState state) {
    observer.trained(state);
    directory.write("config.yaml", file -> Files.writeString(file, ConfigWriter.yaml(state.config())));
    directory.write("weights.safetensors", state::writeWeights);
    if (state.results().stream().anyMatch(result -> result.status() == Status.INTERRUPTED)) {
      directory.write("checkpoint.safetensors", state::writeCheckpoint);
    }
  }

  /** Writes everything else, and makes the directory appear. */
  public void write(Outcome outcome, Map<String, Object> summary, Map<String, Object> environment) {
    texts(outcome).forEach((name, text) -> directory.write(name, file -> Files.writeString(file, text)));
    Tables.spectra(outcome).ifPresent(text -> directory.write("spectra.csv", file -> Files.writeString(file, text)));
    Tables.views(outcome).ifPresent(text -> directory.write("views.csv", file -> Files.writeString(file, text)));
    directory.write("environment.json", file -> Files.writeString(file, Json.write(environment)));
    directory.write("summary.json", file -> Files.writeString(file, Json.write(summary)));
    directory.write(ReportWriter.FILE, file -> Files.writeString(file, ReportWriter.html(RunFiles.read(file.getParent()))));
    directory.publish();
  }

  /** The configuration of a run and its tables, by the names of their files. */
  public static Map<String, String> texts(Outcome outcome) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("config.yaml", ConfigWriter.yaml(outcome.experiment().config()));
    texts.put("losses.csv", Tables.losses(outcome));
    texts.put("metrics.csv", Tables.metrics(outcome));
    texts.put("weights.csv", Tables.weights(outcome));
    return texts;
  }
}
