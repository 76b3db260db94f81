package dev.lamina.cli;

import dev.lamina.device.DeviceChoice;
import dev.lamina.device.Precision;
import dev.lamina.measure.WeightFiles;
import dev.lamina.result.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** {@code lamina measure --weights}: the matrices of files, by themselves. */
final class MeasureWeights {

  /** Options of {@code measure} that are about features. */
  private static final List<String> NOT_OF_WEIGHTS =
      List.of("--labels", "--all", "--pool", "--spectrum", "--memory", "--out", "--dry-run");

  private MeasureWeights() {}

  static int run(CommandSpec spec, List<Path> files, List<String> only, String device, boolean json) {
    for (String option : NOT_OF_WEIGHTS) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(spec.commandLine(),
            option + " is about features; with --weights, which measures matrices by themselves, leave it out");
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    try (WeightFiles weights = WeightFiles.open(files, only);
        DeviceChoice choice = DeviceChoice.open(device, Precision.FP32)) {
      if (json) {
        List<Map<String, Object>> matrices = new ArrayList<>();
        weights.measure(choice.device(), weight -> {
          Map<String, Object> matrix = new LinkedHashMap<>();
          matrix.put("name", weight.name());
          matrix.putAll(weight.measured().toMap());
          matrices.add(matrix);
        });
        out.print(Json.write(Map.of("matrices", matrices)));
      } else {
        weights.measure(choice.device(), new WeightTable(out, weights.names())::add);
      }
      out.flush();
      return ExitCode.DONE;
    }
  }
}
