package dev.lamina.cli;

import dev.lamina.data.DataFolder;
import dev.lamina.data.fetch.Catalogue;
import dev.lamina.data.fetch.RemoteSet;
import dev.lamina.data.format.FetchedSets;
import dev.lamina.result.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lamina data list}: what can be fetched, and what is there. */
@Command(name = "list", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Lists the data sets that can be fetched, and says which are there.")
final class DataListCommand implements Callable<Integer> {

  private static final double MEGA = 1e6;

  @Spec
  private CommandSpec spec;

  @Option(names = "--json", description = "print one JSON document")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    DataFolder folder = DataFolder.ofUser();
    List<RemoteSet> sets = Catalogue.packaged().sets();
    if (json) {
      out.print(Json.write(Map.of("folder", folder.path().toString(), "sets",
          sets.stream().map(set -> row(set, folder)).toList())));
    } else {
      out.printf(Locale.ROOT, "%-14s %10s  %-8s %s%n", "name", "download", "state", "what");
      for (RemoteSet set : sets) {
        out.printf(Locale.ROOT, "%-14s %7.1f MB  %-8s %s%n", set.name(), set.bytes() / MEGA, state(set, folder),
            set.what());
      }
      out.println("data folder: " + folder.path());
    }
    out.flush();
    return ExitCode.DONE;
  }

  private static Map<String, Object> row(RemoteSet set, DataFolder folder) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", set.name());
    row.put("what", set.what());
    row.put("bytes", set.bytes());
    row.put("state", state(set, folder));
    row.put("folder", folder.of(set.name()).toString());
    return row;
  }

  private static String state(RemoteSet set, DataFolder folder) {
    return FetchedSets.missing(set.name(), folder.of(set.name())).isEmpty() ? "there" : "missing";
  }
}
