package dev.lamina.bundle;

import dev.lamina.experiment.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the test classes of the bundle on one device: {@code --require cuda [--json FILE] [PATTERN]}. The pattern, a regular
 * expression, chooses classes by their full name; without one, those that compute on the required device. Exits with 1 if
 * a test fails or there is none.
 *
 * <p>JUnit's own console would bring a megabyte of other engines and Java's XML module.
 */
public final class Conformance {
  private static final String ON_THE_DEVICE = "^dev[.]lamina[.](device|network|training|metric)[.][A-Z]";

  private Conformance() {}

  public static void main(String[] arguments) throws IOException {
    String device = "cpu";
    String pattern = ON_THE_DEVICE;
    Path json = null;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--require" -> device = arguments[++i];
        case "--json" -> json = Path.of(arguments[++i]);
        default -> pattern = arguments[i];
      }
    }
    System.setProperty("lamina.require", device);
    Progress progress = new Progress();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(classes(Pattern.compile(pattern))).build();
    LauncherFactory.create().execute(request, progress);

    Map<String, Object> result = new LinkedHashMap<>();
    result.put("device", device);
    result.putAll(progress.result());
    if (json != null) {
      Files.writeString(json, Json.write(result));
    }
    System.out.println("conformance on " + device + ": " + progress.summary());
    System.exit(progress.passed() ? 0 : 1);
  }

  /** The test classes in the jar that this class is in. */
  private static List<ClassSelector> classes(Pattern pattern) {
    List<ClassSelector> selectors = new ArrayList<>();
    try (JarFile jar = new JarFile(
        Path.of(Conformance.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toFile())) {
      jar.stream().map(entry -> entry.getName().replace('/', '.'))
          .filter(name -> name.endsWith("Test.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .filter(name -> pattern.matcher(name).find())
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
