package dev.lamina.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.metric.FeatureMetrics;
import dev.lamina.training.ProbeResult;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is measured of a layer is shown, under the name that the measuring gives it. */
class ShownMetricsTest {

  /** Lists and words have a place of their own; the README says which one is in the JSON only. */
  private static final Set<String> NOT_NUMBERS = Set.of("class_counts", "cka", "spectrum_method", "singular_values");

  @Test
  void everyNumberOfALayerHasAColumn() throws ReflectiveOperationException {
    Set<String> keys = new LinkedHashSet<>(unmeasured().toMap().keySet());
    keys.removeAll(NOT_NUMBERS);
    keys.addAll(ProbeResult.NONE.toMap("probe").keySet());
    keys.addAll(ProbeResult.NONE.toMap("transfer").keySet());
    assertTrue(keys.contains("intrinsic_dimension") && keys.size() > 25, keys.toString());
    for (String key : keys) {
      // Duplicates are those that the dimension left out, and mean nothing without it.
      Map<String, Double> one = key.equals("duplicates") ? Map.of(key, 0.5, "intrinsic_dimension", 2.0) : Map.of(key, 0.5);
      Table table = Tables.layers(List.of(new LayerSummary(1, "", "linear", one, List.of(), "", List.of())));
      assertEquals(4 + one.size(), table.columns().size(), key + " in " + table.columns());
      assertTrue(table.rows().get(0).contains(Numbers.format(0.5)), key);
    }
  }

  @Test
  void dimensionAndSimilarityAreInThePage() throws Exception {
    RunFiles run = Samples.changed("theory", node -> {
      int count = node.get("layers").size();
      for (int l = 0; l < count; l++) {
        ObjectNode layer = (ObjectNode) node.get("layers").get(l);
        layer.put("intrinsic_dimension", 7.25 + l);
        ArrayNode cka = layer.putArray("cka");
        for (int other = 0; other < count; other++) {
          cka.add(l == other ? 1 : 0.5625 + 0.01 * l * other);
        }
      }
    });
    List<List<String>> rows = Tables.similarity(run.summary().layers()).rows();
    assertEquals(run.summary().layers().size(), rows.size());
    assertEquals(List.of("1", Numbers.format(0.5625), "1", Numbers.format(0.5825)), rows.get(1).subList(0, 4));
    String html = ReportWriter.html(run);
    assertTrue(html.contains("Linear CKA between layers") && html.contains("TwoNN dimension"), "the tables");
    String figure = Samples.figure(Samples.document(html), "Rank of the features").getTextContent();
    assertTrue(figure.contains("intrinsic dimension 8.25"), figure);
    assertTrue(Tables.similarity(Samples.run("theory").summary().layers()).rows().isEmpty(), "nothing if not measured");
  }

  private static FeatureMetrics unmeasured() throws ReflectiveOperationException {
    Constructor<?> constructor = FeatureMetrics.class.getDeclaredConstructors()[0];
    Object[] nothing = Arrays.stream(constructor.getParameterTypes()).map(type ->
        type == int.class ? (Object) 0 : type == double.class ? (Object) Double.NaN : type == String.class ? "" : List.of())
        .toArray();
    return (FeatureMetrics) constructor.newInstance(nothing);
  }
}
