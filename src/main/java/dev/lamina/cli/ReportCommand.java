package dev.lamina.cli;

import dev.lamina.report.ReportWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lamina report}: makes the reports of run directories again. */
@Command(name = "report", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Makes report.html of finished runs again.")
final class ReportCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "DIR", description = "run directories")
  private List<Path> directories;

  @Override
  public Integer call() {
    for (Path directory : directories) {
      ReportWriter.write(directory);
      spec.commandLine().getOut().println(directory.resolve("report.html"));
    }
    return ExitCode.DONE;
  }
}
