package dev.lamina.cli;

import dev.lamina.data.format.LabelSource;
import dev.lamina.device.DeviceChoice;
import dev.lamina.device.Precision;
import dev.lamina.experiment.FeatureFiles;
import dev.lamina.result.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lamina measure}: metrics of features made elsewhere. */
@Command(name = "measure", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = {"Measures features of networks trained elsewhere.",
        "A .npz file holds an array 'labels' of N classes and any number of float arrays N x d, each a layer."})
final class MeasureCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = ".npz, .npy or .safetensors")
  private List<Path> files;

  @Option(names = "--labels", paramLabel = "FILE[:COLUMN]", converter = LabelSourceConverter.class,
      description = "where the labels are, if not with the features: .npy, .npz, .safetensors, .csv, .txt or IDX; with"
          + " the column or array in it, if that is not called labels or y")
  private LabelSource labels;

  @Option(names = "--layers", paramLabel = "A,B*", split = ",",
      description = "measure these arrays only, in this order; * and ? stand for any characters and for one")
  private List<String> layers = List.of();

  @Option(names = "--device", paramLabel = "D", defaultValue = "auto", description = "auto, cpu, cuda or cuda:N")
  private String device;

  @Option(names = "--all", description = "measure neighbours (intrinsic dimension, kNN) and CKA too, which take longer")
  private boolean all;

  @Option(names = "--json", description = "print one JSON document with all metrics")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    FeatureFiles features = FeatureFiles.read(files, Optional.ofNullable(labels), layers);
    try (DeviceChoice choice = DeviceChoice.open(device, Precision.FP32)) {
      List<FeatureFiles.Layer> measured = features.measure(choice.device(), all);
      if (json) {
        List<Map<String, Object>> rows = measured.stream().map(layer -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("name", layer.name());
          row.putAll(layer.metrics().measured().toMap());
          return row;
        }).toList();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("class_names", features.classNames());
        document.put("layers", rows);
        out.print(Json.write(document));
      } else {
        out.print(LayerTable.named(measured));
        out.print(ClassLine.of(features.classNames(), measured.get(0).metrics().classCounts()));
      }
      out.flush();
      Remarks.of(measured.stream().map(FeatureFiles.Layer::name).toList(),
          measured.stream().map(FeatureFiles.Layer::metrics).toList())
          .forEach(remark -> spec.commandLine().getErr().println("lamina: " + remark));
      return ExitCode.DONE;
    }
  }

  /** {@code FILE} or {@code FILE:COLUMN}. */
  static final class LabelSourceConverter implements ITypeConverter<LabelSource> {
    @Override
    public LabelSource convert(String text) {
      return LabelSource.of(text);
    }
  }
}
