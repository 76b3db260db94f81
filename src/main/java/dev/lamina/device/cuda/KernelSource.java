package dev.lamina.device.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kernels' texts as the compiler sees them: with their headers in them, since it has no folder to look for any. */
final class KernelSource {

  private static final Pattern INCLUDE = Pattern.compile("#include \"(.*)\"\n");

  private KernelSource() {}

  /** A packaged file of the folder {@code kernels}. */
  static String ofFile(String file) {
    return withHeaders(packaged(file));
  }

  /** A text with the packaged headers that it asks for, each where it is first asked for. */
  static String withHeaders(String source) {
    return withHeaders(source, new HashSet<>());
  }

  private static String withHeaders(String source, Set<String> included) {
    return INCLUDE.matcher(source).replaceAll(include -> Matcher.quoteReplacement(
        included.add(include.group(1)) ? withHeaders(packaged(include.group(1)), included) : ""));
  }

  private static String packaged(String file) {
    try (InputStream in = KernelSource.class.getResourceAsStream("/kernels/" + file)) {
      if (in == null) {
        throw new IllegalStateException("the kernel file " + file + " is missing from Lamina's jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the kernel file " + file + " cannot be read from Lamina's jar", e);
    }
  }
}
