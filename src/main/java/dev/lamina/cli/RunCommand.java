package dev.lamina.cli;

import dev.lamina.device.Device;
import dev.lamina.device.DeviceChoice;
import dev.lamina.experiment.ConfigReader;
import dev.lamina.experiment.Ending;
import dev.lamina.experiment.Environment;
import dev.lamina.experiment.Experiment;
import dev.lamina.experiment.ExperimentConfig;
import dev.lamina.experiment.Outcome;
import dev.lamina.experiment.PackagedExperiment;
import dev.lamina.experiment.RunDirectory;
import dev.lamina.experiment.RunSummaries;
import dev.lamina.experiment.RunWriter;
import dev.lamina.report.ReportWriter;
import dev.lamina.result.RunSummary;
import dev.lamina.training.EpochReport;
import dev.lamina.training.Status;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lamina run}: one experiment. */
@Command(name = "run", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Trains a network, measures every layer and writes a report.")
final class RunCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "NAME or FILE.yaml", defaultValue = "theory",
      completionCandidates = PackagedNames.class,
      description = "a packaged experiment (${COMPLETION-CANDIDATES}) or a configuration; ${DEFAULT-VALUE} if left out")
  private String experiment;

  @Option(names = "--set", paramLabel = "KEY=VALUE",
      description = "replace one value of the configuration; may be repeated")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--out", paramLabel = "DIR",
      description = "where results go; must not exist (runs/NAME-TIME if left out)")
  private Path out;

  @Mixin
  private DeviceOptions device = new DeviceOptions();

  @Option(names = "--json", description = "print the results as one JSON document")
  private boolean json;

  @Option(names = "--list", description = "say what each packaged experiment is, and do not run")
  private boolean list;

  @Option(names = "--dry-run", description = "print the memory that the run would need, and do not run")
  private boolean dryRun;

  @Override
  public Integer call() {
    PrintWriter output = spec.commandLine().getOut();
    if (list) {
      PackagedExperiment.ALL.forEach(packaged ->
          output.printf(Locale.ROOT, "%-21s %s%n", packaged.name(), packaged.about()));
      return ExitCode.DONE;
    }
    Console console = new Console(spec.commandLine().getErr());
    List<String> all = new ArrayList<>(settings);
    all.addAll(device.settings());
    ExperimentConfig config = ConfigReader.read(experiment, all);
    RunDirectory directory = RunDirectory.at(out != null ? out : RunsFolder.path(config.name()));
    Experiment prepared = Experiment.prepare(config);
    try (DeviceChoice choice = DeviceChoice.open(config.device(), config.precision())) {
      String name = describe(choice.device());
      if (dryRun) {
        return DryRun.print(prepared.plan(), choice.device().info(), prepared.heap(), json, output);
      }
      console.say("lamina: " + config.name() + " on " + name + " (" + choice.reason() + "), "
          + config.precision().key());
      return Interruption.during(prepared::interrupt, console, () -> {
        try (directory) {
          directory.reserve();
          RunWriter results = new RunWriter(directory, new Progress(console, config.epochs()));
          Outcome found = prepared.run(choice.device(), results);
          console.clear();
          RunSummary summary = RunSummaries.of(found, name);
          // What is on the screen cannot be lost to a full disk.
          output.print(json ? summary.json() : RunTable.of(found));
          output.flush();
          results.write(found, summary, Environment.of(choice.device().info(), Version.string(), config),
              ReportWriter::html, ReportWriter.FILE);
          tell(console, prepared, found, directory);
          return exitCode(prepared, found, directory);
        } catch (RuntimeException e) {
          directory.left().ifPresent(left -> console.say("lamina: what was written before this failed is in " + left));
          throw e;
        }
      });
    }
  }

  private static void tell(Console console, Experiment experiment, Outcome found, RunDirectory directory) {
    console.say("lamina: " + Ending.of(found));
    Advice.of(found).forEach(advice -> console.say("lamina: " + advice));
    found.gaps().forEach(gap -> console.say("lamina: without " + gap.what() + ": " + Failure.oneLine(gap.why())));
    if (experiment.config().probes().isPresent() && !experiment.isInterrupted() && found.lacksProbes()) {
      console.say("lamina: the linear probes of layers " + found.unprobedLayers().stream().map(String::valueOf)
          .collect(Collectors.joining(", ")) + " diverged (a loss not finite, or above the 1 of zero weights), so their"
          + " results are left empty; a smaller metrics.probe-rate helps, or 0, which finds one, unless the features"
          + " themselves are not finite");
    }
    console.say(directory.problem().map(problem -> "lamina: results are in " + directory.path() + ", since "
        + Failure.oneLine(problem)).orElse("lamina: results in " + directory.path() + "; open report.html there"));
  }

  private static int exitCode(Experiment experiment, Outcome outcome, RunDirectory directory) {
    if (experiment.isInterrupted()) {
      return ExitCode.INTERRUPTED;
    }
    boolean kept = directory.problem().isEmpty() && outcome.gaps().isEmpty();
    return kept && !outcome.all(Status.DIVERGED) ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static String describe(Device device) {
    return device.info().kind() + " (" + device.info().name() + "; " + String.join(", ", device.info().versions())
        + ")";
  }

  /** Shows a run to a person. */
  private record Progress(Console console, int epochs) implements Experiment.Observer {

    @Override
    public void epochsFinished(EpochReport report) {
      console.progress(report.epoch() + 1L, epochs, String.format(Locale.ROOT, "loss %.4g  accuracy %.2f %%",
          report.losses()[0], 100 * report.accuracies()[0]));
    }

    @Override
    public void probed(long done, long all) {
      console.progress(done, all, "epochs of the linear probes");
    }
  }
}
