package dev.lamina.device.natives;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the user's cache is: {@code $XDG_CACHE_HOME}, else {@code $HOME/.cache}; nowhere if neither is an absolute
 * path.
 */
public final class UserCache {

  private UserCache() {}

  /** That of this process. */
  public static Optional<Path> ofThisProcess() {
    return of(name -> Optional.ofNullable(System.getenv(name)).filter(text -> text.startsWith("/")).map(Path::of));
  }

  /** @param folder gives the absolute folder that a variable of the environment names, if it does */
  public static Optional<Path> of(Function<String, Optional<Path>> folder) {
    return folder.apply("XDG_CACHE_HOME").or(() -> folder.apply("HOME").map(home -> home.resolve(".cache")));
  }
}
