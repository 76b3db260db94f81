package dev.lamina.cli;

import dev.lamina.device.DeviceChoice;
import dev.lamina.device.Precision;
import dev.lamina.experiment.Environment;
import dev.lamina.experiment.RunDirectory;
import dev.lamina.reproduce.Reproduced;
import dev.lamina.reproduce.item.Items;
import dev.lamina.reproduce.Reproduction;
import dev.lamina.reproduce.ReproductionFiles;
import dev.lamina.reproduce.VerdictText;
import dev.lamina.reproduce.Watcher;
import dev.lamina.result.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lamina reproduce}: the paper's figures and claims. */
@Command(name = "reproduce", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = {"Reproduces the paper's figures and claims and gives a verdict on each.",
        "The exit code is 1 if a claim fails that was not expected to."})
final class ReproduceCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "NAME", completionCandidates = ItemNames.class,
      description = "what to reproduce (${COMPLETION-CANDIDATES}); everything if left out")
  private List<String> names = new ArrayList<>();

  @Option(names = "--quick", description = "fewer seeds and smaller networks: minutes on two cores")
  private boolean quick;

  @Option(names = "--set", paramLabel = "data.KEY=VALUE",
      description = "other images for the items on images; with data.kind=libsvm other texts for those on texts")
  private List<String> dataSettings = new ArrayList<>();

  @Option(names = "--out", paramLabel = "DIR",
      description = "where results go; must not exist (runs/reproduce-TIME if left out)")
  private Path out;

  @Option(names = "--device", paramLabel = "D", defaultValue = "auto", description = "auto, cpu, cuda or cuda:N")
  private String device;

  @Option(names = "--json", description = "print the verdicts as one JSON document")
  private boolean json;

  /** The names, for the help. */
  static final class ItemNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Items.names().iterator();
    }
  }

  @Override
  public Integer call() {
    PrintWriter output = spec.commandLine().getOut();
    Console console = new Console(spec.commandLine().getErr());
    Reproduction reproduction = Reproduction.of(Items.of(names, dataSettings), quick, dataSettings);
    RunDirectory directory = RunDirectory.at(out != null ? out : RunsFolder.path("reproduce"));
    try (DeviceChoice choice = DeviceChoice.open(device, Precision.FP32)) {
      return Interruption.during(reproduction::interrupt, console, () -> {
        try (directory) {
          directory.reserve();
          ReproductionFiles files = new ReproductionFiles(directory,
              () -> Environment.of(choice.device().info(), Version.string()));
          Reproduced found = reproduction.run(choice.device(), device, watcher(console), files::write);
          console.clear();
          output.print(json ? Json.write(files.tree()) : VerdictText.of(found));
          output.flush();
          tell(console, found, directory);
          if (found.interrupted()) {
            return ExitCode.INTERRUPTED;
          }
          return found.succeeded() && directory.problem().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
        }
      });
    }
  }

  private static void tell(Console console, Reproduced found, RunDirectory directory) {
    if (found.parts().isEmpty()) {
      console.say("lamina: interrupted before anything was finished");
      return;
    }
    console.say(directory.problem().map(problem -> "lamina: results are in " + directory.path() + ", since "
        + Failure.oneLine(problem)).orElse("lamina: results in " + directory.path() + "; open report.html there"));
  }

  private static Watcher watcher(Console console) {
    return new Watcher() {
      @Override
      public void item(String name, String title) {
        console.say("lamina: " + name + ": " + title);
      }

      @Override
      public void epoch(String item, String run, int done, int total) {
        console.progress(done, total, item + ": " + run);
      }

      @Override
      public void finished(String name, int holding, int claims, double seconds) {
        console.say(String.format(Locale.ROOT, "lamina: %s: %d of %d claims are as expected (%.1f s)", name, holding,
            claims, seconds));
      }
    };
  }
}
