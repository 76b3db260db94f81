package dev.lamina.cli;

import dev.lamina.data.format.LabelSource;
import dev.lamina.data.format.Pool;
import dev.lamina.device.Device;
import dev.lamina.device.DeviceChoice;
import dev.lamina.device.Precision;
import dev.lamina.experiment.Environment;
import dev.lamina.experiment.RunDirectory;
import dev.lamina.measure.FeatureFiles;
import dev.lamina.measure.MeasureOptions;
import dev.lamina.measure.MeasurePlan;
import dev.lamina.measure.MemorySize;
import dev.lamina.metric.SpectrumMethod;
import dev.lamina.report.ReportWriter;
import dev.lamina.result.Json;
import dev.lamina.result.RunFiles;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lamina measure}: metrics of features made elsewhere. */
@Command(name = "measure", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = {"Measures features of networks trained elsewhere.",
        "A .npz file holds an array 'labels' of N classes and any number of float arrays N x d, each a layer.",
        "Without labels, everything is measured that needs none."})
final class MeasureCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = ".npz, .npy, .safetensors (or its"
      + " .index.json), .h5, or a folder of such")
  private List<Path> files;

  @Option(names = "--labels", paramLabel = "FILE[:COLUMN]", converter = MeasureConverters.Labels.class,
      description = "where the labels are, if not with the features: .npy, .npz, .safetensors, .csv, .txt or IDX; with"
          + " the column or array in it, if that is not called labels or y")
  private LabelSource labels;

  @Option(names = "--layers", paramLabel = "A,B*", split = ",",
      description = "measure these arrays only, in this order; * and ? stand for any characters and for one")
  private List<String> layers = List.of();

  @Option(names = "--weights", description = "the files hold weights, not features: measure each matrix by itself;"
      + " FILE may also be a model.safetensors.index.json")
  private boolean weights;

  @Option(names = "--device", paramLabel = "D", defaultValue = "auto", description = "auto, cpu, cuda or cuda:N")
  private String device;

  @Option(names = "--all", description = "measure what nearest neighbours tell (dimensions, kNN accuracy) and"
      + " how similar all layers are too, which takes longer")
  private boolean all;

  @Option(names = "--memory", paramLabel = "SIZE", converter = MeasureConverters.Memory.class,
      description = "what host and device may take together, such as 2g: layers that need more are read in chunks"
          + " (default: half of what is free)")
  private Long memory;

  @Option(names = "--pool", paramLabel = "P", defaultValue = "none", converter = MeasureConverters.Pooling.class,
      description = "what becomes of the tokens of N x T x d, or the places of N x C x H x W: none (all are features),"
          + " mean, max, first, last or tokens (each is a sample)")
  private Pool pool;

  @Option(names = "--spectrum", paramLabel = "M", defaultValue = "auto", converter = MeasureConverters.Method.class,
      description = "how singular values are found: auto, svd, gram (fast, and what chunks allow) or none")
  private SpectrumMethod spectrum;

  @Option(names = "--json", description = "print one JSON document with all metrics")
  private boolean json;

  @Option(names = "--out", paramLabel = "DIR", description = "write measure.json, tables and report.html there")
  private Path out;

  @Option(names = "--dry-run", description = "print what measuring would take, from the headers alone")
  private boolean dryRun;

  @Override
  public Integer call() {
    if (weights) {
      return MeasureWeights.run(spec, files, layers, device, json);
    }
    PrintWriter print = spec.commandLine().getOut();
    Console console = new Console(spec.commandLine().getErr());
    FeatureFiles features = FeatureFiles.read(files, Optional.ofNullable(labels), layers, pool);
    MeasureOptions options = new MeasureOptions(spectrum, all, memory == null ? MemorySize.free() / 2 : memory);
    Optional<RunDirectory> directory = Optional.ofNullable(out).map(RunDirectory::at);
    try (DeviceChoice choice = DeviceChoice.open(device, Precision.FP32)) {
      MeasurePlan plan = features.plan(options.within(choice.device()));
      if (dryRun) {
        print.print(json ? Json.write(plan.toMap()) : MeasureText.of(plan));
        print.flush();
        return ExitCode.DONE;
      }
      List<FeatureFiles.Layer> measured = features.measure(choice.device(), plan,
          (layer, done, total) -> console.progress(done, total, "samples  " + layer));
      console.clear();
      print.print(json ? MeasureText.json(features, measured) : MeasureText.of(features, measured));
      print.flush();
      MeasureText.remarks(features, plan, measured).forEach(remark -> console.say("lamina: " + remark));
      return directory.isEmpty() || write(directory.get(), features, measured, choice.device(), console)
          ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private boolean write(RunDirectory directory, FeatureFiles features, List<FeatureFiles.Layer> measured,
      Device device, Console console) {
    try (directory) {
      directory.reserve();
      String name = directory.path().getFileName().toString();
      features.texts(name, measured, device, Environment.of(device.info(), Version.string()))
          .forEach((file, text) -> directory.write(file, path -> Files.writeString(path, text)));
      directory.write(ReportWriter.FILE,
          path -> Files.writeString(path, ReportWriter.html(RunFiles.read(path.getParent()))));
      directory.publish();
    }
    console.say(directory.problem().map(problem -> "lamina: results are in " + directory.path() + ", since "
        + Failure.oneLine(problem)).orElse("lamina: results in " + directory.path() + "; open report.html there"));
    return directory.problem().isEmpty();
  }
}
