package dev.lamina.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lamina.report.chart.Numbers;
import dev.lamina.result.History;
import dev.lamina.result.History.Frame;
import dev.lamina.result.LayerSummary;
import dev.lamina.result.LossCurve.Spread;
import dev.lamina.result.Measure;
import dev.lamina.result.RunFiles;
import java.io.File;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages in a real Chromium, if there is one on the path (where changes are checked there is): a probe is added to a
 * copy of the page, does what a reader does, and writes what it saw into the document.
 */
class BrowserTest {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private static final String PROBE = """
      const seen = {errors: []};
      addEventListener('error', event => seen.errors.push(event.message));
      addEventListener('securitypolicyviolation', event => seen.errors.push(event.violatedDirective));
      const at = marker => {
        const box = marker.getBoundingClientRect();
        return {clientX: box.left + box.width / 2, clientY: box.top + box.height / 2, bubbles: true};
      };
      addEventListener('load', async () => {
        const figures = [...document.querySelectorAll('figure')];
        const first = figures[0].querySelector(':scope > svg');
        const tip = figures[0].querySelector('.tip');
        const markers = [...first.querySelectorAll('.marker[data-point]')];
        seen.figures = figures.length;
        seen.wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
        first.dispatchEvent(new PointerEvent('pointermove', at(markers[2])));
        seen.pointed = tip.hidden ? null : tip.textContent;
        first.dispatchEvent(new PointerEvent('pointerleave'));
        seen.left = tip.hidden;
        first.focus();
        first.dispatchEvent(new KeyboardEvent('keydown', {key: 'End'}));
        seen.end = tip.textContent;
        first.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowLeft'}));
        seen.before = tip.textContent;
        seen.focused = document.activeElement === first;
        let saved = null;
        URL.createObjectURL = blob => {
          saved = blob;
          return '#';
        };
        const buttons = [...document.querySelectorAll('.tools button')];
        seen.tables = document.querySelectorAll('.scroll > table').length;
        seen.buttons = buttons.length;
        seen.tallest = Math.max(...buttons.map(button => button.getBoundingClientRect().height));
        buttons.find(button => button.textContent === 'CSV').click();
        seen.csv = await saved.text();
        const slider = document.querySelector('.player input');
        if (slider) {
          const height = () => at(markers[1]).clientY;
          const set = value => {
            slider.value = value;
            slider.dispatchEvent(new Event('input'));
          };
          seen.slider = slider.getBoundingClientRect().width;
          seen.heights = [height()];
          set(0);
          seen.heights.push(height());
          seen.epoch = document.querySelector('.player output').textContent;
          seen.said = slider.getAttribute('aria-valuetext');
          first.dispatchEvent(new PointerEvent('pointermove', at(markers[1])));
          seen.then = tip.textContent;
          set(slider.max);
          seen.heights.push(height());
        }
        const found = document.createElement('pre');
        found.id = 'seen';
        found.textContent = btoa(encodeURIComponent(JSON.stringify(seen)));
        document.body.append(found);
      });
      """;

  @TempDir
  private Path directory;

  @Test
  void aRun() throws Exception {
    JsonNode seen = open(ReportWriter.html(Samples.run("hybrid")), 1280);
    assertTrue(seen.get("figures").asInt() >= 6, seen.toString());
    assertEquals(2 * seen.get("tables").asInt(), seen.get("buttons").asInt());
    List<LayerSummary> layers = Samples.run("hybrid").summary().first().layers();
    assertEquals(Numbers.format(layers.get(2).get(Measure.COMPRESSION)), last(seen.get("pointed").asText()));
    assertTrue(seen.get("left").asBoolean() && seen.get("focused").asBoolean(), seen.toString());
    int end = layers.size() - 1;
    assertEquals(Numbers.format(layers.get(end).get(Measure.COMPRESSION)), last(seen.get("end").asText()));
    assertEquals(Numbers.format(layers.get(end - 1).get(Measure.COMPRESSION)), last(seen.get("before").asText()));
    assertTrue(seen.get("csv").asText().lines().count() > 2, seen.toString());
    assertFalse(seen.has("slider"));
  }

