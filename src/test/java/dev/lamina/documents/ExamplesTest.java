package dev.lamina.documents;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.device.Device;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents' Java compiles, with all public classes of Lamina at hand, and their coordinates are the build's. */
class ExamplesTest {

  private static final Pattern EXAMPLE = Pattern.compile("(?s)```java\n(.*?)```");

  private static final Pattern COORDINATES =
      Pattern.compile("<groupId>dev.lamina</groupId><artifactId>lamina</artifactId><version>[^<]*</version>");

  @TempDir
  private Path classes;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/using-as-a-library.md"})
  void everyExampleCompiles(String document) throws Exception {
    List<String> examples = EXAMPLE.matcher(MarkdownDocument.textOf(Path.of(document))).results()
        .map(found -> found.group(1)).toList();
    assertFalse(examples.isEmpty(), document);
    for (String example : examples) {
      List<String> errors = errors(example);
      assertTrue(errors.isEmpty(), document + ": " + errors + " in\n" + example);
    }
  }

  @Test
  void whatDoesNotCompileIsSeen() throws Exception {
    assertFalse(errors("NoSuchClass x = null;").isEmpty());
  }

  @Test
  void theCoordinatesAreThoseOfTheBuild() {
    String build = MarkdownDocument.textOf(Path.of("pom.xml")).replaceAll("\\s+", "");
    Matcher own = COORDINATES.matcher(build);
    assertTrue(own.find(), "the build's coordinates");
    String document = MarkdownDocument.textOf(Path.of("docs/using-as-a-library.md")).replaceAll("\\s+", "");
    assertTrue(document.contains(own.group()), "docs/using-as-a-library.md does not have " + own.group());
  }

  private List<String> errors(String example) throws IOException, URISyntaxException {
    String imports = Stream.concat(Stream.of("java.util", "java.nio.file"), packages())
        .map(name -> "import " + name + ".*;\n").collect(Collectors.joining());
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    compiler.getTask(null, null, found, List.of("-d", classes.toString(), "-proc:none"), null,
        List.of(source(imports + "class Example { void run() throws Exception {\n" + example + "} }\n"))).call();
    return found.getDiagnostics().stream().filter(one -> one.getKind() == Diagnostic.Kind.ERROR).map(Object::toString)
        .toList();
  }

  /** Lamina's packages that hold classes. */
  private static Stream<String> packages() throws IOException, URISyntaxException {
    Path root = Path.of(Device.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root.resolve("dev"))) {
      return files.map(file -> root.relativize(file).toString()).filter(name -> name.matches(".*/[A-Z]\\w*\\.class"))
          .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.')).distinct().toList().stream();
    }
  }

  private static JavaFileObject source(String text) {
    return new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
