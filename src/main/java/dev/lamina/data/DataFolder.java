package dev.lamina.data;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where data sets lie that are brought once and used by many runs: each set in a folder of its name.
 *
 * @param path the folder that holds them all
 */
public record DataFolder(Path path) {

  /** {@code $LAMINA_DATA}; else {@code lamina} in {@code $XDG_DATA_HOME}, or in {@code ~/.local/share}. */
  public static DataFolder ofUser() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /** As {@link #ofUser}, with that environment and home. */
  static DataFolder of(Map<String, String> environment, Path home) {
    String own = environment.getOrDefault("LAMINA_DATA", "");
    if (!own.isBlank()) {
      return new DataFolder(Path.of(own).toAbsolutePath());
    }
    // The XDG specification has relative paths ignored.
    Path shared = Path.of(environment.getOrDefault("XDG_DATA_HOME", ""));
    return new DataFolder((shared.isAbsolute() ? shared : home.resolve(".local/share")).resolve("lamina"));
  }

  /** Where the files of a set are. */
  public Path of(String set) {
    return path.resolve(set);
  }
}
