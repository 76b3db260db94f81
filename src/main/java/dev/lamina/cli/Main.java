package dev.lamina.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code lamina}. */
@Command(
    name = "lamina",
    description = "What does each layer of a deep network do to its features?",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {RunCommand.class, MeasureCommand.class, MetricsCommand.class, ReproduceCommand.class,
        ReportCommand.class, DataCommand.class, DoctorCommand.class, BenchCommand.class, CompletionCommand.class,
        CommandLine.HelpCommand.class},
    footer = {"", "Results go to standard output, messages to standard error.",
        "Exit codes: 0 done, 1 the run failed, 2 wrong usage or configuration, 3 the device is not usable,",
        "4 unreadable or inconsistent data, 130 interrupted."})
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    // Warnings of the device look like all other messages.
    // Nothing here logs; the reader of HDF5 would say that nobody listens.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.setProperty("java.util.logging.SimpleFormatter.format", "lamina: %5$s%n");
    PrintWriter err = new PrintWriter(System.err, true);
    // Work that can be stopped with results answers in its own way; everything else just ends. Kept until the process
    // does.
    new Signals(name -> {
      err.println("lamina: ended by " + name);
      System.exit(ExitCode.INTERRUPTED);
    });
    System.exit(run(arguments, new PrintWriter(System.out, true), err));
  }

  /** Runs one command and returns its exit code. */
  static int run(String[] arguments, PrintWriter out, PrintWriter err) {
    CommandLine line = new CommandLine(new Main());
    line.setOut(out);
    line.setErr(err);
    line.setExecutionExceptionHandler((exception, command, parsed) -> Failure.report(exception, err));
    line.setParameterExceptionHandler((exception, given) -> {
      err.println("lamina: " + Failure.oneLine(exception.getMessage()).replaceFirst("\\.$", "")
          + DidYouMean.of(exception) + " (see '" + exception.getCommandLine().getCommandSpec().qualifiedName()
          + " --help')");
      return ExitCode.USAGE;
    });
    if (arguments.length == 0) {
      line.usage(err);
      return ExitCode.USAGE;
    }
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError e) {
      return Failure.report(e, err); // picocli hands on exceptions, not errors
    }
  }
}
