package dev.lamina.cli;

import dev.lamina.data.format.Glob;
import dev.lamina.result.Json;
import dev.lamina.result.Measure;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lamina metrics}: what is measured, and what it means. */
@Command(name = "metrics", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Says of every measure what it is, what it needs and where its definition comes from.")
final class MetricsCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "NAME",
      description = "only these, or all whose name has the pattern; * and ? as in --layers")
  private List<String> names = List.of();

  @Option(names = "--json", description = "print one JSON document")
  private boolean json;

  @Override
  public Integer call() {
    List<Measure> measures = Arrays.stream(Measure.values()).filter(this::isWanted).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (measures.isEmpty()) {
      throw new ParameterException(spec.commandLine(),
          "there is no measure called " + String.join(", ", names) + "; lamina metrics lists all");
    }
    out.print(json ? Json.write(Map.of("metrics", measures.stream().map(MetricsCommand::row).toList()))
        : text(measures));
    out.flush();
    return ExitCode.DONE;
  }

  private boolean isWanted(Measure measure) {
    return names.isEmpty() || names.stream().anyMatch(name -> measure.key().equalsIgnoreCase(name)
        || measure.label().equalsIgnoreCase(name) || Glob.matches(name, measure.key()));
  }

  private static Map<String, Object> row(Measure measure) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", measure.key());
    row.put("of", owner(measure));
    row.put("label", measure.label());
    row.put("definition", measure.definition());
    row.put("needs", measure.needs());
    row.put("source", measure.source());
    return row;
  }

  private static String owner(Measure measure) {
    return measure.owner().name().toLowerCase(Locale.ROOT);
  }

  private static String text(List<Measure> measures) {
    StringBuilder text = new StringBuilder();
    for (Measure measure : measures) {
      String label = measure.label().isEmpty() ? "" : " (" + measure.label() + ")";
      text.append(String.format(Locale.ROOT, "%s%s, of a %s%n    %s%n", measure.key(), label, owner(measure),
          measure.definition().replace("`", "")));
      if (measure.needs() != null) {
        text.append(String.format(Locale.ROOT, "    needs %s%n", measure.needs().replace("`", "")));
      }
      if (measure.source() != null) {
        text.append(String.format(Locale.ROOT, "    from %s%n", measure.source()));
      }
    }
    return text.toString();
  }
}
