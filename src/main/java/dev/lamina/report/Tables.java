package dev.lamina.report;

import static dev.lamina.result.Measure.CDNV;
import static dev.lamina.result.Measure.CLASSES;
import static dev.lamina.result.Measure.COMPRESSION;
import static dev.lamina.result.Measure.COMPRESSION_R2;
import static dev.lamina.result.Measure.COMPRESSION_RATIO;
import static dev.lamina.result.Measure.DIMENSION;
import static dev.lamina.result.Measure.DISCRIMINATION;
import static dev.lamina.result.Measure.DISCRIMINATION_R2;
import static dev.lamina.result.Measure.DISCRIMINATION_SLOPE;
import static dev.lamina.result.Measure.DUPLICATES;
import static dev.lamina.result.Measure.EFFECTIVE_RANK;
import static dev.lamina.result.Measure.FINAL_LOSS;
import static dev.lamina.result.Measure.INTRINSIC_DIMENSION;
import static dev.lamina.result.Measure.MLE_DIMENSION;
import static dev.lamina.result.Measure.NC1;
import static dev.lamina.result.Measure.NC2;
import static dev.lamina.result.Measure.NC2_EQUIANGULAR_STD;
import static dev.lamina.result.Measure.NC2_EQUINORM;
import static dev.lamina.result.Measure.NC2_MAX_ANGLE;
import static dev.lamina.result.Measure.NC3;
import static dev.lamina.result.Measure.NC3_DIFFERENCE;
import static dev.lamina.result.Measure.NC4;
import static dev.lamina.result.Measure.NEAREST_CENTRE_ACCURACY;
import static dev.lamina.result.Measure.NUMERICAL_RANK;
import static dev.lamina.result.Measure.PARTICIPATION_RATIO;
import static dev.lamina.result.Measure.SAMPLES;
import static dev.lamina.result.Measure.SEPARATION_FUZZINESS;
import static dev.lamina.result.Measure.SPECTRUM_METHOD;
import static dev.lamina.result.Measure.STABLE_RANK;
import static dev.lamina.result.Measure.STEPS;
import static dev.lamina.result.Measure.TRACE_BETWEEN;
import static dev.lamina.result.Measure.TRACE_WITHIN;
import static dev.lamina.result.Measure.TWONN_FIT;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.report.chart.Numbers;
import dev.lamina.report.chart.Table;
import dev.lamina.result.CsvText;
import dev.lamina.result.LayerSummary;
import dev.lamina.result.Measure;
import dev.lamina.result.Measure.Owner;
import dev.lamina.result.Measured;
import dev.lamina.result.MemberSummary;
import dev.lamina.result.TheoryCheck;
import dev.lamina.result.WeightSummary;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The tables of a report. */
final class Tables {
  private static final int MEMBERS = 100;

  /** Of a layer, by kinship, which the order of results is not; what is not here comes after them. */
  private static final List<Measure> FIRST = List.of(DIMENSION, SAMPLES, CLASSES, TRACE_WITHIN, TRACE_BETWEEN,
      COMPRESSION, DISCRIMINATION, NC1, SEPARATION_FUZZINESS, NUMERICAL_RANK, EFFECTIVE_RANK, STABLE_RANK,
      PARTICIPATION_RATIO, INTRINSIC_DIMENSION, TWONN_FIT, MLE_DIMENSION, DUPLICATES, NC2, NC2_EQUINORM,
      NC2_EQUIANGULAR_STD, NC2_MAX_ANGLE, NC3, NC3_DIFFERENCE, NC4, CDNV, NEAREST_CENTRE_ACCURACY);

  private Tables() {}

