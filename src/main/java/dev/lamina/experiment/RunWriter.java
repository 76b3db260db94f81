package dev.lamina.experiment;

import dev.lamina.result.Json;
import dev.lamina.result.RunFiles;
import dev.lamina.result.RunSummary;
import dev.lamina.training.EpochReport;
import dev.lamina.training.Status;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of a run. Its weights come first, as soon as it is trained: whatever happens later, they are there. */
public final class RunWriter implements Experiment.Observer {

  private final RunDirectory directory;
  private final Experiment.Observer observer;

  /**
   * Follows a run for its weights.
   *
   * @param directory reserved
   * @param observer told of everything, too
   */
  public RunWriter(RunDirectory directory, Experiment.Observer observer) {
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

  /** Makes the page of a run. */
  @FunctionalInterface
  public interface Page {
    String html(RunFiles run);
  }

  /**
   * Writes everything else, and makes the directory appear.
   *
   * @param page of the run; drawn from its files, so that it is the one that they make again
   * @param pageName of its file
   */
  public void write(Outcome outcome, RunSummary summary, Map<String, Object> environment, Page page, String pageName) {
    texts(outcome).forEach(this::text);
    RunTables.spectra(outcome).ifPresent(text -> text("spectra.csv", text));
    RunTables.views(outcome).ifPresent(text -> text("views.csv", text));
    text("environment.json", Json.write(environment));
    text("summary.json", summary.json());
    directory.write(pageName, file -> Files.writeString(file, page.html(RunFiles.read(file.getParent()))));
    directory.publish();
  }

  private void text(String name, String text) {
    directory.write(name, file -> Files.writeString(file, text));
  }

  /** The configuration of a run and its tables, by the names of their files. */
  public static Map<String, String> texts(Outcome outcome) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("config.yaml", ConfigWriter.yaml(outcome.config()));
    texts.put("losses.csv", RunTables.losses(outcome));
    texts.put("metrics.csv", RunTables.metrics(outcome));
    texts.put("weights.csv", RunTables.weights(outcome));
    return texts;
  }
}
