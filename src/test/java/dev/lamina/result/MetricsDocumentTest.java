package dev.lamina.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/metrics.md} are those of {@link Measure}; {@link #COMMAND} writes them. */
class MetricsDocumentTest {

  private static final Path FILE = Path.of("docs/metrics.md");
  private static final String WRITE = "lamina.write-metrics";
  private static final String COMMAND = "mvn -q test -Dtest=MetricsDocumentTest -D" + WRITE;
  private static final Pattern TABLE = Pattern.compile("<!-- table (\\w+) -->\n(?s:.*?)<!-- end -->");

  @Test
  void theTablesAreThoseOfTheMeasures() throws IOException {
    String found = Files.readString(FILE);
    String expected = TABLE.matcher(found).replaceAll(MetricsDocumentTest::table);
    if (System.getProperty(WRITE) != null) {
      Files.writeString(FILE, expected);
      return;
    }
    assertEquals(expected, found, FILE + " is not what Measure says; write its tables again with: " + COMMAND);
  }

  @Test
  void everyOwnerHasATable() throws IOException {
    String document = Files.readString(FILE);
    for (Measure.Owner owner : Measure.Owner.values()) {
      assertTrue(document.contains("<!-- table " + owner + " -->"), owner + " is missing in " + FILE);
    }
  }

  /** Whoever is named as a source is among the references. */
  @Test
  void everySourceIsAReference() throws IOException {
    String references = Files.readString(FILE).split("## References")[1];
    for (Measure measure : Measure.values()) {
      String source = Objects.requireNonNullElse(measure.source(), "docs/");
      if (!source.startsWith("docs/")) {
        String author = source.split(" ")[0];
        String year = source.substring(source.length() - 4);
        assertTrue(references.lines().anyMatch(line -> line.contains(author) && line.contains(year)), source);
      }
    }
  }

  private static String table(MatchResult match) {
    StringBuilder table = new StringBuilder("<!-- table " + match.group(1) + " -->\n"
        + "| name | label | definition | needs | source |\n| --- | --- | --- | --- | --- |\n");
    for (Measure measure : Measure.of(Measure.Owner.valueOf(match.group(1)))) {
      table.append(String.join(" | ", "| `" + measure.key() + "`", measure.label(), cell(measure.definition()),
          cell(measure.needs()), linked(measure.source()))).append(" |\n");
    }
    return Matcher.quoteReplacement(table + "<!-- end -->");
  }

  /** A heading of another document is a link to it. */
  private static String linked(String source) {
    Matcher heading = Pattern.compile("docs/(.*), \"(.*)\"").matcher(cell(source));
    return heading.matches() ? "[" + heading.group(2) + "](" + heading.group(1) + "#"
        + heading.group(2).toLowerCase(Locale.ROOT).replace(' ', '-') + ")" : cell(source);
  }

  private static String cell(String text) {
    return Objects.requireNonNullElse(text, "").replace("|", "\\|");
  }
}
