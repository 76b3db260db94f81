package dev.lamina.device.cuda.library;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * All that the search depends on.
 *
 * @param variables the environment's variables
 * @param root the root of the file system; absolute paths are below it
 * @param fetched the folders where Lamina's own build puts libraries that it fetched
 * @param platform the operating system and the architecture
 * @param loader gives the file that the dynamic loader finds for a name, if it finds one
 */
record Environment(Map<String, String> variables, Path root, List<Path> fetched, String platform,
    Function<String, Optional<Path>> loader) {
  static final String SUPPORTED = "Linux amd64";

  /** One whose loader finds nothing. */
  Environment(Map<String, String> variables, Path root, List<Path> fetched, String platform) {
    this(variables, root, fetched, platform, name -> Optional.empty());
  }

  static Environment ofThisProcess() {
    return new Environment(System.getenv(), Path.of("/"), besideLamina(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"), LoaderByName::find);
  }

  /** Beside Lamina's jar, or beside the folder of its classes when it runs from a build. */
  private static List<Path> besideLamina() {
    CodeSource source = Environment.class.getProtectionDomain().getCodeSource();
    try {
      Path home = source == null ? null : Path.of(source.getLocation().toURI()).getParent();
      return home == null ? List.of() : List.of(home.resolve("cuda"), home.resolve("lib/cuda"));
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      // The classes come from no file: nothing lies beside them.
      return List.of();
    }
  }

  /** The folder that a variable names, if it is set and names an absolute one. */
  Optional<Path> folder(String variable) {
    return absolute(variables.getOrDefault(variable, ""));
  }

  /** A path below the root; none if the text is no absolute path. */
  Optional<Path> absolute(String path) {
    return path.startsWith("/") && path.indexOf('\0') < 0 ? Optional.of(at(path)) : Optional.empty();
  }

  /** An absolute path, below the root. */
  Path at(String absolute) {
    return root.resolve(absolute.replaceFirst("^/+", "")).normalize();
  }
}
