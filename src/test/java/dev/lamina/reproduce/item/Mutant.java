package dev.lamina.reproduce.item;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A fault in one definition, as a change of its source text. The changed file is compiled apart, and all classes of
 * Lamina are loaded anew beside it, so that nothing in production knows of faults and no other test meets one.
 *
 * @param fault what is wrong, in words
 * @param file under {@code src/main/java/dev/lamina}
 * @param before the text that is changed, which the file has once
 * @param after what stands in its place
 */
record Mutant(String fault, String file, String before, String after) {

  private static final Path SOURCES = Path.of("src/main/java/dev/lamina");

  /**
   * What a trial finds in the presence of the fault.
   *
   * @param trial has a constructor without arguments
   * @param folder for files on the way, of this mutant alone
   */
  List<String> tried(Class<? extends Callable<List<String>>> trial, Path folder) throws Exception {
    Class<?> loaded = new FreshClasses(trial.getClassLoader(), compiled(folder)).loadClass(trial.getName());
    @SuppressWarnings("unchecked")
    Callable<List<String>> callable = (Callable<List<String>>) loaded.getDeclaredConstructor().newInstance();
    return callable.call();
  }

  /** The classes of the changed file, by name. */
  private Map<String, byte[]> compiled(Path folder) throws IOException {
    Path source = SOURCES.resolve(file);
    String text = Files.readString(source);
    int place = text.indexOf(before);
    if (place < 0 || text.indexOf(before, place + 1) >= 0) {
      throw new IllegalStateException(file + " no longer has once what '" + fault + "' changes: " + before);
    }
    Path changed = Files.writeString(folder.resolve(source.getFileName()), text.replace(before, after));
    Path classes = Files.createDirectory(folder.resolve("classes"));
    if (ToolProvider.getSystemJavaCompiler().run(null, null, null, "-nowarn", "-proc:none", "-d", classes.toString(),
        "-classpath", System.getProperty("java.class.path"), changed.toString()) != 0) {
      throw new IllegalStateException("'" + fault + "' does not compile");
    }
    Map<String, byte[]> compiled = new HashMap<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(path).toString().replace(File.separatorChar, '.');
        compiled.put(name.substring(0, name.length() - ".class".length()), Files.readAllBytes(path));
      }
    }
    return compiled;
  }
}