  /** One row for each layer; a measure that no layer has gets no column. */
  static Table layers(List<LayerSummary> layers) {
    Set<Measure> measures = new LinkedHashSet<>(FIRST);
    measures.addAll(CsvText.columns(Owner.LAYER, Owner.PROBE, Owner.TRANSFER));
    // Duplicates are those that the dimension leaves out, and 0 where it was not measured.
    measures.removeIf(measure -> !measure.isNumber() || !isMeasured(layers, measure)
        || measure == DUPLICATES && !isMeasured(layers, INTRINSIC_DIMENSION));
    List<String> columns = new ArrayList<>(List.of("layer", "name", "kind"));
    measures.forEach(measure -> columns.add(measure.label()));
    columns.add(SPECTRUM_METHOD.label());
    List<List<String>> rows = new ArrayList<>();
    for (LayerSummary layer : layers) {
      List<String> row = new ArrayList<>(List.of(Integer.toString(layer.layer()), layer.name(), layer.kind()));
      measures.forEach(measure -> row.add(Numbers.format(layer.get(measure))));
      String method = layer.measured().text(SPECTRUM_METHOD);
      row.add(method.isEmpty() ? Numbers.MISSING : method);
      rows.add(row);
    }
    return new Table("Features of each layer", columns, rows, List.of("name", "kind", SPECTRUM_METHOD.label()));
  }

  private static boolean isMeasured(List<LayerSummary> layers, Measure measure) {
    return layers.stream().anyMatch(layer -> layer.measured().isMeasured(measure));
  }

  /** A measure of each layer with each; no rows if it was not measured. */
  static Table similarity(Measure measure, List<LayerSummary> layers) {
    List<String> columns = new ArrayList<>(List.of("layer"));
    layers.forEach(layer -> columns.add(Integer.toString(layer.layer())));
    List<List<String>> rows = new ArrayList<>();
    for (LayerSummary layer : layers) {
      List<Double> similarity = layer.measured().list(measure);
      if (similarity.size() == layers.size()) {
        List<String> row = new ArrayList<>(List.of(Integer.toString(layer.layer())));
        similarity.forEach(value -> row.add(Numbers.format(value)));
        rows.add(row);
      }
    }
    return new Table(measure.label() + " between layers", columns, rows, List.of(), true);
  }

  static Table weights(List<WeightSummary> weights) {
    List<Measure> measures = Measure.of(Owner.WEIGHT).stream().filter(Measure::isNumber).toList();
    List<String> columns = new ArrayList<>(List.of("weight"));
    measures.forEach(measure -> columns.add(measure.label()));
    List<List<String>> rows = new ArrayList<>();
    for (WeightSummary weight : weights) {
      List<String> row = new ArrayList<>(List.of("W" + weight.layer()));
      measures.forEach(measure -> row.add(Numbers.format(weight.measured().get(measure))));
      rows.add(row);
    }
    return new Table("Weight matrices", columns, rows, List.of("weight"));
  }

  static Table theory(List<TheoryCheck> checks) {
    List<List<String>> rows = new ArrayList<>();
    for (TheoryCheck check : checks) {
      String verdict = switch (check.verdict()) {
        case HOLDS -> Table.HOLDS;
        case FAILS -> Table.FAILS;
        case NOT_APPLICABLE -> check.verdict().key();
        case UNKNOWN -> Numbers.MISSING;
      };
      rows.add(List.of(check.name(), check.layer() < 0 ? Numbers.MISSING : Integer.toString(check.layer()), verdict,
          Numbers.format(check.predicted()), Numbers.format(check.measured()), Numbers.format(check.deviation()),
          Numbers.format(check.tolerance()), check.note()));
    }
    List<String> columns = List.of("check", "layer", "verdict", "predicted", "measured", "deviation", "tolerance",
        "note");
    return new Table("Checks of the theory", columns, rows, List.of("check", "verdict", "note"));
  }

  static Table members(List<MemberSummary> members) {
    List<List<String>> rows = new ArrayList<>();
    for (MemberSummary member : members.subList(0, Math.min(MEMBERS, members.size()))) {
      Measured fit = member.fit();
      rows.add(List.of(Integer.toString(rows.size()), KeyFigures.seed(member),
          Numbers.format(member.measured().get(STEPS)), Numbers.format(member.measured().get(FINAL_LOSS)),
          Numbers.format(fit.get(COMPRESSION_RATIO)), Numbers.quality(fit.get(COMPRESSION_R2)),
          Numbers.format(fit.get(DISCRIMINATION_SLOPE)), Numbers.quality(fit.get(DISCRIMINATION_R2))));
    }
    String caption = members.size() > MEMBERS
        ? "The first " + MEMBERS + " of " + members.size() + " members; summary.json holds all"
        : "Members of the ensemble";
    List<String> columns = List.of("member", "seed", "steps", "final loss", "C ratio", COMPRESSION_R2.label(),
        "D slope", DISCRIMINATION_R2.label());
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
