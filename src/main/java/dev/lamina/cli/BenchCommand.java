package dev.lamina.cli;

import dev.lamina.experiment.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lamina bench}: times the hot paths. */
@Command(name = "bench", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = {"Times the hot paths on one device: metrics, training steps, singular values, initialisation,"
        + " start-up.",
        "Each is printed as seconds and as bytes or flops a second, beside the ceiling measured in the same run: a"
            + " large copy,"
            + " or a large matrix product of the same precision. Each runs in a Java process of its own, by JMH.",
        "All of them take an hour or more; name the ones you want, or use --quick."})
final class BenchCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "PATTERN",
      description = "part of a benchmark's name, such as moments or step/theory; all of them if left out")
  private List<String> patterns = List.of();

  @Option(names = "--quick", description = "few and small ones, less than a minute: shows that they run, not how fast")
  private boolean quick;

  @Option(names = "--brief", description = "on a GPU, all sizes for a fraction of the time")
  private boolean brief;

  @Option(names = "--device", paramLabel = "D", defaultValue = "auto", description = "auto, cpu, cuda or cuda:N")
  private String device;

  @Option(names = "--out", paramLabel = "FILE",
      description = "write the results as JSON too, with all samples, versions and the commit")
  private Path out;

  @Option(names = "--list", description = "name the benchmarks and run none")
  private boolean list;

  @Override
  public Integer call() {
    Benchmarks benchmarks = ServiceLoader.load(Benchmarks.class).findFirst().orElseThrow(() -> new ConfigException(
        "this jar holds no benchmarks; './lamina bench' in Lamina's source folder builds and runs them"));
    boolean complete = benchmarks.run(
        new Benchmarks.Request(quick, brief, list, device, Optional.ofNullable(out), patterns, Version.string()),
        spec.commandLine().getOut(), spec.commandLine().getErr());
    return complete ? ExitCode.DONE : ExitCode.FAILED;
  }
}
