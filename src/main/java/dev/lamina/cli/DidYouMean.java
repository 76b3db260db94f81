package dev.lamina.cli;

import dev.lamina.experiment.Words;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What was probably meant by a mistyped command or option. */
final class DidYouMean {

  private DidYouMean() {}

  /** The end of a message about an argument; empty if nothing that is known is near it. */
  static String of(ParameterException exception) {
    CommandSpec command = exception.getCommandLine().getCommandSpec();
    List<String> known = Stream.concat(command.subcommands().keySet().stream(),
        command.options().stream().flatMap(option -> Stream.of(option.names()))).toList();
    return Words.meant(argument(exception), known).map(word -> "; did you mean '" + word + "'?").orElse("");
  }

  /** The argument that was not understood; empty if another thing is wrong. */
  private static String argument(ParameterException exception) {
    if (exception instanceof CommandLine.UnmatchedArgumentException unmatched) {
      return unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
    }
    return exception.getMessage().startsWith("Unknown subcommand") ? exception.getValue() : "";
  }
}
