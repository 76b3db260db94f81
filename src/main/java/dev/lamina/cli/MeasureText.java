package dev.lamina.cli;

import dev.lamina.data.PlainText;
import dev.lamina.measure.FeatureFiles;
import dev.lamina.measure.MeasurePlan;
import dev.lamina.measure.MemorySize;
import dev.lamina.result.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code lamina measure} prints. */
final class MeasureText {

  private MeasureText() {}

  /** A table, and the classes where they have names. */
  static String of(FeatureFiles features, List<FeatureFiles.Layer> measured) {
    return LayerTable.named(measured)
        + ClassLine.of(features.classNames(), measured.get(0).metrics().classCounts());
  }

  /** Everything that was measured. */
  static String json(FeatureFiles features, List<FeatureFiles.Layer> measured) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("class_names", features.classNames());
    document.put("layers", measured.stream().map(layer -> {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", layer.name());
      row.putAll(layer.metrics().measured().toMap());
      return row;
    }).toList());
    return Json.write(document);
  }

  /** What the numbers do not say by themselves. */
  static List<String> remarks(FeatureFiles features, MeasurePlan plan, List<FeatureFiles.Layer> measured) {
    List<String> remarks = new ArrayList<>(Remarks.of(measured.stream().map(FeatureFiles.Layer::name).toList(),
        measured.stream().map(FeatureFiles.Layer::metrics).toList()));
    if (features.classNames().isEmpty()) {
      remarks.add("no labels, so nothing about classes (C, D, NC1, ...); labels are an array called labels or y, or"
          + " --labels FILE[:ARRAY]");
    }
    if (!plan.withoutSpectrum().isEmpty()) {
      remarks.add("no spectrum of " + listed(plan.withoutSpectrum()) + ": a Gram matrix of d x d does not fit into "
          + MemorySize.text(plan.memory()) + " (--memory)");
    }
    if (!plan.withoutNeighbours().isEmpty()) {
      remarks.add("no nearest neighbours (dimensions, kNN accuracy, ...) of " + listed(plan.withoutNeighbours())
          + ", which need all samples in memory at once (--memory)");
    }
    if (plan.lacksSimilarity()) {
      remarks.add("no similarity of layers, which needs all of them in memory at once: "
          + MemorySize.text(plan.atOnce()) + " of " + MemorySize.text(plan.memory()) + " (--memory)");
    }
    return remarks;
  }

  private static String listed(List<String> names) {
    return String.join(", ", names.stream().map(PlainText::line).toList());
  }

  /** A plan as a table. */
  static String of(MeasurePlan plan) {
    StringBuilder text = new StringBuilder();
    int width = Math.max(5, plan.layers().stream().mapToInt(layer -> PlainText.line(layer.name()).length()).max()
        .orElse(0));
    String format = "%-" + width + "s %12s %10s %12s %7s %12s  %s%n";
    text.append(String.format(Locale.ROOT, format, "layer", "samples", "dimension", "size", "passes", "chunk",
        "spectrum"));
    for (MeasurePlan.Layer layer : plan.layers()) {
      text.append(String.format(Locale.ROOT, format, PlainText.line(layer.name()), layer.samples(), layer.dimension(),
          MemorySize.text(layer.bytes()), layer.passes(), layer.chunk(), layer.spectrum()));
    }
    text.append(String.format(Locale.ROOT, "%nmemory: %s of %s, %s%n", MemorySize.text(plan.needed()),
        MemorySize.text(plan.memory()), plan.whole() ? "all layers at once" : "layer by layer"));
    text.append(String.format(Locale.ROOT, "at once it would take %s; up to about %d samples fit at once%n",
        MemorySize.text(plan.atOnce()), plan.mostAtOnce()));
    return text.append(String.format(Locale.ROOT, "to read: %s%n", MemorySize.text(plan.read()))).toString();
  }
}
