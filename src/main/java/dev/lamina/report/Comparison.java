package dev.lamina.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lamina.report.SectionedReport.Listing;
import dev.lamina.report.SectionedReport.Section;
import dev.lamina.report.chart.Band;
import dev.lamina.report.chart.Numbers;
import dev.lamina.report.chart.Plot;
import dev.lamina.report.chart.Plot.Curve;
import dev.lamina.report.chart.Plot.Dot;
import dev.lamina.report.chart.Plot.Layout;
import dev.lamina.report.chart.Plot.Role;
import dev.lamina.report.chart.Plot.Side;
import dev.lamina.report.chart.Table;
import dev.lamina.result.LayerSummary;
import dev.lamina.result.LossCurve;
import dev.lamina.result.LossCurve.Quantity;
import dev.lamina.result.LossCurve.Spread;
import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import dev.lamina.result.MemberSummary;
import dev.lamina.result.RunFiles;
import dev.lamina.result.RunSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** Several runs on one page: their curves over each other, their numbers side by side, and what was set otherwise. */
final class Comparison {

  /** Epochs drawn of a run: more points would cover each other. */
  private static final int EPOCHS = 40;

  private final Map<String, RunFiles> runs;
  private final List<String> names;

  /** @param runs by the names that they have on the page */
  Comparison(Map<String, RunFiles> runs) {
    this.runs = new LinkedHashMap<>(runs);
    names = List.copyOf(runs.keySet());
  }

  String html() {
    Side layer = new Side("layer (0 is the input)", Layout.WHOLE);
    Side epoch = new Side("epoch", Layout.WHOLE);
    List<Plot> plots = new ArrayList<>();
    plots.add(plot("Within-class compression C", layer, new Side("C (log scale)", Layout.LOG),
        run -> layers(run.summary(), Measure.COMPRESSION, 0)));
    plots.add(plot("Between-class discrimination D", layer, new Side("D", Layout.LINEAR),
        run -> layers(run.summary(), Measure.DISCRIMINATION, 1)));
    plots.add(plot("Numerical rank", layer, new Side("numerical rank", Layout.LINEAR),
        run -> layers(run.summary(), Measure.NUMERICAL_RANK, 0)));
    plots.add(plot("Accuracy of linear probes", layer, new Side("training accuracy", Layout.LINEAR),
        run -> layers(run.summary(), Measure.PROBE_ACCURACY, 0)));
    plots.add(plot("Training loss", epoch, new Side("loss (log scale)", Layout.LOG),
        run -> losses(run.losses(), Quantity.TRAIN_LOSS)));
    plots.add(plot("Test accuracy", epoch, new Side("classified right", Layout.LINEAR),
        run -> losses(run.losses(), Quantity.TEST_ACCURACY)));
    plots.removeIf(plot -> plot.curves().isEmpty());
    List<Listing> configs =
        names.stream().map(name -> new Listing("Configuration of " + name, runs.get(name).config())).toList();
    return new SectionedReport(String.join(" \u00b7 ", names), "Lamina \u00b7 comparison",
        names.size() + " runs. Points are the first member, areas the range over the members.", "", Map.of(),
        List.of(new Section("charts", "Charts", List.of(), plots, List.of(), List.of()),
            new Section("numbers", "Numbers", List.of(), List.of(), List.of(results(), compression()), List.of()),
            new Section("settings", "What was set otherwise", List.of(), List.of(), List.of(settings()), configs)))
        .html();
  }

  private Plot plot(String heading, Side x, Side y, Function<RunFiles, List<Dot>> dots) {
    List<Curve> curves = new ArrayList<>();
    for (int group = 0; group < names.size(); group++) {
      List<Dot> ofRun = dots.apply(runs.get(names.get(group)));
      if (ofRun.stream().anyMatch(dot -> Double.isFinite(dot.value()))) {
        curves.add(new Curve(names.get(group), Role.MEASURED, group, ofRun));
      }
    }
    return new Plot(heading, "", x, y, curves, names.size());
  }

  private static List<Dot> layers(RunSummary summary, Measure measure, int first) {
    List<Band> range = LayerMarks.overMembers(summary, measure, first, "", "");
    List<Dot> dots = new ArrayList<>();
    for (LayerSummary layer : summary.first().layers()) {
      if (layer.layer() >= first) {
        double value = layer.get(measure);
        dots.add(range.stream().flatMap(band -> band.ranges().stream()).filter(at -> at.x() == layer.layer())
            .findFirst().map(at -> new Dot(layer.layer(), value, at.low(), at.high()))
            .orElse(Dot.of(layer.layer(), value)));
      }
    }
    return dots;
  }

