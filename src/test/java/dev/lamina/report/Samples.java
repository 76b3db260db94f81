package dev.lamina.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lamina.result.RunFiles;
import dev.lamina.result.RunSummary;
import java.io.IOException;
import java.io.StringReader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The run directories beside this class's resources, whole or changed, and their pages as documents. */
public final class Samples {
  private Samples() {}

  static Path directory(String name) {
    try {
      return Path.of(Samples.class.getResource("/report/" + name).toURI());
    } catch (URISyntaxException failure) {
      throw new AssertionError(failure);
    }
  }

  public static RunFiles run(String name) {
    return RunFiles.read(directory(name));
  }

  /** A copy of a run directory that a test may spoil. */
  public static Path copy(String name, Path target) throws IOException {
    for (String file : List.of("summary.json", "losses.csv", "config.yaml", "environment.json")) {
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
  static Document document(String html) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
  }

  static List<Element> elements(Document document, String name) {
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
