package dev.lamina.cli;

import dev.lamina.data.DataFolder;
import dev.lamina.data.fetch.Catalogue;
import dev.lamina.data.fetch.FetchListener;
import dev.lamina.data.fetch.Fetcher;
import dev.lamina.data.fetch.RemoteFile;
import dev.lamina.data.fetch.RemoteSet;
import dev.lamina.experiment.Words;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lamina data fetch}: brings a data set. */
@Command(name = "fetch", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = {"Downloads a data set into the data folder and checks it; data.kind NAME then finds it.",
        "What an interrupted download has brought is kept and continued."})
final class DataFetchCommand implements Callable<Integer> {

  private static final long MEGA = 1_000_000;

  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "mnist, fashion-mnist, cifar-10 or cifar-100")
  private String name;

  @Option(names = "--to", paramLabel = "DIR", description = "use this data folder; the files go to DIR/NAME")
  private Path to;

  @Option(names = "--from", paramLabel = "URL",
      description = "take the files from this address instead of the known ones: http:, https: or file:, a folder")
  private String from;

  @Override
  public Integer call() {
    RemoteSet set = set(Catalogue.packaged());
    DataFolder data = to == null ? DataFolder.ofUser() : new DataFolder(to.toAbsolutePath().normalize());
    Path folder = data.of(set.name());
    Console console = new Console(spec.commandLine().getErr());
    new Fetcher(new Progress(console)).fetch(from == null ? set : set.from(place(from)), folder);
    console.say("lamina: " + set.name() + " is complete"
        + (data.equals(DataFolder.ofUser()) ? "" : "; runs find it with LAMINA_DATA=" + data.path()));
    spec.commandLine().getOut().println(folder);
    return ExitCode.DONE;
  }

  private RemoteSet set(Catalogue catalogue) {
    try {
      return catalogue.set(name);
    } catch (IllegalArgumentException e) {
      String meant = Words.meant(name, catalogue.sets().stream().map(RemoteSet::name).toList())
          .map(word -> "; did you mean '" + word + "'?").orElse("");
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage() + meant);
    }
  }

  /** A folder's address ends with a slash, whether the user wrote it or not. */
  private URI place(String address) {
    try {
      URI place = URI.create(address.endsWith("/") ? address : address + "/");
      boolean local = "file".equals(place.getScheme()) && Path.of(place).isAbsolute();
      boolean remote = List.of("http", "https").contains(String.valueOf(place.getScheme())) && place.getHost() != null;
      if (local || remote) {
        return place;
      }
    } catch (IllegalArgumentException e) {
      throw wrongAddress(address);
    }
    throw wrongAddress(address);
  }

  private CommandLine.ParameterException wrongAddress(String address) {
    return new CommandLine.ParameterException(spec.commandLine(),
        "--from takes an address such as https://example.org/mnist/ or file:///data/mnist/, not '" + address + "'");
  }

  /** Shows a fetch to a person. */
  private record Progress(Console console) implements FetchListener {

    @Override
    public void say(String message) {
      console.say("lamina: " + message);
    }

    @Override
    public void progress(RemoteFile file, long bytes) {
      console.progress(bytes / MEGA, file.bytes() / MEGA, "MB of " + file.name());
    }
  }
}
