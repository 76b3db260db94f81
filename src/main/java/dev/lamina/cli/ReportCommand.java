package dev.lamina.cli;

import dev.lamina.report.ReportWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lamina report}: makes the reports of run directories again, and compares several. */
@Command(name = "report", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = {"Makes report.html of finished runs again.",
        "Of several runs it also makes a page that compares them."})
final class ReportCommand implements Callable<Integer> {

  private static final String COMPARISON = "comparison.html";

  @Spec
  private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "DIR", description = "run directories")
  private List<Path> directories;

  @Option(names = "--out", paramLabel = "FILE",
      description = "the page that compares several runs; " + COMPARISON + " beside the first run if left out")
  private Path out;

  @Override
  public Integer call() {
    List<Path> runs = directories.stream().map(directory -> directory.toAbsolutePath().normalize()).distinct().toList();
    if (out != null && runs.size() == 1) {
      throw new ParameterException(spec.commandLine(),
          "--out " + out + " is for the comparison of several runs, but there is one; its report is in its directory");
    }
    PrintWriter print = spec.commandLine().getOut();
    if (runs.size() == 1) {
      ReportWriter.write(runs.get(0));
      print.println(directories.get(0).resolve(ReportWriter.FILE));
      return ExitCode.DONE;
    }
    Path page = Optional.ofNullable(out).orElse(runs.get(0).resolveSibling(COMPARISON));
    ReportWriter.compare(runs, page);
    directories.forEach(directory -> print.println(directory.resolve(ReportWriter.FILE)));
    print.println(page);
    return ExitCode.DONE;
  }
}
