package dev.lamina.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.report.chart.Numbers;
import dev.lamina.result.Measure;
import dev.lamina.result.MemberSummary;
import dev.lamina.result.RunFileException;
import dev.lamina.result.RunFiles;
import dev.lamina.result.RunSummary;
import dev.lamina.result.TheoryCheck.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ReportWriterTest {
  @ParameterizedTest
  @ValueSource(strings = {"theory", "hybrid", "diverged"})
  void thePageIsWellFormedAndNeedsNothingElse(String name) throws Exception {
    String html = ReportWriter.html(Samples.run(name));
    Document page = Samples.document(html);
    assertEquals("en", page.getDocumentElement().getAttribute("lang"));
    for (String outside : List.of("http:", "https:", "src=", "href=", "url(", "@import", "NaN\"",
        "Infinity ")) {
      assertFalse(html.contains(outside), "page contains " + outside);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"theory", "hybrid", "diverged"})
  void everyDrawingSaysItsNumbersAndHoldsFiniteCoordinates(String name) throws Exception {
    Document page = Samples.document(ReportWriter.html(Samples.run(name)));
    for (Element figure : Samples.elements(page, "figure")) {
      assertEquals(1, figure.getElementsByTagName("figcaption").getLength());
      List<Element> drawings = Samples.elements(page, "svg").stream().filter(svg -> svg.getParentNode() == figure)
          .toList();
      assertEquals(1, drawings.size());
      assertEquals("img", drawings.get(0).getAttribute("role"));
      assertTrue(drawings.get(0).getAttribute("aria-label").matches("(?s).+: .*\\d.*"),
          drawings.get(0).getAttribute("aria-label"));
    }
    for (Element path : Samples.elements(page, "path")) {
      assertTrue(path.getAttribute("d").matches("[-MLHVZav0-9. ]+"), path.getAttribute("d"));
    }
    Samples.elements(page, "table")
        .forEach(table -> assertEquals(1, table.getElementsByTagName("caption").getLength()));
  }

  @Test
  void theTheoryRunShowsItsNumbers() throws Exception {
    RunFiles run = Samples.changed("theory", node -> {
      ((ObjectNode) node.withArray("theory").get(0)).put("verdict", "fails");
      ((ObjectNode) node.withArray("theory").get(1)).put("verdict", "not applicable");
    });
    MemberSummary member = run.summary().first();
    String ratio = Numbers.format(member.fit().get(Measure.COMPRESSION_RATIO));
    String quality = Numbers.quality(member.fit().get(Measure.COMPRESSION_R2));
    long holding = member.theory().stream().filter(check -> check.verdict() == Verdict.HOLDS).count();
    assertTrue(holding > 1 && member.fit().get(Measure.COMPRESSION_RATIO) < 0.3, member.toString());
    String text = Samples.document(ReportWriter.html(run)).getDocumentElement().getTextContent();
    for (String expected : List.of(
        "C falls by a factor " + ratio + " per layer (R\u00b2 " + quality + "); stopped at epoch "
            + Numbers.format(member.measured().get(Measure.EPOCHS)) + " with loss "
            + Numbers.format(member.measured().get(Measure.FINAL_LOSS)) + ".",
        "fit: \u00d7" + ratio + " per layer, R\u00b2 " + quality,
        "fit: +" + Numbers.format(member.fit().get(Measure.DISCRIMINATION_SLOPE)) + " per layer", "plateau 0.299",
        holding + " of " + (member.theory().size() - 1), "\u2713 holds", "\u2717 fails", "not applicable",
        "kind: near-orthonormal", "libraries", "fp32", "layer 5")) {
      assertTrue(text.contains(expected), "missing: " + expected);
    }
  }

  /** The sample's three ratios are in its member_results. */
  @Test
  void anEnsembleSaysWhichMemberItShows() throws Exception {
    RunSummary summary = Samples.run("hybrid").summary();
    double[] ratios = summary.memberResults().stream()
        .mapToDouble(member -> member.fit().get(Measure.COMPRESSION_RATIO)).sorted().toArray();
    assertEquals(3, ratios.length);
    String text = Samples.document(ReportWriter.html(Samples.run("hybrid"))).getDocumentElement().getTextContent();
    String headline = "by a factor " + Numbers.format(ratios[1]) + " per layer (median of 3 members; "
        + Numbers.format(ratios[0]) + " to " + Numbers.format(ratios[2]) + "); the first member ";
    assertTrue(text.contains(headline), "missing: " + headline);
    assertTrue(text.contains("are of the first member, seed " + summary.first().seed().getAsLong() + ","), text);
    Document page = Samples.document(ReportWriter.html(Samples.run("theory")));
    String single = Samples.elements(page, "header").get(0).getTextContent();
    assertFalse(single.contains("first member"), single);
  }

  @Test
  void allSevenChartsAreDrawn() throws Exception {
    Document page = Samples.document(ReportWriter.html(Samples.run("hybrid")));
    assertEquals(7, Samples.elements(page, "figure").size());
  }

  @Test
  void nonlinearLayersAreShadedTogetherAndLabelled() throws Exception {
    Element figure = Samples.figure(Samples.document(ReportWriter.html(Samples.run("hybrid"))),
        "Within-class compression C");
    assertEquals(1, figure.getElementsByTagName("rect").getLength());
    assertTrue(figure.getTextContent().contains("nonlinear"));
    Element linear = Samples.figure(Samples.document(ReportWriter.html(Samples.run("theory"))),
        "Within-class compression C");
    assertEquals(0, linear.getElementsByTagName("rect").getLength());
  }

  @Test
  void theLocaleOfTheMachineDoesNotMatter() {
    Locale before = Locale.getDefault();
    String expected = ReportWriter.html(Samples.run("hybrid"));
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertEquals(expected, ReportWriter.html(Samples.run("hybrid")));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void writingReplacesTheOldPageAndLeavesNoDraft(@TempDir Path directory) throws Exception {
    Samples.copy("theory", directory);
    Files.writeString(directory.resolve("report.html"), "old");
    Path file = ReportWriter.write(directory);
    assertEquals(directory.resolve("report.html"), file);
    assertEquals(ReportWriter.html(RunFiles.read(directory)), Files.readString(file));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(5, files.count());
    }
  }

  @Test
  void aPageThatCannotBeWrittenIsOneErrorAndLeavesNoDraft(@TempDir Path directory) throws Exception {
    Samples.copy("theory", directory);
    Files.createDirectories(directory.resolve("report.html/in-the-way"));
    RunFileException failure = assertThrows(RunFileException.class, () -> ReportWriter.write(directory));
    assertTrue(failure.getMessage().contains("report.html: cannot be written"), failure.getMessage());
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(5, files.count());
    }
  }
}
