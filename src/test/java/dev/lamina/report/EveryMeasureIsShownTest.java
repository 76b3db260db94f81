package dev.lamina.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.report.chart.Numbers;
import dev.lamina.report.chart.Table;
import dev.lamina.result.LayerSummary;
import dev.lamina.result.Measure;
import dev.lamina.result.Measured;
import dev.lamina.result.MemberSummary;
import dev.lamina.result.RunFiles;
import dev.lamina.result.RunSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A run that measures everything shows everything. */
class EveryMeasureIsShownTest {

  /** Linear, for what is known of linear networks only; held-out classes, a test set and every option that measures. */
  private static final List<String> EVERYTHING = List.of("members=2", "data.per-class=12", "data.held-out=2",
      "network.nonlinear=0", "network.batch-norm=false", "network.hidden=3", "network.width=24", "training.epochs=3",
      "metrics.every=1", "metrics.weights=true", "metrics.extended=true", "metrics.probe=true",
      "metrics.probe-epochs=2", "metrics.views=umap", "metrics.theory=all");

  @TempDir
  private static Path directory;

  private static RunSummary summary;
  private static RunFiles files;
  private static String page;

  @BeforeAll
  static void run() throws Exception {
    RealRun run = RealRun.of("hybrid", EVERYTHING, directory.resolve("run"));
    summary = run.summary();
    files = RunFiles.read(run.directory());
    page = Files.readString(run.directory().resolve(ReportWriter.FILE));
  }

  /** Nothing that Lamina can measure is missing from this run: a new measure has to come in here. */
  @Test
  void theRunHasEveryMeasure() {
    Set<Measure> missing = new LinkedHashSet<>(List.of(Measure.values()));
    missing.removeAll(Measure.of(Measure.Owner.MATRIX)); // of files only
    MemberSummary first = summary.first();
    first.layers().forEach(layer -> remove(missing, layer.measured()));
    first.weights().forEach(weight -> remove(missing, weight.measured()));
    List.of(summary.measured(), first.measured(), first.network(), first.fit()).forEach(all -> remove(missing, all));
    assertEquals(Set.of(), missing);
  }

  private static void remove(Set<Measure> missing, Measured measured) {
    missing.removeIf(measure -> measure.isNumber() ? measured.isMeasured(measure)
        : measure.isList() ? !measured.list(measure).isEmpty() : !measured.text(measure).isEmpty());
  }

  @Test
  void everyLabelIsInThePage() throws Exception {
    Document document = Samples.document(page);
    List<String> headings = Stream.of("th", "dt", "h3", "caption")
        .flatMap(name -> Samples.elements(document, name).stream()).map(Element::getTextContent).toList();
    for (Measure measure : Measure.values()) {
      String label = measure.label();
      assertTrue(label.isEmpty()
          || headings.stream().anyMatch(text -> text.equals(label) || text.startsWith(label + " ")),
          measure + " is '" + label + "', not among " + headings);
    }
    assertTrue(headings.contains("UMAP of the input"), headings.toString());
  }

  /** Each number of a layer has a column of its own, with its values. */
  @Test
  void everyNumberOfALayerHasAColumn() {
    Table table = Tables.layers(summary.first().layers());
    for (Measure.Owner owner : List.of(Measure.Owner.LAYER, Measure.Owner.PROBE, Measure.Owner.TRANSFER)) {
      for (Measure measure : Measure.of(owner)) {
        if (measure.isNumber()) {
          int column = table.columns().indexOf(measure.label());
          assertTrue(column >= 0, measure + " in " + table.columns());
          assertEquals(summary.first().layers().stream().map(layer -> Numbers.format(layer.get(measure))).toList(),
              table.rows().stream().map(row -> row.get(column)).toList(), measure.toString());
        }
      }
    }
  }

  @Test
  void duplicatesMeanNothingWithoutTheDimension() {
    Measured measured = Measured.builder().put(Measure.DUPLICATES, 0).build();
    assertFalse(Tables.layers(List.of(new LayerSummary(1, "", "linear", measured))).columns()
        .contains(Measure.DUPLICATES.label()));
  }

  @Test
  void similarityHasATable() {
    List<LayerSummary> layers = summary.first().layers();
    List<List<String>> rows = Tables.similarity(Measure.CKA, layers).rows();
    assertEquals(layers.size(), rows.size());
    assertEquals(Numbers.format(layers.get(1).measured().list(Measure.CKA).get(2)), rows.get(1).get(3));
    assertTrue(
        Tables.similarity(Measure.CKA, Samples.run("theory").summary().first().layers()).rows().isEmpty());
    assertEquals(Numbers.format(layers.get(1).measured().list(Measure.MUTUAL_KNN).get(2)),
        Tables.similarity(Measure.MUTUAL_KNN, layers).rows().get(1).get(3));
  }

  /** What is written is read again, to the last digit, and makes the same page. */
  @Test
  void theSummaryIsTheSameWhenReadAgain() throws Exception {
    assertEquals(summary, files.summary());
    assertEquals(summary, RunSummary.read(new JsonMapper().readTree(summary.json())));
    assertEquals(summary.json(), files.summary().json());
    assertEquals(page, ReportWriter.html(files));
    assertEquals(4, files.views().size());
    assertEquals(3, files.history().frames().size());
  }
}
