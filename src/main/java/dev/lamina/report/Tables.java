package dev.lamina.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The tables of a report. */
final class Tables {
  private static final int MEMBERS = 100;

  private static final String DIMENSION = "intrinsic_dimension";

  /** Samples that the dimension leaves out: 0 where it was not measured. */
  private static final String DUPLICATES = "duplicates";

  private static final Map<String, String> METRICS = metrics();

  private Tables() {}

  private static Map<String, String> metrics() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("dimension", "dimension");
    names.put("samples", "samples");
    names.put("classes", "classes");
    names.put("trace_within", "Tr \u03a3W");
    names.put("trace_between", "Tr \u03a3B");
    names.put("compression", "C");
    names.put("discrimination", "D");
    names.put("nc1", "NC1");
    names.put("separation_fuzziness", "separation fuzziness");
    names.put("numerical_rank", "numerical rank");
    names.put("effective_rank", "effective rank");
    names.put("stable_rank", "stable rank");
    names.put("participation_ratio", "participation ratio");
    names.put(DIMENSION, "TwoNN dimension");
    names.put(DUPLICATES, "duplicates");
    names.put("nc2", "NC2");
    names.put("nc2_equinorm", "NC2 equinorm");
    names.put("nc2_equiangular_std", "NC2 angle spread");
    names.put("nc2_max_angle", "NC2 max angle");
    names.put("nc3", "NC3");
    names.put("nc3_difference", "NC3 difference");
    names.put("nc4", "NC4");
    names.put("cdnv", "CDNV");
    names.put("nearest_centre_accuracy", "nearest centre accuracy");
    names.put("probe_accuracy", "probe accuracy");
    names.put("probe_test_accuracy", "probe test accuracy");
    names.put("probe_loss", "probe loss");
    names.put("transfer_accuracy", "transfer accuracy");
    names.put("transfer_test_accuracy", "transfer test accuracy");
    names.put("transfer_loss", "transfer loss");
    return names;
  }

  /** One row for each layer; a metric that no layer has gets no column. */
  static Table layers(List<LayerSummary> layers) {
    List<String> keys = METRICS.keySet().stream()
        .filter(key -> isMeasured(layers, key) && (!key.equals(DUPLICATES) || isMeasured(layers, DIMENSION)))
        .toList();
    List<String> columns = new ArrayList<>(List.of("layer", "name", "kind"));
    keys.forEach(key -> columns.add(METRICS.get(key)));
    columns.add("spectrum by");
    List<List<String>> rows = new ArrayList<>();
    for (LayerSummary layer : layers) {
      List<String> row = new ArrayList<>(List.of(Integer.toString(layer.layer()), layer.name(), layer.kind()));
      keys.forEach(key -> row.add(Numbers.format(layer.metric(key))));
      row.add(layer.spectrumMethod().isEmpty() ? Numbers.MISSING : layer.spectrumMethod());
      rows.add(row);
    }
    return new Table("Features of each layer", columns, rows, List.of("name", "kind", "spectrum by"));
  }

  private static boolean isMeasured(List<LayerSummary> layers, String key) {
    return layers.stream().anyMatch(layer -> !Double.isNaN(layer.metric(key)));
  }

  /** Linear CKA of each layer with each; no rows if it was not measured. */
  static Table similarity(List<LayerSummary> layers) {
    List<String> columns = new ArrayList<>(List.of("layer"));
    layers.forEach(layer -> columns.add(Integer.toString(layer.layer())));
    List<List<String>> rows = new ArrayList<>();
    for (LayerSummary layer : layers) {
      if (layer.similarity().size() == layers.size()) {
        List<String> row = new ArrayList<>(List.of(Integer.toString(layer.layer())));
        layer.similarity().forEach(value -> row.add(Numbers.format(value)));
        rows.add(row);
      }
    }
    return new Table("Linear CKA between layers", columns, rows, List.of());
  }

  static Table weights(List<WeightSummary> weights) {
    List<List<String>> rows = new ArrayList<>();
    for (WeightSummary weight : weights) {
      List<String> row = new ArrayList<>(List.of("W" + weight.layer()));
      for (double value : new double[] {weight.rows(), weight.columns(), weight.frobeniusNorm(), weight.spectralNorm(),
          weight.stableRank(), weight.balanceResidual(), weight.plateauMin(), weight.plateauMax()}) {
        row.add(Numbers.format(value));
      }
      rows.add(row);
    }
    List<String> columns = List.of("weight", "rows", "columns", "Frobenius norm", "spectral norm", "stable rank",
        "balance residual", "plateau min", "plateau max");
    return new Table("Weight matrices", columns, rows, List.of("weight"));
  }

  static Table theory(List<TheoryCheck> checks) {
    List<List<String>> rows = new ArrayList<>();
    for (TheoryCheck check : checks) {
      String verdict = switch (check.verdict()) {
        case "holds" -> Table.HOLDS;
        case "fails" -> Table.FAILS;
        default -> check.verdict();
      };
      rows.add(List.of(check.check(), Numbers.format(check.layer()), verdict, Numbers.format(check.predicted()),
          Numbers.format(check.measured()), Numbers.format(check.deviation()), Numbers.format(check.tolerance()),
          check.note()));
    }
    List<String> columns = List.of("check", "layer", "verdict", "predicted", "measured", "deviation", "tolerance",
        "note");
    return new Table("Checks of the theory", columns, rows, List.of("check", "verdict", "note"));
  }

  static Table members(List<MemberSummary> members) {
    List<List<String>> rows = new ArrayList<>();
    for (MemberSummary member : members.subList(0, Math.min(MEMBERS, members.size()))) {
      FitSummary fit = member.fit();
      rows.add(List.of(Integer.toString(rows.size()), member.seed(), Numbers.format(member.steps()),
          Numbers.format(member.finalLoss()), Numbers.format(fit.compressionRatio()),
          Numbers.quality(fit.compressionR2()),
          Numbers.format(fit.discriminationSlope()), Numbers.quality(fit.discriminationR2())));
    }
    String caption = members.size() > MEMBERS
        ? "The first " + MEMBERS + " of " + members.size() + " members; summary.json holds all"
        : "Members of the ensemble";
    List<String> columns =
        List.of("member", "seed", "steps", "final loss", "C ratio", "R\u00b2 of C", "D slope", "R\u00b2 of D");
    return new Table(caption, columns, rows, List.of());
  }

  /** Nested objects become dotted names. */
  static Table environment(JsonNode environment) {
    List<List<String>> rows = new ArrayList<>();
    flatten("", environment, rows);
    return new Table("Environment", List.of("what", "value"), rows, List.of("what", "value"));
  }

  private static void flatten(String prefix, JsonNode object, List<List<String>> rows) {
    object.properties().forEach(entry -> {
      JsonNode value = entry.getValue();
      String name = prefix + entry.getKey();
      if (value.isObject()) {
        flatten(name + ".", value, rows);
      } else if (value.isArray()) {
        rows.add(List.of(name, StreamSupport.stream(value.spliterator(), false)
            .map(Tables::plain).collect(Collectors.joining(", "))));
      } else {
        rows.add(List.of(name, plain(value)));
      }
    });
  }

  private static String plain(JsonNode value) {
    return value.isNull() ? Numbers.MISSING : value.isValueNode() ? value.asText() : value.toString();
  }
}
