package dev.lamina.bundle;

import dev.lamina.result.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;

/**
 * Runs the test classes of the bundle on one device: {@code --require cuda [--json FILE] [--part PART] [PATTERN]}. The
 * pattern, a regular expression, chooses classes by their full name, and the part, one of those that compute on the
 * required device, by their package; without either all parts run. Exits with 1 if a test fails or there is none.
 *
 * <p>The file is written anew, whole or not at all, whenever something is known: who ends the process at a limit finds
 * in it what was done, what was under way and what was left.
 *
 * <p>JUnit's own console would bring a megabyte of other engines and Java's XML module.
 */
public final class Conformance {
  private static final List<String> PARTS = List.of("device", "metric", "training", "network");

  private Conformance() {}

  public static void main(String[] arguments) throws IOException {
    String device = "cpu";
    String part = null;
    String pattern = null;
    Path json = null;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--require" -> device = arguments[++i];
        case "--json" -> json = Path.of(arguments[++i]);
        case "--part" -> part = arguments[++i];
        default -> pattern = arguments[i];
      }
    }
    if (part != null && !PARTS.contains(part)) {
      System.err.println("conformance: there is no part " + part + "; there are " + String.join(", ", PARTS));
      System.exit(2);
    }
    System.setProperty("lamina.require", device);
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("device", device);
    head.put("part", part == null ? "all" : part);
    Path file = json;
    Progress progress = new Progress(results -> write(file, head, results));
    write(file, head, progress.result()); // JUnit would only log that it cannot be written
    progress.run(classes(choice(part, pattern)));
    System.out.println("conformance on " + device + ": " + progress.summary());
    System.exit(progress.passed() ? 0 : 1);
  }

  /** The classes that {@link #main} runs; a pattern alone may name others than those that compute. */
  static Predicate<String> choice(String part, String pattern) {
    String packages = part == null ? String.join("|", PARTS) : part;
    Predicate<String> ofParts = Pattern.compile("^dev[.]lamina[.](" + packages + ")[.][A-Z]").asPredicate();
    if (pattern == null) {
      return ofParts;
    }
    Predicate<String> named = Pattern.compile(pattern).asPredicate();
    return part == null ? named : named.and(ofParts);
  }

  static void write(Path file, Map<String, Object> head, Map<String, Object> results) {
    if (file == null) {
      return;
    }
    Map<String, Object> tree = new LinkedHashMap<>(head);
    tree.putAll(results);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.writeString(part, Json.write(tree));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The test classes in the jar that this class is in. */
  private static List<ClassSelector> classes(Predicate<String> choice) {
    List<ClassSelector> selectors = new ArrayList<>();
    try (JarFile jar = new JarFile(
        Path.of(Conformance.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toFile())) {
      jar.stream().map(entry -> entry.getName().replace('/', '.'))
          .filter(name -> name.endsWith("Test.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .filter(choice)
          .sorted()
          .forEach(name -> selectors.add(DiscoverySelectors.selectClass(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return selectors;
  }
}
