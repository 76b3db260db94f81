package dev.lamina.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What {@code lamina measure --out} leaves behind of features that were made elsewhere: {@code measure.json}, which has
 * everything and the names of a run's summary, and two tables.
 */
public final class MeasuredFiles {

  /** Of the file that a directory of measured features is known by. */
  static final String FILE = "measure.json";

  /** The status of a network that was trained elsewhere. */
  static final String STATUS = "measured";

  private MeasuredFiles() {}

  /**
   * The texts, by the names of their files.
   *
   * @param name of what was measured, for headings
   * @param device that computed, for people
   * @param classNames what the data call the classes; none without labels
   * @param layers numbered from 1
   * @param fit the laws fitted to the layers
   * @param sources where the features and labels come from, by name
   * @param environment what results depend on
   */
  public static Map<String, String> texts(String name, String device, List<String> classNames,
      List<LayerSummary> layers, Measured fit, Map<String, Object> sources, Map<String, Object> environment) {
    MemberSummary member = new MemberSummary(
        OptionalLong.empty(), STATUS, "", Measured.NONE, layers, List.of(), Measured.NONE, fit, List.of());
    RunSummary summary = new RunSummary(name, device, "", classNames, false, Measured.NONE, member, List.of());
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("sources", sources);
    more.put("environment", environment);
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(FILE, summary.json(more));
    CsvText metrics = new CsvText(List.of("layer", "name"), CsvText.columns(Measure.Owner.LAYER));
    layers.forEach(layer -> metrics.row(layer.measured(), layer.layer(), layer.name()));
    texts.put("metrics.csv", metrics.toString());
    CsvText spectra = new CsvText("layer", "name", "number", "singular_value");
    for (LayerSummary layer : layers) {
      List<Double> values = layer.measured().list(Measure.SINGULAR_VALUES);
      for (int i = 0; i < values.size(); i++) {
        spectra.row(layer.layer(), layer.name(), i + 1, values.get(i));
      }
    }
    texts.put("spectra.csv", spectra.toString());
    return texts;
  }

  /** Reads what {@link #texts} wrote, as a run without training. */
  static RunFiles read(JsonNode node) {
    return new RunFiles(RunSummary.read(node), new LossCurve(List.of()), History.NONE, List.of(),
        node.path("sources").toPrettyString(), node.path("environment"));
  }
}