  private static List<Dot> losses(LossCurve curve, Quantity quantity) {
    List<LossCurve.Point> points =
        curve.points().stream().filter(point -> point.values().containsKey(quantity)).toList();
    int stride = Math.max(1, (points.size() + EPOCHS - 1) / EPOCHS);
    List<Dot> dots = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      if (i % stride == 0 || i == points.size() - 1) {
        Spread spread = points.get(i).value(quantity);
        dots.add(new Dot(points.get(i).epoch(), spread.first(), spread.low(), spread.high()));
      }
    }
    return dots;
  }

  private Table results() {
    List<List<String>> rows = new ArrayList<>();
    runs.forEach((name, run) -> {
      RunSummary summary = run.summary();
      MemberSummary first = summary.first();
      Measured fit = first.fit();
      Measured ended = first.measured();
      rows.add(List.of(name, first.status(), Numbers.format(fit.get(Measure.COMPRESSION_RATIO)),
          Numbers.format(fit.get(Measure.COMPRESSION_R2)), Numbers.format(fit.get(Measure.DISCRIMINATION_SLOPE)),
          Numbers.format(ended.get(Measure.FINAL_LOSS)), Numbers.percent(ended.get(Measure.TRAIN_ACCURACY)),
          Numbers.percent(ended.get(Measure.TEST_ACCURACY)), Numbers.format(ended.get(Measure.EPOCHS)),
          Numbers.format(summary.measured().get(Measure.MEMBERS)),
          Numbers.seconds(summary.measured().get(Measure.SECONDS)), summary.precision(), summary.device()));
    });
    return new Table("Results",
        List.of("run", "ended", "C ratio per layer", "R\u00b2", "D slope per layer", "final loss",
            "training accuracy", "test accuracy", "epochs", "members", "time", "precision", "device"), rows,
        List.of("run", "ended", "precision", "device"));
  }

  private Table compression() {
    TreeSet<Integer> layers = new TreeSet<>();
    runs.values().forEach(run -> run.summary().first().layers().forEach(layer -> layers.add(layer.layer())));
    List<String> columns = new ArrayList<>(List.of("run"));
    layers.forEach(layer -> columns.add(layer == 0 ? "input" : "layer " + layer));
    List<List<String>> rows = new ArrayList<>();
    runs.forEach((name, run) -> {
      List<String> row = new ArrayList<>(List.of(name));
      layers.forEach(number -> row.add(Numbers.format(run.summary().first().layers().stream()
          .filter(layer -> layer.layer() == number).mapToDouble(layer -> layer.get(Measure.COMPRESSION)).findFirst()
          .orElse(Double.NaN))));
      rows.add(row);
    });
    return new Table("C by layer", columns, rows, List.of("run"));
  }

  /** The keys whose values are not the same in all runs. */
  private Table settings() {
    Map<String, Map<String, String>> byRun = new LinkedHashMap<>();
    TreeSet<String> keys = new TreeSet<>();
    runs.forEach((name, run) -> {
      Map<String, String> values = new LinkedHashMap<>();
      flatten("", config(run.config()), values);
      byRun.put(name, values);
      keys.addAll(values.keySet());
    });
    List<List<String>> rows = new ArrayList<>();
    for (String key : keys) {
      List<String> row = new ArrayList<>(List.of(key));
      names.forEach(name -> row.add(byRun.get(name).getOrDefault(key, Numbers.MISSING)));
      if (row.stream().skip(1).distinct().count() > 1) {
        rows.add(row);
      }
    }
    List<String> columns = new ArrayList<>(List.of("key"));
    columns.addAll(names);
    return new Table("Settings that differ", columns, rows, columns);
  }

  /** A configuration that is no YAML, which only a broken copy has, is shown below and has no keys. */
  private static JsonNode config(String yaml) {
    YAMLMapper mapper = new YAMLMapper();
    try {
      return mapper.readTree(yaml);
    } catch (JsonProcessingException e) {
      return mapper.createObjectNode();
    }
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> values) {
    node.properties().forEach(entry -> {
      if (entry.getValue().isObject()) {
        flatten(prefix + entry.getKey() + ".", entry.getValue(), values);
      } else {
        values.put(prefix + entry.getKey(), entry.getValue().isNull() ? "none" : entry.getValue().asText());
      }
    });
  }
}