  @Test
  void theEpochsOfARun() throws Exception {
    RunFiles run = Samples.run("theory");
    Map<Integer, Spread> c = new TreeMap<>();
    run.summary().first().layers().forEach(layer -> c.put(layer.layer(), new Spread(1234.5, 1234.5, 1234.5)));
    JsonNode seen = open(ReportWriter.html(new RunFiles(run.summary(), run.losses(),
        new History(List.of(new Frame(7, c, Map.of(), Map.of(), Map.of()))), List.of(), run.config(),
        run.environment())), 1280);
    assertTrue(seen.get("slider").asDouble() > 200, seen.toString());
    assertEquals("7", seen.get("epoch").asText());
    assertEquals("epoch 7", seen.get("said").asText());
    assertTrue(seen.get("then").asText().endsWith(" 1235") || seen.get("then").asText().endsWith(" 1234"),
        seen.toString());
    double drawn = seen.get("heights").get(0).asDouble();
    assertTrue(seen.get("heights").get(1).asDouble() < drawn - 20, "a larger C lies higher: " + seen);
    assertEquals(drawn, seen.get("heights").get(2).asDouble(), 0.5);
  }

  @Test
  void aComparisonOnATelephone() throws Exception {
    Path page = directory.resolve("comparison.html");
    List<Path> runs = List.of(Files.createDirectory(directory.resolve("theory")),
        Files.createDirectory(directory.resolve("hybrid")));
    for (Path run : runs) {
      Samples.copy(run.getFileName().toString(), run);
    }
    ReportWriter.compare(runs, page);
    JsonNode seen = open(Files.readString(page), 390);
    assertTrue(seen.get("figures").asInt() >= 3, seen.toString());
    assertEquals("theory", seen.get("csv").asText().lines().skip(1).findFirst().orElseThrow().split(",")[0]);
  }

  /** Opens the page with the probe, and checks what holds for every page. */
  private JsonNode open(String html, int width) throws Exception {
    Optional<Path> browser = browser();
    Assumptions.assumeTrue(browser.isPresent(), "none of " + NAMES + " is on the path");
    String hash = "'sha256-" + Base64.getEncoder().encodeToString(
        MessageDigest.getInstance("SHA-256").digest(PROBE.getBytes(StandardCharsets.UTF_8))) + "'";
    Path page = directory.resolve("page.html");
    Files.writeString(page, html.replace("script-src ", "script-src " + hash + " ")
        .replaceFirst("</head>", Matcher.quoteReplacement("<script>" + PROBE + "</script></head>")));
    JsonNode seen = probe(browser.get(), page, width);
    assertEquals("[]", seen.get("errors").toString());
    assertTrue(seen.get("tallest").asDouble() < 60, "a button as tall as its neighbour: " + seen);
    assertEquals(0, seen.get("wide").asInt(), "wider than the window");
    return seen;
  }

  private JsonNode probe(Path browser, Path page, int width) throws IOException, InterruptedException {
    Path dom = directory.resolve("dom.html");
    Process process = new ProcessBuilder(browser.toString(), "--headless", "--no-sandbox", "--disable-gpu",
        "--window-size=" + width + ",900", "--user-data-dir=" + directory.resolve("profile"),
        "--virtual-time-budget=5000", "--dump-dom", page.toUri().toString())
        .redirectOutput(dom.toFile()).redirectError(directory.resolve("log").toFile()).start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("the browser does not end");
    }
    Matcher found = Pattern.compile("<pre id=\"seen\">([^<]*)</pre>").matcher(Files.readString(dom));
    assertTrue(found.find(), () -> "the probe did not end: " + log());
    String json = URLDecoder.decode(
        new String(Base64.getDecoder().decode(found.group(1)), StandardCharsets.UTF_8).replace("+", "%2B"),
        StandardCharsets.UTF_8);
    return new JsonMapper().readTree(json);
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String last(String text) {
    return text.substring(text.lastIndexOf(' ') + 1);
  }

  private static Optional<Path> browser() {
    List<Path> found = new ArrayList<>();
    for (String name : NAMES) {
      Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).map(folder -> Path.of(folder, name))
          .filter(Files::isExecutable).forEach(found::add);
    }
    return found.stream().findFirst();
  }
}
