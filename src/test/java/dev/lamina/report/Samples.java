package dev.lamina.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.result.RunFiles;
import dev.lamina.result.RunSummary;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * Run directories, whole or changed, and their pages as documents. {@code theory} and {@code hybrid}, an ensemble, are
 * made by Lamina when they are first asked for; {@code diverged} is a resource, since no run leaves as little behind.
 */
public final class Samples {

  private static final Map<String, List<String>> SETTINGS = Map.of(
      "theory", List.of("training.epochs=200"),
      "hybrid", List.of("members=3", "data.per-class=20", "network.hidden=7", "network.width=32", "training.epochs=6",
          "metrics.probe=false"));

  private static final List<String> FILES =
      List.of("summary.json", "losses.csv", "config.yaml", "environment.json");

  /** What has been made, for all tests of this JVM. */
  private static final Map<String, Path> MADE = new ConcurrentHashMap<>();

  private Samples() {}

  static Path directory(String name) {
    try {
      return SETTINGS.containsKey(name) ? MADE.computeIfAbsent(name, Samples::make)
          : Path.of(Samples.class.getResource("/report/" + name).toURI());
    } catch (URISyntaxException failure) {
      throw new AssertionError(failure);
    }
  }

  private static Path make(String name) {
    try {
      Path parent = Files.createTempDirectory("lamina-sample");
      parent.toFile().deleteOnExit();
      Path run = RealRun.of(name, SETTINGS.get(name), parent.resolve(name)).directory();
      run.toFile().deleteOnExit();
      try (Stream<Path> files = Files.list(run)) {
        files.forEach(file -> file.toFile().deleteOnExit());
      }
      return run;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public static RunFiles run(String name) {
    return RunFiles.read(directory(name));
  }

  /** A copy of the files that every run directory has, for a test that spoils them. */
  public static Path copy(String name, Path target) throws IOException {
    for (String file : FILES) {
      Files.copy(directory(name).resolve(file), target.resolve(file));
    }
    return target;
  }

  /** A sample whose summary was changed. */
  public static RunFiles changed(String name, Consumer<ObjectNode> change) throws IOException {
    ObjectNode summary = (ObjectNode) new JsonMapper().readTree(directory(name).resolve("summary.json").toFile());
    change.accept(summary);
    RunFiles run = run(name);
    return new RunFiles(RunSummary.read(summary), run.losses(), run.history(), run.views(), run.config(),
        run.environment());
  }

  /** Parses a page; fails where it is not well-formed. */
  public static Document document(String html) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
  }

  public static List<Element> elements(Document document, String name) {
    NodeList nodes = document.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(index -> (Element) nodes.item(index)).toList();
  }

  /** The figure under that heading. */
  static Element figure(Document document, String heading) {
    return elements(document, "figure").stream()
        .filter(figure -> figure.getElementsByTagName("h3").item(0).getTextContent().equals(heading))
        .findFirst().orElseThrow(() -> new AssertionError("no figure " + heading));
  }
}
