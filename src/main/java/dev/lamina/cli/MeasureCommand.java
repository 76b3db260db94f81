package dev.lamina.cli;

import dev.lamina.data.format.LabelSource;
import dev.lamina.device.DeviceChoice;
import dev.lamina.device.Precision;
import dev.lamina.measure.FeatureFiles;
import dev.lamina.measure.MeasureOptions;
import dev.lamina.measure.MemorySize;
import dev.lamina.metric.SpectrumMethod;
import dev.lamina.result.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code lamina measure}: metrics of features made elsewhere. */
@Command(name = "measure", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = {"Measures features of networks trained elsewhere.",
        "A .npz file holds an array 'labels' of N classes and any number of float arrays N x d, each a layer.",
        "Without labels, everything is measured that needs none."})
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

  @Option(names = "--all", description = "measure intrinsic dimension and CKA too, which take longer")
  private boolean all;

  @Option(names = "--memory", paramLabel = "SIZE", converter = MemoryConverter.class,
      description = "what host and device may take together, such as 2g: layers that need more are read in chunks"
          + " (default: half of what is free)")
  private Long memory;

  @Option(names = "--spectrum", paramLabel = "M", defaultValue = "auto", converter = MethodConverter.class,
      description = "how singular values are found: auto, svd, gram (fast, and what chunks allow) or none")
  private SpectrumMethod spectrum;

  @Option(names = "--json", description = "print one JSON document with all metrics")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    FeatureFiles features = FeatureFiles.read(files, Optional.ofNullable(labels), layers);
    Console console = new Console(spec.commandLine().getErr());
    try (DeviceChoice choice = DeviceChoice.open(device, Precision.FP32)) {
      List<FeatureFiles.Layer> measured = features.measure(choice.device(),
          new MeasureOptions(spectrum, all, memory == null ? MemorySize.free() / 2 : memory),
          (layer, done, total) -> console.progress(done, total, "samples  " + layer));
      console.clear();
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
          .forEach(remark -> console.say("lamina: " + remark));
      if (features.classNames().isEmpty()) {
        console.say("lamina: no labels, so nothing about classes (C, D, NC1, ...); labels are an array called labels or"
            + " y, or --labels FILE[:ARRAY]");
      }
      return ExitCode.DONE;
    }
  }

  /** {@code gram}. */
  static final class MethodConverter implements ITypeConverter<SpectrumMethod> {
    @Override
    public SpectrumMethod convert(String text) {
      return Arrays.stream(SpectrumMethod.values())
          .filter(method -> method.name().toLowerCase(Locale.ROOT).equals(text)).findFirst()
          .orElseThrow(() -> new TypeConversionException("expected auto, gram, svd or none, not '" + text + "'"));
    }
  }

  /** {@code 2g}. */
  static final class MemoryConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        return MemorySize.parse(text);
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw new TypeConversionException(e.getMessage());
      }
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
